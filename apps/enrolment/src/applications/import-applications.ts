import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '#database';
import {
  cancelImport,
  commitImport,
  fileSha256,
  findImport,
  type ImportJob,
  type ImportMode,
  importProblems,
  ImportWorker,
  openImport,
  readFile,
  type UnreadableFile,
} from '#importing';
import { notFound, Problem } from '#runtime';
import { type Actor, scopeOf, Sealer } from '#security';
import { ApplicationImport } from './application-import.js';

/** Import of a file of applications: it is checked first, then stored once; the {@link ImportWorker} does both. */
@Injectable()
export class ImportApplications {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealer: Sealer,
    private readonly applications: ApplicationImport,
    private readonly worker: ImportWorker,
  ) {}

  /** Reads the whole file and stores nothing but the job, its rows sealed. */
  async upload(bytes: Buffer, actor: Actor): Promise<{ job: ImportJob; created: boolean }> {
    const { kind, rules } = this.applications;
    const file = await readFile(bytes, rules);
    if (!file.ok) throw unreadable(file);
    return this.transactions.run(scopeOf(actor), (tx) => {
      tx.afterCommit(() => this.worker.wake());
      return openImport(tx, this.sealer, { kind, actor, fileSha256: fileSha256(bytes) }, file);
    });
  }

  commit(importId: string, mode: ImportMode, actor: Actor): Promise<ImportJob> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      tx.afterCommit(() => this.worker.wake());
      return (await commitImport(tx, this.applications.kind, importId, mode)) ?? unknownImport();
    });
  }

  cancel(importId: string, actor: Actor): Promise<ImportJob> {
    return this.transactions.run(
      scopeOf(actor),
      async (tx) => (await cancelImport(tx, this.applications.kind, importId)) ?? unknownImport(),
    );
  }
}

/** The import, for whoever looks into it. @throws Problem not-found where the scope sees none */
export const existingImport = async (tx: Transaction, kind: string, importId: string): Promise<ImportJob> =>
  (await findImport(tx, kind, importId)) ?? unknownImport();

function unknownImport(): never {
  throw notFound('There is no such import within your scope.', '未找到该导入任务');
}

const unreadable = ({ errors }: UnreadableFile) =>
  new Problem(importProblems['file-unreadable'], {
    title: errors.map(({ message }) => message).join('；'),
    errors: errors.map(({ code, message }) => ({ path: '', code, message })),
  });

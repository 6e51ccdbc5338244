import { Injectable } from '@nestjs/common';
import { type Change, Commands } from '#commands';
import type { Transaction } from '#database';
import {
  cancelImport,
  commitImport,
  fileSha256,
  findImport,
  type ImportJob,
  type ImportMode,
  importProblems,
  type ImportView,
  importView,
  ImportWorker,
  openImport,
  readFile,
  type UnreadableFile,
} from '#importing';
import { notFound, Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { actions } from '../actions.js';
import { ApplicationImport } from './application-import.js';

/** Import of a file of applications: it is checked first, then stored once; the {@link ImportWorker} does both. */
@Injectable()
export class ImportApplications {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
    private readonly applications: ApplicationImport,
    private readonly worker: ImportWorker,
  ) {}

  /** Reads the whole file and stores nothing but the job, its rows sealed. */
  async upload(bytes: Buffer, actor: Actor): Promise<{ view: ImportView; created: boolean }> {
    const { kind, rules } = this.applications;
    const file = await readFile(bytes, rules);
    if (!file.ok) throw unreadable(file);
    return this.commands.run(actor, actions['upload-import'], async (tx) => {
      tx.afterCommit(() => this.worker.wake());
      const upload = { kind, actor, fileSha256: fileSha256(bytes) };
      const { job, created } = await openImport(tx, this.sealer, upload, file);
      if (created) tx.changed(changeOf(job));
      return { view: importView(job), created };
    });
  }

  commit(importId: string, mode: ImportMode, actor: Actor): Promise<ImportView> {
    return this.commands.run(actor, actions['commit-import'], async (tx) => {
      tx.afterCommit(() => this.worker.wake());
      const job = (await commitImport(tx, this.applications.kind, importId, mode)) ?? unknownImport();
      tx.changed(changeOf(job));
      return importView(job);
    });
  }

  cancel(importId: string, actor: Actor): Promise<ImportView> {
    return this.commands.run(actor, actions['cancel-import'], async (tx) => {
      const job = (await cancelImport(tx, this.applications.kind, importId)) ?? unknownImport();
      tx.changed(changeOf(job));
      return importView(job);
    });
  }
}

/** An import has states and no versions. */
export const changeOf = ({ importId, schoolCode }: ImportJob): Change => ({
  aggregate: 'import',
  id: importId,
  schoolCode,
});

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

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { id } from '#contracts';
import { type Transaction, Transactions } from '#database';
import {
  errorsWithValues,
  errorWorkbook,
  type ImportJob,
  importView,
  listImports,
  previewRows,
  refusedFileRows,
  templateWorkbook,
} from '#importing';
import { page, pageFilter } from '#runtime';
import { type Actor, scopeOf, Sealer } from '#security';
import { actions } from '../actions.js';
import { ApplicationImport } from './application-import.js';
import { changeOf, existingImport } from './import-applications.js';

export const ImportFilter = z.strictObject({ ...pageFilter, cursor: id.optional() });
const errorPlace = z.string().regex(/^\d{1,9}-\d{1,9}$/);
export const ImportErrorFilter = z.strictObject({ ...pageFilter, cursor: errorPlace.optional() });

/** Looks into imports of applications: how far they are, what is wrong with their rows. */
@Injectable()
export class FindImports {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly sealer: Sealer,
    private readonly applications: ApplicationImport,
  ) {}

  list({ limit, cursor }: z.infer<typeof ImportFilter>, actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const jobs = await listImports(tx, this.applications.kind, limit + 1, cursor);
      return page(jobs, limit, ({ importId }) => importId, importView); // prettier-ignore
    });
  }

  one(importId: string, actor: Actor): Promise<ImportJob> {
    return this.ofImport(importId, actor, (_, job) => Promise.resolve(job));
  }

  preview(importId: string, actor: Actor) {
    return this.ofImport(importId, actor, async (tx) => ({
      rows: await previewRows(tx, this.sealer, importId, this.applications.rules.columns),
    }));
  }

  errors(importId: string, { limit, cursor }: z.infer<typeof ImportErrorFilter>, actor: Actor) {
    const [row = 0, position = 0] = cursor?.split('-').map(Number) ?? [];
    return this.ofImport(importId, actor, async (tx) => {
      const { columns } = this.applications.rules;
      const after = { row, position };
      const errors = await errorsWithValues(tx, this.sealer, importId, columns, limit + 1, after);
      return page(
        errors,
        limit,
        (last) => `${last.row}-${last.position}`,
        ({ position: _position, ...error }) => error,
      );
    });
  }

  /** Written down: it holds the rows as they were uploaded, in full. */
  async errorWorkbook(importId: string, actor: Actor): Promise<Buffer> {
    const action = actions['download-refused-rows'];
    const { rows, errors } = await this.commands.look(actor, action, async (tx) => {
      tx.changed(changeOf(await existingImport(tx, this.applications.kind, importId)));
      return refusedFileRows(tx, this.sealer, importId);
    });
    return errorWorkbook(this.applications.rules, rows, errors);
  }

  template(): Promise<Buffer> {
    return templateWorkbook(this.applications.rules);
  }

  private ofImport<T>(
    importId: string,
    actor: Actor,
    look: (tx: Transaction, job: ImportJob) => Promise<T>,
  ): Promise<T> {
    return this.transactions.run(scopeOf(actor), async (tx) =>
      look(tx, await existingImport(tx, this.applications.kind, importId)),
    );
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { type Transaction, Transactions } from '#database';
import {
  errorWorkbook,
  type ImportJob,
  IMPORT_STATES,
  importView,
  previewRows,
  refusedFileRows,
  SELECT_ERRORS,
  SELECT_IMPORTS,
  type StoredError,
  templateWorkbook,
  withValues,
} from '#importing';
import { listOf } from '#runtime';
import { type Actor, scopeOf, Sealer } from '#security';
import { actions } from '../actions.js';
import { ApplicationImport } from './application-import.js';
import { changeOf, existingImport } from './import-applications.js';

const imports = listOf({
  filters: { state: ['state', z.enum(IMPORT_STATES)] },
  sorts: { importId: ['"importId"'] },
  defaultSort: '-importId',
});
export const ImportFilter = imports.query;

const rowErrors = listOf({ filters: {}, sorts: { row: ['row', 'position'] } });
export const ImportErrorFilter = rowErrors.query;

/** Looks into imports of applications: how far they are, what is wrong with their rows. */
@Injectable()
export class FindImports {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly sealer: Sealer,
    private readonly applications: ApplicationImport,
  ) {}

  list(query: z.infer<typeof ImportFilter>, actor: Actor) {
    return this.transactions.run(scopeOf(actor), (tx) =>
      imports.page(tx, query, {
        select: SELECT_IMPORTS,
        parameters: [this.applications.kind],
        itemOf: importView,
      }),
    );
  }

  one(importId: string, actor: Actor): Promise<ImportJob> {
    return this.ofImport(importId, actor, (_, job) => Promise.resolve(job));
  }

  preview(importId: string, actor: Actor) {
    return this.ofImport(importId, actor, async (tx) => ({
      rows: await previewRows(tx, this.sealer, importId, this.applications.rules.columns),
    }));
  }

  errors(importId: string, query: z.infer<typeof ImportErrorFilter>, actor: Actor) {
    return this.ofImport(importId, actor, async (tx) => {
      const { columns } = this.applications.rules;
      const page = await rowErrors.page(tx, query, {
        select: SELECT_ERRORS,
        parameters: [importId],
        itemOf: (error: StoredError) => error,
      });
      const items = await withValues(tx, this.sealer, importId, columns, page.items);
      return { ...page, items: items.map(({ position: _position, ...error }) => error) };
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

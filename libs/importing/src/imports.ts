import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Action, type Change, Commands, declareActions } from '#commands';
import { type Transaction, Transactions } from '#database';
import { Jobs } from '#jobs';
import { listOf, notFound, Problem } from '#runtime';
import { type Actor, scopeOf, Sealer } from '#security';
import { GRADES } from './columns.js';
import { importProblems } from './import-problems.js';
import { type ImportView, importView } from './import-views.js';
import { SELECT_ERRORS, type StoredError } from './jobs/import-errors.js';
import {
  findImport,
  IMPORT_STATES,
  type ImportJob,
  type ImportMode,
  SELECT_IMPORTS,
} from './jobs/import-job.js';
import type { ImportKind } from './jobs/import-kind.js';
import { ImportSteps } from './jobs/import-steps.js';
import { workOnImports } from './jobs/work-on-imports.js';
import { previewRows, withValues } from './jobs/look-at-rows.js';
import { cancelImport, commitImport } from './jobs/move-import.js';
import { fileSha256, openImport } from './jobs/open-import.js';
import { refusedFileRows } from './jobs/refused-rows.js';
import { readFile, type UnreadableFile } from './reading/read-file.js';
import { errorWorkbook } from './writing/error-workbook.js';
import { templateWorkbook } from './writing/template.js';

const imports = listOf({
  filters: { state: ['state', z.enum(IMPORT_STATES)] },
  sorts: { importId: ['"importId"'] },
  defaultSort: '-importId',
});
export const ImportFilter = imports.query;

const rowErrors = listOf({
  filters: {
    grade: ['grade', z.enum(GRADES).describe('ERROR: what refuses rows; WARNING: what is only shown')],
  },
  sorts: { row: ['row', 'position'] },
});
export const ImportErrorFilter = rowErrors.query;

/** What registrars do with imports of any kind: a file is checked first, then stored once, both by a job. */
@Injectable()
export class Imports {
  private readonly actions: Record<string, Action> = {};

  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly sealer: Sealer,
    private readonly steps: ImportSteps,
    private readonly jobs: Jobs,
  ) {}

  /** Each kind registers itself before the service starts. */
  register(kind: ImportKind): void {
    this.steps.register(kind);
    Object.assign(this.actions, declareActionsOf(kind));
  }

  /**
   * Reads the whole file and stores nothing but the job, its rows sealed.
   * @throws Problem 422 file-unreadable
   */
  async upload(
    kind: ImportKind,
    bytes: Buffer,
    actor: Actor,
  ): Promise<{ view: ImportView; created: boolean }> {
    const file = await readFile(bytes, kind.rules);
    if (!file.ok) throw unreadable(file);
    return this.commands.run(actor, this.actions[`upload-import-of-${kind.kind}`]!, async (tx) => {
      await this.jobs.enqueue(tx, workOnImports, [{ payload: {} }]);
      const upload = { kind: kind.kind, actor, fileSha256: fileSha256(bytes) };
      const { job, created } = await openImport(tx, this.sealer, upload, file);
      if (created) tx.changed(changeOf(job));
      return { view: importView(job), created };
    });
  }

  commit(kind: ImportKind, importId: string, mode: ImportMode, actor: Actor): Promise<ImportView> {
    return this.commands.run(actor, this.actions[`commit-import-of-${kind.kind}`]!, async (tx) => {
      await this.jobs.enqueue(tx, workOnImports, [{ payload: {} }]);
      const job = (await commitImport(tx, kind.kind, importId, mode)) ?? unknownImport();
      tx.changed(changeOf(job));
      return importView(job);
    });
  }

  cancel(kind: ImportKind, importId: string, actor: Actor): Promise<ImportView> {
    return this.commands.run(actor, this.actions[`cancel-import-of-${kind.kind}`]!, async (tx) => {
      const job = (await cancelImport(tx, kind.kind, importId)) ?? unknownImport();
      tx.changed(changeOf(job));
      return importView(job);
    });
  }

  list({ kind }: ImportKind, query: z.infer<typeof ImportFilter>, actor: Actor) {
    return this.transactions.run(scopeOf(actor), (tx) =>
      imports.page(tx, query, { select: SELECT_IMPORTS, parameters: [kind], itemOf: importView }),
    );
  }

  one(kind: ImportKind, importId: string, actor: Actor): Promise<ImportView> {
    return this.transactions.run(scopeOf(actor), async (tx) =>
      importView(await existing(tx, kind, importId)),
    );
  }

  preview(kind: ImportKind, importId: string, actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      await existing(tx, kind, importId);
      return { rows: await previewRows(tx, this.sealer, importId, kind.rules.columns) };
    });
  }

  errors(kind: ImportKind, importId: string, query: z.infer<typeof ImportErrorFilter>, actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      await existing(tx, kind, importId);
      const page = await rowErrors.page(tx, query, {
        select: SELECT_ERRORS,
        parameters: [importId],
        itemOf: (error: StoredError) => error,
      });
      const items = await withValues(tx, this.sealer, importId, kind.rules.columns, page.items);
      return { ...page, items: items.map(({ position: _position, ...error }) => error) };
    });
  }

  /** Written down: it holds the rows as they were uploaded, in full. */
  async errorWorkbook(kind: ImportKind, importId: string, actor: Actor): Promise<Buffer> {
    const { rows, errors } = await this.commands.look(
      actor,
      this.actions[`download-refused-rows-of-${kind.kind}`]!,
      async (tx) => {
        tx.changed(changeOf(await existing(tx, kind, importId)));
        return refusedFileRows(tx, this.sealer, importId);
      },
    );
    return errorWorkbook(kind.rules, rows, errors);
  }

  template({ rules }: ImportKind): Promise<Buffer> {
    return templateWorkbook(rules);
  }
}

/** What is done with imports of a kind, in the words of the audit trail; the sheet is called by what a row becomes. */
function declareActionsOf({ kind, rules: { sheet } }: ImportKind): Record<string, Action> {
  const plural = kind.replaceAll('-', ' ');
  return declareActions({
    [`upload-import-of-${kind}`]: { zh: `上传了${sheet}文件`, en: `uploaded a file of ${plural}` },
    [`commit-import-of-${kind}`]: { zh: `导入了${sheet}文件`, en: `committed a file of ${plural}` },
    [`cancel-import-of-${kind}`]: {
      zh: `取消了${sheet}文件的导入`,
      en: `cancelled the import of a file of ${plural}`,
    },
    [`download-refused-rows-of-${kind}`]: {
      zh: `下载了未通过的${sheet}行`,
      en: `downloaded the refused rows of a file of ${plural}`,
    },
  });
}

/** An import has states and no versions. */
const changeOf = ({ importId, schoolCode }: ImportJob): Change => ({
  aggregate: 'import',
  id: importId,
  schoolCode,
});

const existing = async (tx: Transaction, { kind }: ImportKind, importId: string): Promise<ImportJob> =>
  (await findImport(tx, kind, importId)) ?? unknownImport();

function unknownImport(): never {
  throw notFound('There is no such import within your scope.', '未找到该导入任务');
}

const unreadable = ({ errors }: UnreadableFile) =>
  new Problem(importProblems['file-unreadable'], {
    title: errors.map(({ message }) => message).join('；'),
    errors: errors.map(({ code, message }) => ({ path: '', code, message })),
  });

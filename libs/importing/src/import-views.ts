import { z } from 'zod';
import { id, moment } from '#contracts';
import { pageOf } from '#runtime';
import { GRADES } from './columns.js';
import { KEPT_DAYS } from './jobs/forget-imports.js';
import { IMPORT_FAILURES, IMPORT_MODES, IMPORT_STATES, type ImportJob } from './jobs/import-job.js';

const count = (what: string) => z.int().describe(what);

/** An import as its routes answer it. */
export const ImportView = z
  .object({
    importId: id,
    state: z.enum(IMPORT_STATES),
    mode: z.enum(IMPORT_MODES).optional().describe('Absent until the commit'),
    format: z.enum(['CSV', 'XLSX']),
    sheet: z.string().optional().describe('The sheet of the workbook that was read'),
    fileSha256: z.string(),
    rows: count('Rows of the file under its header, without blank ones'),
    checked: count('Of these, rows that have been checked'),
    valid: count('Of these, rows without an error'),
    refused: count('Of these, rows with one or more errors'),
    warned: count('Rows with one or more warnings, which refuse no row'),
    committed: count('Rows that are stored'),
    failure: z.enum(IMPORT_FAILURES).optional().describe('Why the state is FAILED'),
    keptUntil: moment
      .optional()
      .describe('So long rows that are not stored are kept; a checked file expires then'),
    createdAt: moment,
    movedAt: moment.describe('When something last happened to it'),
  })
  .meta({ id: 'Import' });

export type ImportView = z.infer<typeof ImportView>;

export const ImportPage = pageOf(ImportView);

export const ImportErrorPage = pageOf(
  z.object({
    row: z.int().describe('As a spreadsheet shows it; the header is row 1'),
    column: z.string().describe('Chinese title of the column; 整行 for the row as a whole'),
    code: z.string().describe('Stable; decide on this'),
    grade: z
      .enum(GRADES)
      .describe('An ERROR refuses the row; a WARNING is shown, and kept with what is stored'),
    message: z.string().describe('Chinese, for the registrar'),
    value: z
      .string()
      .optional()
      .describe('What stands in the cell, masked; absent once the row is forgotten'),
  }),
);

export const ImportPreview = z
  .object({
    rows: z.array(
      z.object({
        row: z.int(),
        isRefused: z.boolean(),
        cells: z.record(z.string(), z.string()).describe('By Chinese title, masked'),
      }),
    ),
  })
  .meta({ id: 'ImportPreview' });

export const ImportCommit = z
  .strictObject({
    mode: z
      .enum(IMPORT_MODES)
      .default('VALID_ROWS')
      .describe('VALID_ROWS stores what is valid; ALL_OR_NOTHING the whole file or no row'),
  })
  .meta({ id: 'ImportCommit' });

/** States in which rows are kept for a while, as long as nothing happens to them. */
const KEEPING: readonly string[] = ['VALIDATED', 'DONE', 'FAILED'];
const DAY_MS = 86_400_000;

export const importView = (job: ImportJob): ImportView => ({
  importId: job.importId,
  state: job.state,
  mode: job.mode ?? undefined,
  format: job.format,
  sheet: job.sheet ?? undefined,
  fileSha256: job.fileSha256,
  rows: job.rows,
  checked: job.checked,
  valid: job.checked - job.refused,
  refused: job.refused,
  warned: job.warned,
  committed: job.committed,
  failure: job.failure ?? undefined,
  keptUntil: KEEPING.includes(job.state)
    ? new Date(job.movedAt.getTime() + KEPT_DAYS * DAY_MS).toISOString()
    : undefined,
  createdAt: job.createdAt.toISOString(),
  movedAt: job.movedAt.toISOString(),
});

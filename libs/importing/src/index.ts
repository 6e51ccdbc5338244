/**
 * Bulk import of workbooks (.xlsx) and CSV files (UTF-8, GB18030): read and checked as a whole first, the rows stored
 * once afterwards, in the background and in pieces, so that a process may die at any moment.
 *
 * 1. A service lists `ImportingModule` once and has the tables of {@link createImportTables}. What it imports is one class
 *    for each kind, an {@link importController} in the controllers of its module: its columns by English field, each with
 *    its Chinese title and a cell parser (those of #national-codes are cell parsers as they are), what the database has
 *    against rows (`refusals`), and how rows are stored (`store`).
 * 2. An upload is read by `readFile`, which answers its rows or why it cannot be read (`ok: false`), and kept by
 *    `openImport` as a job in the state UPLOADED, its rows sealed. A job is enqueued with it; then rows are
 *    checked, some hundred in a transaction, until the job is VALIDATED.
 * 3. `commitImport` lets them be stored, `cancelImport` ends it; previews, errors and the error workbook show how far it
 *    is and what is wrong.
 *
 * Row numbers are those a spreadsheet shows (the header is row 1, a cell with line breaks is one row).
 * No error repeats what a cell holds.
 */
export {
  choice,
  clearText,
  day,
  integer,
  list,
  optional,
  pick,
  schema,
  text,
  type CellParser,
  yesOrNo,
} from './cells.js';
export { column, numberColumn, rowError, shown, WHOLE_ROW } from './columns.js';
export type { Column, Columns, RowError, RowOf } from './columns.js';
export type { FileRow, ImportRules, ValidRow } from './import-rules.js';
export { importController } from './import.controller.js';
export { importProblems } from './import-problems.js';
export { ImportingModule } from './importing.module.js';
export { ForgetImports } from './jobs/forget-imports.js';
export { firstErrors } from './jobs/import-errors.js';
export { findImport, type ImportJob, type ImportMode, importerOf } from './jobs/import-job.js';
export { CHUNK_ROWS, type ImportKind } from './jobs/import-kind.js';
export { ImportSteps } from './jobs/import-steps.js';
export { withValues } from './jobs/look-at-rows.js';
export { cancelImport, commitImport } from './jobs/move-import.js';
export { fileSha256, openImport } from './jobs/open-import.js';
export {
  createImportTables,
  gradeImportErrors,
  IMPORT_TABLES,
  SEALED_IMPORTS,
  undoGradeImportErrors,
} from './jobs/tables.js';
export { readFile, type ImportFile } from './reading/read-file.js';
export { transitionImport } from './transition-import.js';
export { unpack } from './workbook/unpack.js';
export { filledWorkbook } from './writing/filled-workbook.js';

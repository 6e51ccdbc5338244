/**
 * Bulk import of workbooks (.xlsx) and CSV files (UTF-8, GB18030): read and checked as a whole first, the rows stored
 * once afterwards, in the background and in pieces, so that a process may die at any moment.
 *
 * 1. A service declares what it imports as an `ImportKind`: its columns by English field, each with its Chinese title
 *    and a cell parser (those of #national-codes are cell parsers as they are), what the database has against rows
 *    (`refusals`), and how rows are stored (`store`). `ImportingModule.forRoot(TheKind)` moves its imports on.
 * 2. An upload is read by `readFile`, which answers its rows or why it cannot be read (`ok: false`), and kept by
 *    `openImport` as a job in the state UPLOADED, its rows sealed. `ImportWorker.wake()` after the commit; then rows are
 *    checked, some hundred in a transaction, until the job is VALIDATED.
 * 3. `commitImport` lets them be stored, `cancelImport` ends it. `findImport`, `previewRows`, `withValues` and
 *    `errorWorkbook` show how far it is and what is wrong; `importView` and the schemas beside it are its API.
 *
 * Row numbers are those a spreadsheet shows (the header is row 1, a cell with line breaks is one row).
 * No error repeats what a cell holds.
 */
export { choice, day, integer, list, optional, pick, schema, text, type CellParser } from './cells.js';
export { column, numberColumn, rowError, shown, WHOLE_ROW } from './columns.js';
export type { Column, Columns, RowError, RowOf } from './columns.js';
export { MOST_ROWS } from './import-rules.js';
export type { FileRow, ImportRules, ValidRow } from './import-rules.js';
export { importProblems } from './import-problems.js';
export {
  ImportCommit,
  ImportErrorPage,
  ImportPage,
  ImportPreview,
  ImportView,
  importView,
} from './import-views.js';
export { ImportingModule } from './importing.module.js';
export { ForgetImports, KEPT_DAYS } from './jobs/forget-imports.js';
export { firstErrors, SELECT_ERRORS, type StoredError } from './jobs/import-errors.js';
export {
  findImport,
  IMPORT_STATES,
  type ImportJob,
  type ImportMode,
  SELECT_IMPORTS,
} from './jobs/import-job.js';
export type { ImportKind } from './jobs/import-kind.js';
export { ImportSteps } from './jobs/import-steps.js';
export { ImportWorker } from './jobs/import-worker.js';
export { previewRows, withValues } from './jobs/look-at-rows.js';
export { cancelImport, commitImport } from './jobs/move-import.js';
export { fileSha256, openImport } from './jobs/open-import.js';
export { refusedFileRows } from './jobs/refused-rows.js';
export { createImportTables, IMPORT_TABLES, SEALED_IMPORTS } from './jobs/tables.js';
export { readFile, type ImportFile, type UnreadableFile } from './reading/read-file.js';
export { errorWorkbook } from './writing/error-workbook.js';
export { WORKBOOK_TYPE } from './writing/sheet-layout.js';
export { templateWorkbook } from './writing/template.js';

/**
 * Bulk import of CSV files: read and checked as a whole first (dry run), the valid rows stored once afterwards.
 *
 * 1. A service declares its columns by English field, each with its Chinese title and a cell parser:
 *    `const columns = { name: column('姓名', normaliseName), studyMode: column('学习形式', choice({ FULL_TIME: '全日制', … })) }`
 *    The parsers of #national-codes are cell parsers as they are.
 * 2. `readSheet(bytes, { columns, uniqueBy, checkRow })` answers the valid rows and the errors by row and column,
 *    or why the file as a whole cannot be read (`ok: false`). Checks against the database follow it:
 *    `refuseRows(sheet, [rowError(columns, row, 'majorCode', { code, message })])`.
 * 3. `openImport` keeps the dry run as an import job with its valid rows sealed; `commitImport` hands them
 *    over once, however often and from how many sides it is called.
 *
 * Row numbers are those a spreadsheet shows (the header is row 1, a cell with line breaks is one row).
 * No error repeats what a cell holds.
 */
export { decodeText } from './decode-text.js';
export { choice, day, integer, list, optional, pick, schema, text, type CellParser } from './cells.js';
export { column, numberColumn, rowError, WHOLE_ROW } from './columns.js';
export type { Column, Columns, RowError, RowOf } from './columns.js';
export { MOST_ROWS, readSheet, refuseRows } from './read-sheet.js';
export type { ImportSheet, SheetRow, SheetRules, UnreadableSheet } from './read-sheet.js';
export {
  commitImport,
  createImportJobsTable,
  SEALED_IMPORTS,
  fileSha256,
  findImport,
  findUpload,
  openImport,
} from './import-jobs.js';
export type { ImportJob, Upload } from './import-jobs.js';

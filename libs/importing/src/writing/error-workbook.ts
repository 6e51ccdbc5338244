import { setImmediate as nextTurn } from 'node:timers/promises';
import type ExcelJS from 'exceljs';
import { ADDED_COLUMNS, type RowError, WHOLE_ROW } from '../columns.js';
import type { FileRow, ImportRules } from '../import-rules.js';
import { importWorkbook } from './sheet-layout.js';

const RED = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } } as const;
/** Rows written at a stretch; between two stretches others get their turn. */
const STRETCH = 50;

/**
 * The refused rows as they were uploaded, in the layout of the template: each refused cell is red and carries its
 * message as a note, and a last column tells all messages of the row. Mended, it is uploaded as it is: what was added
 * is not read.
 */
export function errorWorkbook(rules: ImportRules<any>, rows: FileRow[], errors: RowError[]): Promise<Buffer> {
  const byRow = Map.groupBy(errors, ({ row }) => row);
  return importWorkbook(rules, ADDED, async (sheet) => {
    for (const [at, row] of rows.entries()) {
      addRow(sheet, rules, row, byRow.get(row.row) ?? []);
      if (at % STRETCH === 0) await nextTurn();
    }
  });
}

const ADDED = {
  before: [{ title: ADDED_COLUMNS.originalRow, width: 10, note: '原文件中的行号，上传时不读取' }],
  after: [{ title: ADDED_COLUMNS.whatIsWrong, width: 60, note: '上传时不读取' }],
};

function addRow(sheet: ExcelJS.Worksheet, { columns }: ImportRules<any>, file: FileRow, errors: RowError[]) {
  const fields = Object.keys(columns);
  const told = errors.map(({ column, message }) => `${column}：${message}`).join('\n');
  const added = sheet.addRow([String(file.row), ...fields.map((field) => file.cells[field]), told]);
  for (const [title, ofColumn] of Map.groupBy(errors, ({ column }) => column)) {
    const at = fields.findIndex((field) => columns[field].title === title);
    const cell = added.getCell(title === WHOLE_ROW || at < 0 ? 1 : at + 2);
    // A style of its own: the one of the column is shared by its cells.
    cell.style = { ...cell.style, fill: RED };
    cell.note = ofColumn.map(({ message }) => message).join('\n');
  }
  added.commit();
}

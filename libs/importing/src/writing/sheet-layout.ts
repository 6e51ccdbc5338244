import ExcelJS from 'exceljs';
import { type Column, type Columns } from '../columns.js';
import { MOST_ROWS, type ImportRules } from '../import-rules.js';

/** Media type of a workbook (.xlsx). */
export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Every cell is text: digits stay as they are typed, and what begins like a formula is none. */
const AS_TEXT = '@';
const GUIDE = '填写说明';
const CODES = '可选值';
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDCE6F1' } } as const;

/** A column of the sheet: one that is read, or one that is added for who looks at it. */
export interface SheetColumn {
  title: string;
  width: number;
  note?: string | undefined;
}

/** A workbook whose first sheet has the columns of an import and no rows yet, with a guide and the values to choose from. */
export function layOut(rules: ImportRules<any>, before: SheetColumn[] = [], after: SheetColumn[] = []) {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(rules.sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
  const own = Object.values(rules.columns as Columns).map(sheetColumn);
  addHeader(sheet, [...before, ...own, ...after]);
  addGuide(workbook, rules.columns);
  addChoices(workbook, sheet, rules.columns, before.length);
  return { workbook, sheet };
}

const sheetColumn = (column: Column<unknown>): SheetColumn => ({
  title: column.title + (isRequired(column) ? '*' : ''),
  width: Math.max(12, column.title.length * 2 + 6, column.takes ? 0 : 14),
  note: column.hint,
});

/** A column says by its parser whether a cell may be empty. */
const isRequired = ({ parse }: Column<unknown>): boolean => !parse('', () => '').ok;

function addHeader(sheet: ExcelJS.Worksheet, columns: SheetColumn[]): void {
  sheet.columns = columns.map(({ title, width }) => ({ header: title, width, style: { numFmt: AS_TEXT } }));
  const header = sheet.getRow(1);
  header.font = { bold: true };
  columns.forEach(({ note }, at) => {
    const cell = header.getCell(at + 1);
    cell.fill = HEADER_FILL;
    if (note) cell.note = note;
  });
}

function addGuide(workbook: ExcelJS.Workbook, columns: Columns): void {
  const guide = workbook.addWorksheet(GUIDE);
  guide.columns = [
    { header: '列名', width: 20 },
    { header: '英文列名', width: 20 },
    { header: '必填', width: 8 },
    { header: '可选值', width: 60 },
    { header: '说明', width: 60 },
  ];
  for (const [field, column] of Object.entries(columns)) {
    const required = isRequired(column) ? '是' : '';
    guide.addRow([column.title, field, required, column.parse.options?.join('、') ?? '', column.hint ?? '']);
  }
  guide.addRow([]);
  guide.addRow([
    `每个文件最多 ${MOST_ROWS} 行；全部单元格请保持“文本”格式，不要使用公式、合并单元格或隐藏行。`,
  ]);
}

/** Lists to choose from. Codes and other labels that the parser takes can still be typed: a list warns of nothing. */
function addChoices(workbook: ExcelJS.Workbook, sheet: ExcelJS.Worksheet, columns: Columns, offset: number) {
  const codes = workbook.addWorksheet(CODES, { state: 'hidden' });
  Object.values(columns).forEach(({ title, parse: { options } }, at) => {
    if (!options) return;
    const place = codes.columnCount + 1;
    codes.getColumn(place).values = [title, ...options];
    const letter = codes.getColumn(place).letter;
    const target = sheet.getColumn(offset + at + 1).letter;
    validationsOf(sheet).add(`${target}2:${target}${MOST_ROWS + 1}`, {
      type: 'list',
      allowBlank: true,
      showErrorMessage: false,
      formulae: [`'${CODES}'!$${letter}$2:$${letter}$${options.length + 1}`],
    });
  });
}

/** exceljs has it and does not declare it. */
const validationsOf = (sheet: ExcelJS.Worksheet) =>
  (sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } })
    .dataValidations;

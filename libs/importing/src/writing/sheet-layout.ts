import type ExcelJS from 'exceljs';
import { writeWorkbook } from '#runtime';
import { type Column, type Columns } from '../columns.js';
import { MAX_ROWS, type ImportRules } from '../import-rules.js';

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

/**
 * A workbook whose first sheet has the columns of an import, with a guide and the values to choose from.
 * @param addRows adds rows and commits each
 */
export const importWorkbook = (
  rules: ImportRules<any>,
  { before = [], after = [] }: { before?: SheetColumn[]; after?: SheetColumn[] } = {},
  addRows: (sheet: ExcelJS.Worksheet) => Promise<void> | void = () => {},
): Promise<Buffer> =>
  writeWorkbook(async (workbook) => {
    const sheet = workbook.addWorksheet(rules.sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
    const own = Object.values(rules.columns as Columns).map(sheetColumn);
    addHeader(sheet, [...before, ...own, ...after]);
    addLists(sheet, rules.columns, before.length);
    await addRows(sheet);
    sheet.commit();
    addGuide(workbook, rules);
    addChoices(workbook, rules.columns);
  });

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
  header.commit();
}

/** Lists to choose from. Codes and other labels that the parser takes can still be typed: a list warns of nothing. */
function addLists(sheet: ExcelJS.Worksheet, columns: Columns, offset: number): void {
  const titles = titlesToChooseIn(columns);
  Object.values(columns).forEach(({ title, parse: { options = [] } }, at) => {
    const list = letterOf(titles.indexOf(title) + 1);
    const own = letterOf(offset + at + 1);
    if (options.length === 0) return;
    validationsOf(sheet).add(`${own}2:${own}${MAX_ROWS + 1}`, {
      type: 'list',
      allowBlank: true,
      showErrorMessage: false,
      formulae: [`'${CODES}'!$${list}$2:$${list}$${options.length + 1}`],
    });
  });
}

function addGuide(workbook: ExcelJS.Workbook, { columns, maximumRows = MAX_ROWS }: ImportRules<any>): void {
  const guide = workbook.addWorksheet(GUIDE);
  guide.columns = [
    { header: '列名', width: 20 },
    { header: '英文列名', width: 20 },
    { header: '必填', width: 8 },
    { header: '可选值', width: 60 },
    { header: '说明', width: 60 },
  ];
  for (const [field, column] of Object.entries(columns as Columns)) {
    const required = isRequired(column) ? '是' : '';
    guide.addRow([column.title, field, required, column.parse.options?.join('、') ?? '', column.hint ?? '']);
  }
  guide.addRow([]);
  guide.addRow([
    `每个文件最多 ${maximumRows} 行；全部单元格请保持“文本”格式，不要使用公式、合并单元格或隐藏行。`,
  ]);
}

/** Below each title what can be chosen in its column. */
function addChoices(workbook: ExcelJS.Workbook, columns: Columns): void {
  const sheet = workbook.addWorksheet(CODES, { state: 'hidden' });
  const choices = Object.values(columns).filter(({ parse }) => parse.options);
  const longest = Math.max(0, ...choices.map(({ parse }) => parse.options!.length));
  sheet.addRow(titlesToChooseIn(columns));
  for (let at = 0; at < longest; at++) sheet.addRow(choices.map(({ parse }) => parse.options![at]));
}

const titlesToChooseIn = (columns: Columns): string[] =>
  Object.values(columns).flatMap(({ title, parse }) => (parse.options ? [title] : []));

/** 28 → 'AB' */
const letterOf = (column: number): string =>
  column < 1 ? '' : letterOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));

/** exceljs has it and does not declare it. */
const validationsOf = (sheet: ExcelJS.Worksheet) =>
  (sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } })
    .dataValidations;

import { refuse, type Refused } from '#national-codes';
import { rowError, WHOLE_ROW, type Columns, type RowError, type RowOf } from './columns.js';
import { decodeText } from './decode-text.js';
import { readHeader } from './read-header.js';
import { readRecords, type SheetRecord } from './read-records.js';
import { alsoRefused, duplicates, type DraftRow } from './across-rows.js';

/** [D] */
export const MOST_ROWS = 10_000;

export interface SheetRules<C extends Columns> {
  columns: C;
  /** Fields that together may occur once in a file; all rows involved are refused. An empty field exempts a row. */
  uniqueBy?: (keyof C & string)[];
  /** What cells say only together; called for rows whose cells are all valid. */
  checkRow?(values: RowOf<C>): { field: keyof C & string; code: string; message: string }[];
  maximumRows?: number;
}

/** A valid row; `row` is its number as a spreadsheet shows it, the header being row 1. */
export interface SheetRow<Values> {
  row: number;
  values: Values;
}

/** The file as read: `total` rows under the header are either valid (`rows`) or have one or more `errors`. */
export interface ImportSheet<Values> {
  ok: true;
  total: number;
  rows: SheetRow<Values>[];
  errors: RowError[];
}

/** A file that cannot be read row by row, and every reason. */
export interface UnreadableSheet {
  ok: false;
  errors: Refused[];
}

/** Reads an uploaded CSV file by its columns. Errors never repeat a cell; nothing is read half. */
export function readSheet<C extends Columns>(
  bytes: Buffer,
  rules: SheetRules<C>,
): ImportSheet<RowOf<C>> | UnreadableSheet {
  const text = decodeText(bytes);
  if (!text.ok) return unreadable(text);
  const records = readRecords(text.value, rules.maximumRows ?? MOST_ROWS);
  if (!records.ok) return unreadable(records);
  const [first, ...body] = records.value;
  const header = readHeader(first?.cells ?? [], rules.columns);
  if (!header.ok) return unreadable(...header.errors);
  if (body.length === 0) return unreadable(refuse('no-rows', '文件中没有数据行'));
  return sheetOf(body, header.places, rules);
}

const unreadable = (...errors: Refused[]): UnreadableSheet => ({ ok: false, errors });

function sheetOf<C extends Columns>(body: SheetRecord[], places: Map<string, number>, rules: SheetRules<C>) {
  const drafts = body.map((record) => readRow(record, places, rules));
  const errors = [
    ...drafts.flatMap((draft) => draft.errors),
    ...alsoRefused(drafts, rules.columns),
    ...duplicates(drafts, rules.columns, rules.uniqueBy ?? []),
  ];
  const rows = drafts.map(({ row, values }) => ({ row, values: values as RowOf<C> }));
  return refuseRows<RowOf<C>>({ ok: true, total: body.length, rows, errors: [] }, errors);
}

function readRow<C extends Columns>(
  record: SheetRecord,
  places: Map<string, number>,
  rules: SheetRules<C>,
): DraftRow {
  const draft: DraftRow = { row: record.row, values: {}, errors: [] };
  if (record.cells === undefined) return { ...draft, errors: [structural(record)] };
  const textOf = (field: string): string => record.cells![places.get(field) ?? -1]?.trim() ?? '';
  for (const [field, { parse }] of Object.entries(rules.columns)) {
    const cell = parse(textOf(field), textOf);
    if (cell.ok) draft.values[field] = cell.value;
    else draft.errors.push(rowError(rules.columns, record.row, field, cell));
  }
  if (draft.errors.length > 0) return draft;
  const failures = rules.checkRow?.(draft.values as RowOf<C>) ?? [];
  return { ...draft, errors: failures.map((each) => rowError(rules.columns, record.row, each.field, each)) };
}

function structural({ row, problem }: SheetRecord): RowError {
  const message =
    problem === 'wrong-cell-count'
      ? '该行的列数与表头不一致'
      : '该行引号不成对或位置不对，无法读取，请核对该行';
  return { row, column: WHOLE_ROW, code: problem!, message };
}

/** The sheet with more rows refused, for checks made after reading; errors stay in the order of the rows. */
export function refuseRows<Values>(sheet: ImportSheet<Values>, errors: RowError[]): ImportSheet<Values> {
  const refused = new Set(errors.map((error) => error.row));
  return {
    ...sheet,
    rows: sheet.rows.filter(({ row }) => !refused.has(row)),
    errors: [...sheet.errors, ...errors].toSorted((one, other) => one.row - other.row),
  };
}

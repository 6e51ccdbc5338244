import { refuse, type Parsed } from '#national-codes';
import { isError, rowError, WHOLE_ROW, type Columns, type RowError, type RowOf } from '../columns.js';
import type { FileRow, ImportRules, ValidRow } from '../import-rules.js';

/** Rows whose cells are all valid, and all that there is to say: errors of the others, warnings of any. */
export interface CheckedRows<Values> {
  valid: ValidRow<Values>[];
  errors: RowError[];
}

/** Reads the cells of rows. Each row stands for itself, so a file may be checked in pieces. */
export function checkRows<C extends Columns>(rows: FileRow[], rules: ImportRules<C>): CheckedRows<RowOf<C>> {
  const checked = rows.map((row) => checkRow(row, rules));
  return {
    valid: checked.flatMap(({ valid }) => (valid ? [valid] : [])),
    errors: checked.flatMap(({ errors, valid }) => [...errors, ...(valid?.warnings ?? [])]),
  };
}

function checkRow<C extends Columns>(file: FileRow, { columns, checkRow: together }: ImportRules<C>) {
  if (!isWhole(file)) return { errors: file.errors };
  const [errors, warnings] = graded(file.errors);
  const refused = new Set(errors.map(({ column }) => column));
  const values: Record<string, unknown> = {};
  for (const [field, { title }] of Object.entries(columns)) {
    if (refused.has(title)) continue;
    const cell = readCell(file, field, columns);
    if (cell.ok) values[field] = cell.value;
    else errors.push(rowError(columns, file.row, field, cell));
  }
  if (errors.length > 0) return { errors: [...errors, ...warnings] };
  const faults = together?.(values as RowOf<C>) ?? [];
  const [wrong, doubtful] = graded(faults.map((each) => rowError(columns, file.row, each.field, each)));
  const told = [...warnings, ...doubtful];
  if (wrong.length > 0) return { errors: [...wrong, ...told] };
  return { valid: { row: file.row, values: values as RowOf<C>, warnings: told }, errors };
}

const graded = (faults: RowError[]): [errors: RowError[], warnings: RowError[]] => [
  faults.filter(isError),
  faults.filter((each) => !isError(each)),
];

/** Whether the cells of the row can be told apart. */
export const isWhole = ({ errors }: FileRow): boolean => errors.every(({ column }) => column !== WHOLE_ROW);

/** A cell that the file itself already has a word against is not read: what it says would be told twice. */
export function readCell({ cells, errors }: FileRow, field: string, columns: Columns): Parsed<any> {
  const { title, parse } = columns[field]!;
  const refused = errors.find((each) => each.column === title && isError(each));
  return refused ? refuse(refused.code, refused.message) : parse(cells[field] ?? '', (of) => cells[of] ?? '');
}

/** Without the rows that further checks have refused, such as those against the database. */
export function refuseRows<Values>(
  { valid, errors }: CheckedRows<Values>,
  more: RowError[],
): CheckedRows<Values> {
  const refused = new Set(more.filter(isError).map(({ row }) => row));
  return { valid: valid.filter(({ row }) => !refused.has(row)), errors: [...errors, ...more] };
}

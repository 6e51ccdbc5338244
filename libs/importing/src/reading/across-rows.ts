import { rowError, type Columns, type RowError } from '../columns.js';
import type { FileRow, ImportRules } from '../import-rules.js';
import { isWhole, readCell } from './check-rows.js';

/** What rows say of each other, which takes the whole file to see. Only the columns that it is about are read. */
export function errorsAcrossRows<C extends Columns>(rows: FileRow[], rules: ImportRules<C>): RowError[] {
  const readable = rows.filter(isWhole);
  return [
    ...alsoRefused(readable, rules.columns),
    ...duplicates(readable, rules.columns, rules.uniqueBy),
    ...duplicates(readable, rules.columns, rules.alsoUniqueBy),
    ...shared(readable, rules),
  ];
}

/** Values that another refusal in their column makes untrustworthy, see `Column.alsoRefuse`. */
function alsoRefused(rows: FileRow[], columns: Columns): RowError[] {
  return Object.entries(columns).flatMap(([field, { alsoRefuse }]) => {
    if (!alsoRefuse) return [];
    const read = rows.map((each) => ({ row: each.row, cell: readCell(each, field, columns) }));
    if (!read.some(({ cell }) => !cell.ok && cell.code === alsoRefuse.code)) return [];
    const suspects = read.filter(({ cell }) => cell.ok && cell.value && alsoRefuse.test(cell.value));
    return suspects.map(({ row }) => rowError(columns, row, field, alsoRefuse));
  });
}

/** One error for every row whose key occurs more than once, also where a row is refused for something else. */
function duplicates(rows: FileRow[], columns: Columns, uniqueBy: string[] = []): RowError[] {
  if (uniqueBy.length === 0) return [];
  const groups = Map.groupBy(rows, (each) => keyOf(each, uniqueBy, columns));
  const repeated = [...groups].filter(([key, group]) => key !== undefined && group.length > 1);
  return repeated.flatMap(([, group]) =>
    group.map(({ row }) =>
      rowError(columns, row, uniqueBy.at(-1)!, { code: 'duplicate-in-file', message: messageFor(group) }),
    ),
  );
}

/** Values that more rows have than usually do. */
function shared<C extends Columns>(rows: FileRow[], { columns, shared: rule }: ImportRules<C>): RowError[] {
  if (!rule) return [];
  const { moreThan, warning } = rule;
  const groups = Map.groupBy(rows, (each) => keyOf(each, [warning.field], columns));
  return [...groups].flatMap(([key, group]) =>
    key === undefined || group.length <= moreThan
      ? []
      : group.map(({ row }) => rowError(columns, row, warning.field, warning)),
  );
}

/** @returns undefined where the last field is empty or any cannot be read: then the row is like no other */
function keyOf(row: FileRow, uniqueBy: string[], columns: Columns): string | undefined {
  const cells = uniqueBy.map((field) => readCell(row, field, columns));
  const values = cells.flatMap((cell) => (cell.ok ? [cell.value ?? ''] : []));
  return values.length === uniqueBy.length && values.at(-1) !== '' ? JSON.stringify(values) : undefined;
}

function messageFor(group: FileRow[]): string {
  const rows = group.slice(0, 10).map(({ row }) => row);
  return `与本文件其他行重复：第 ${rows.join('、')}${group.length > 10 ? ' …' : ''} 行`;
}

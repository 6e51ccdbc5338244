import { rowError, type Columns, type RowError } from './columns.js';

/** A row while it is read: the cells that could be read, and what is wrong with it. */
export interface DraftRow {
  row: number;
  values: Record<string, unknown>;
  errors: RowError[];
}

/** Values that another refusal in their column makes untrustworthy, see `Column.alsoRefuse`. */
export function alsoRefused(drafts: DraftRow[], columns: Columns): RowError[] {
  return Object.entries(columns).flatMap(([field, { title, alsoRefuse }]) => {
    if (!alsoRefuse || !drafts.some(({ errors }) => hasRefusal(errors, title, alsoRefuse.code))) return [];
    const suspects = drafts.filter(
      ({ values }) => values[field] !== undefined && alsoRefuse.test(values[field]),
    );
    return suspects.map(({ row }) => rowError(columns, row, field, alsoRefuse));
  });
}

const hasRefusal = (errors: RowError[], column: string, code: string): boolean =>
  errors.some((error) => error.column === column && error.code === code);

/** One error for every row whose key occurs more than once, also where a row is refused for something else. */
export function duplicates(drafts: DraftRow[], columns: Columns, uniqueBy: string[]): RowError[] {
  const keyed = drafts.filter(({ values }) => uniqueBy.every((field) => (values[field] ?? '') !== ''));
  if (uniqueBy.length === 0) return [];
  const groups = Map.groupBy(keyed, ({ values }) => JSON.stringify(uniqueBy.map((field) => values[field])));
  const repeated = [...groups.values()].filter((group) => group.length > 1);
  return repeated.flatMap((group) =>
    group.map(({ row }) =>
      rowError(columns, row, uniqueBy.at(-1)!, { code: 'duplicate-in-file', message: messageFor(group) }),
    ),
  );
}

function messageFor(group: DraftRow[]): string {
  const rows = group.slice(0, 10).map(({ row }) => row);
  return `与本文件其他行重复：第 ${rows.join('、')}${group.length > 10 ? ' …' : ''} 行`;
}

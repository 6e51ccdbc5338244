import type { Row, Season } from './season.ts';

/** What the season must come to, counted without the services: one state of each row that is an application. */
export interface Expected {
  readonly states: ReadonlyMap<Row, string>;
  readonly refusedRows: number;
}

/** The rules of a season as a person would follow them with a list and a pencil. */
export function expectedOf({ files }: Season): Expected {
  const all = [...files.values()].flat();
  const rows = all.filter(({ isSpoilt }) => !isSpoilt);
  const states = new Map(rows.map((row) => [row, 'SUBMITTED']));
  const free = new Map(rows.map(({ line }) => [line, line.planned]));
  const holders = new Set<number>();
  const inState = (state: string) => rows.filter((row) => states.get(row) === state);
  const admit = (row: Row) => {
    if (holders.has(row.person) || free.get(row.line)! < 1) return;
    free.set(row.line, free.get(row.line)! - 1);
    holders.add(row.person);
    states.set(row, 'ADMITTED');
  };
  const release = (row: Row, state: string) => {
    free.set(row.line, free.get(row.line)! + 1);
    holders.delete(row.person);
    states.set(row, state);
  };
  for (const row of rows) if (row.fate === 'WITHDRAWS') states.set(row, 'WITHDRAWN');
  for (const row of inState('SUBMITTED')) if (!row.isSecond) admit(row);
  for (const row of inState('SUBMITTED')) if (row.isSecond) admit(row);
  for (const row of inState('SUBMITTED')) if (!row.isSecond) states.set(row, 'WAITLISTED');
  for (const row of inState('ADMITTED')) if (row.fate === 'DECLINES') release(row, 'DECLINED');
  // In the order of the file; who is offered a seat and declines it, gives it to the next.
  for (const row of inState('WAITLISTED')) {
    admit(row);
    if (states.get(row) === 'ADMITTED' && row.fate === 'DECLINES') release(row, 'DECLINED');
  }
  for (const row of inState('ADMITTED'))
    if (row.fate === 'STAYS_AWAY') release(row, 'NO_SHOW');
    else states.set(row, 'CHECKED_IN');
  return { states, refusedRows: all.length - rows.length };
}

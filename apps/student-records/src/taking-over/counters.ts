import type { Transaction } from '#database';
import type { RowError } from '#importing';
import { serialOf } from '../domain/student-number.js';
import type { Row } from './stock-columns.js';
import { refusedStock } from './unfit-stock.js';

/** Numbers that look like those which the system gives to another school: none is taken over here, and no counter of that school moves. */
export async function otherSchoolsNumbers(
  tx: Transaction,
  rows: readonly Row[],
  schoolCode: string,
): Promise<RowError[]> {
  const named = await tx.query<{ number: string; code: string }>(
    `select number, school_code as code from unnest($1::text[]) as wanted (number)
     join schools on school_code <> $2 and starts_with(number, school_code)`,
    [rows.map(({ values }) => values.studentNo), schoolCode],
  );
  const others = new Set(
    named.filter(({ number, code }) => serialOf(number, code).serial > 0).map(({ number }) => number),
  );
  const isOwn = (number: string) => number.startsWith(schoolCode) && serialOf(number, schoolCode).serial > 0;
  return rows.flatMap(({ row, values: { studentNo } }) =>
    others.has(studentNo) && !isOwn(studentNo) ? refusedStock(row, 'number-of-other-school') : [],
  );
}

/** Keeps approvals from giving a number of these rows meanwhile: the counters behind them stay locked, where they are. */
export const lockCounters = (tx: Transaction, rows: readonly Row[], schoolCode: string) =>
  tx.query(
    `insert into student_no_counters as known (prefix, last) select prefix, 0 from unnest($1::text[]) as taken (prefix) order by prefix
     on conflict (prefix) do update set last = known.last`,
    [[...lastOf(rows, schoolCode).keys()]],
  );

/** Numbers of before the system that look like the school’s own are never given again: its counters, locked by now, stand behind them. */
export async function keepCountersAhead(
  tx: Transaction,
  rows: readonly Row[],
  schoolCode: string,
): Promise<void> {
  const last = lastOf(rows, schoolCode);
  await tx.query(
    `update student_no_counters known set last = greatest(known.last, taken.last)
     from unnest($1::text[], $2::integer[]) as taken (prefix, last) where known.prefix = taken.prefix`,
    [[...last.keys()], [...last.values()]],
  );
}

function lastOf(rows: readonly Row[], schoolCode: string): Map<string, number> {
  const last = new Map<string, number>();
  const own = rows.map(({ values }) => values.studentNo).filter((number) => number.startsWith(schoolCode));
  for (const { prefix, serial } of own.map((number) => serialOf(number, schoolCode)))
    if (serial > (last.get(prefix) ?? 0)) last.set(prefix, serial);
  return last;
}

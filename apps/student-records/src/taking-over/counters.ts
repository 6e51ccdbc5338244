import type { Transaction } from '#database';
import { serialOf } from '../domain/student-number.js';

/**
 * Numbers of before the system that look like ours, of whichever school, are never given again: their counters stand behind them, and
 * stay locked, so that no approval gives such a number at the same moment.
 */
export async function keepCountersAhead(tx: Transaction, numbers: readonly string[]): Promise<void> {
  const named = await tx.query<{ number: string; school_code: string }>(
    'select number, school_code from unnest($1::text[]) as taken (number) join schools on starts_with(number, school_code)',
    [numbers],
  );
  const last = new Map<string, number>();
  for (const { prefix, serial } of named.map((each) => serialOf(each.number, each.school_code)))
    if (serial > (last.get(prefix) ?? 0)) last.set(prefix, serial);
  if (last.size === 0) return;
  await tx.query(
    `insert into student_no_counters as known (prefix, last)
     select * from unnest($1::text[], $2::integer[]) as taken (prefix, last) order by prefix
     on conflict (prefix) do update set last = greatest(known.last, excluded.last)`,
    [[...last.keys()], [...last.values()]],
  );
}

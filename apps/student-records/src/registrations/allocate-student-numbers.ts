import type { Transaction } from '#database';
import type { Submitted } from '../domain/registration.js';
import { studentNo, studentNoPrefix } from '../domain/student-number.js';

/**
 * Gives each registration its 学籍号, in one statement for any number. The counters stay locked until commit, in the
 * order of their prefixes; a roll-back returns what was taken.
 */
export async function allocateStudentNumbers(
  tx: Transaction,
  registrations: readonly Submitted[],
): Promise<{ registration: Submitted; studentNo: string }[]> {
  if (registrations.length === 0) return [];
  const byPrefix = Map.groupBy(registrations, studentNoPrefix);
  const counters = await tx.query<{ prefix: string; last: number }>(
    `insert into student_no_counters as known (prefix, last)
     select prefix, needed from unnest($1::text[], $2::integer[]) as wanted (prefix, needed) order by prefix
     on conflict (prefix) do update set last = known.last + excluded.last
     returning prefix, last`,
    [[...byPrefix.keys()], [...byPrefix.values()].map(({ length }) => length)],
  );
  return counters.flatMap(({ prefix, last }) => {
    const these = byPrefix.get(prefix)!;
    const first = last - these.length + 1;
    return these.map((registration, at) => ({ registration, studentNo: studentNo(prefix, first + at) }));
  });
}

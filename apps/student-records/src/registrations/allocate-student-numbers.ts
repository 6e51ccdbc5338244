import type { Transaction } from '#database';
import { takeReservedNumbers } from '#reconciliation';
import type { Registration } from '../domain/registration-states.js';
import { studentNo, studentNoPrefix } from '../domain/student-number.js';

/**
 * Gives each registration its 学籍号, in one statement for any number. The counters stay locked until commit, in the
 * order of their prefixes; a roll-back returns what was taken. After a restore a registration may have been given its
 * number before: it keeps that one, and what was counted for it is left unused.
 */
export async function allocateStudentNumbers(
  tx: Transaction,
  registrations: readonly Registration[],
): Promise<Registration[]> {
  if (registrations.length === 0) return [];
  const byPrefix = Map.groupBy(registrations, studentNoPrefix);
  const rows = await tx.query<Counted | Given>(
    `with given as (${takeReservedNumbers('$3')}),
     counted as (
       insert into student_no_counters as known (prefix, last)
       select prefix, needed from unnest($1::text[], $2::integer[]) as wanted (prefix, needed) order by prefix
       on conflict (prefix) do update set last = known.last + excluded.last
       returning prefix, last)
     select prefix, last, null as registration_id, null as number from counted
     union all
     select null, null, registration_id, number from given`,
    [
      [...byPrefix.keys()],
      [...byPrefix.values()].map(({ length }) => length),
      registrations.map(({ registrationId }) => registrationId),
    ],
  );
  const given = new Map(
    rows.flatMap((row) => (row.prefix === null ? [[row.registration_id, row.number]] : [])),
  );
  const next = new Map(
    rows.flatMap((row) =>
      row.prefix === null ? [] : [[row.prefix, row.last - byPrefix.get(row.prefix)!.length + 1]],
    ),
  );
  return registrations.map((registration) => {
    const prefix = studentNoPrefix(registration);
    const serial = next.get(prefix)!;
    next.set(prefix, serial + 1);
    const number = given.get(registration.registrationId) ?? studentNo(prefix, serial);
    return { ...registration, studentNo: number } as Registration;
  });
}

interface Counted {
  prefix: string;
  last: number;
}
interface Given {
  prefix: null;
  registration_id: string;
  number: string;
}

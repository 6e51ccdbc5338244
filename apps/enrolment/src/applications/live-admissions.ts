import type { Transaction } from '#database';
import type { ApplicationRow } from './application-row.js';

type Claimant = Pick<ApplicationRow, 'id_number_index' | 'application_id' | 'school_code'>;

/**
 * Claims the persons for these applications, city-wide. Answers the applications that got theirs: who holds a live
 * admission already, here or at another school, is left out, and nobody learns where. Sorted by person, so that
 * two schools that claim the same people wait for each other instead of deadlocking.
 */
export async function claimPersons(tx: Transaction, claimants: Claimant[]): Promise<Set<string>> {
  const sorted = claimants.toSorted((one, other) => (one.id_number_index < other.id_number_index ? -1 : 1));
  const rows = await tx.query<{ application_id: string }>(
    `insert into live_admissions (person_index, application_id, school_code)
     select * from unnest($1::text[], $2::uuid[], $3::text[])
     on conflict do nothing returning application_id`,
    [
      sorted.map((each) => each.id_number_index),
      sorted.map((each) => each.application_id),
      sorted.map((each) => each.school_code),
    ],
  );
  return new Set(rows.map(({ application_id }) => application_id));
}

/** Sets the persons free for another admission. */
export const releasePersons = (tx: Transaction, applicationIds: string[]) =>
  tx.query(
    `with released as (select application_id from live_admissions where application_id = any($1)
       order by person_index for update)
     delete from live_admissions using released where live_admissions.application_id = released.application_id`,
    [applicationIds],
  );

import type { Transaction } from '#database';
import type { Submitted } from '../domain/application.js';

/**
 * Claims the persons for these applications, city-wide: who holds a live admission already, here or at another school,
 * is left out, and nobody learns where. Sorted by person, so that two schools that claim the same people wait for each
 * other instead of deadlocking.
 * @returns by the index of each person who was free, the application that has claimed them
 */
export async function claimPersons(
  tx: Transaction,
  claimants: readonly Submitted[],
): Promise<Map<string, string>> {
  if (claimants.length === 0) return new Map();
  const rows = await tx.query<{ person_index: string; application_id: string }>(
    `insert into live_admissions (person_index, application_id, school_code)
     select * from unnest($1::text[], $2::uuid[], $3::text[]) as claim (person_index, application_id, school_code)
     order by person_index
     on conflict do nothing returning person_index, application_id`,
    [
      claimants.map(({ idNumberIndex }) => idNumberIndex),
      claimants.map(({ applicationId }) => applicationId),
      claimants.map(({ schoolCode }) => schoolCode),
    ],
  );
  return new Map(rows.map((row) => [row.person_index, row.application_id]));
}

/** Sets the persons free for another admission. */
export const releasePersons = (tx: Transaction, applicationIds: readonly string[]) =>
  tx.query(
    `with released as (select application_id from live_admissions where application_id = any($1)
       order by person_index for update)
     delete from live_admissions using released where live_admissions.application_id = released.application_id`,
    [applicationIds],
  );

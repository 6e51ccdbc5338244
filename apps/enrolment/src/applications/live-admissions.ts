import type { Transaction } from '#database';
import type { Application } from '../domain/application.js';

/** What holds a person: an application, or a record that was taken over. */
type Held = Pick<Application, 'applicationId' | 'idNumberIndex' | 'schoolCode' | 'secondAdmissionUntil'>;

/**
 * Claims the persons for these applications, city-wide: who holds a live admission already, here or at another school,
 * is left out, and nobody learns where. Sorted by person, so that two schools that claim the same people wait for each
 * other instead of deadlocking. A person has one place, or two where a permit of the city that is in force on the day covers
 * one of them. Of two claims at one moment only one is stored, as both are after one place: beside another one the first of 1 and 2 that is free; of
 * who is held by nobody 1, or 2 by a permit. Who holds a place keeps it until the claim is decided, since the claim may rest on that one's permit.
 * @returns by the index of each person who was free, the application that has claimed them
 */
export async function claimPersons(
  tx: Transaction,
  claimants: readonly Application[],
  today: string,
): Promise<Map<string, string>> {
  if (claimants.length === 0) return new Map();
  const rows = await tx.query<{ person_index: string; application_id: string }>(
    `with holding as (
       select person_index, place, permitted_until from live_admissions where person_index = any($1)
       order by person_index, place for update)
     insert into live_admissions (person_index, application_id, school_code, permitted_until, place)
     select claim.*, case when held.places = 1 and held.first = 1 or held.places = 0 and claim.permitted_until >= $5 then 2 else 1 end
     from unnest($1::text[], $2::uuid[], $3::text[], $4::date[])
       as claim (person_index, application_id, school_code, permitted_until)
     cross join lateral (
       select count(*) as places, min(place) as first, bool_or(other.permitted_until >= $5) as permitted
       from holding other where other.person_index = claim.person_index) held
     where held.places = 0 or held.places = 1 and (claim.permitted_until >= $5 or held.permitted)
     order by person_index
     on conflict do nothing returning person_index, application_id`,
    [
      claimants.map(({ idNumberIndex }) => idNumberIndex),
      claimants.map(({ applicationId }) => applicationId),
      claimants.map(({ schoolCode }) => schoolCode),
      claimants.map(({ secondAdmissionUntil }) => secondAdmissionUntil ?? null),
      today,
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

/** Lets the persons go over to the applications that follow those by which they were held: they are never free. */
export const handOverPersons = (tx: Transaction, admitted: readonly Application[]) =>
  tx.query(
    `with held as (
       select person_index, place, claim.* from unnest($1::uuid[], $2::uuid[], $3::text[]) as claim (before, after, school)
       join live_admissions on application_id = before order by person_index for update of live_admissions)
     update live_admissions set application_id = after, school_code = school from held where application_id = before`,
    [
      admitted.map(({ transferredFrom }) => transferredFrom),
      admitted.map(({ applicationId }) => applicationId),
      admitted.map(({ schoolCode }) => schoolCode),
    ],
  );

/**
 * Holds persons again whose registration lives again. Student records has decided that already, so that a person who is
 * admitted anew by now takes one more place; until it is free again as well, only a permit admits the person anywhere else.
 */
export const reclaimPersons = (tx: Transaction, living: readonly Held[]) =>
  tx.query(
    `insert into live_admissions (person_index, application_id, school_code, permitted_until, place)
     select claim.*, 1 + coalesce(
       (select max(place) from live_admissions held where held.person_index = claim.person_index),
       (permitted_until is not null)::int)
     from unnest($1::text[], $2::uuid[], $3::text[], $4::date[])
       as claim (person_index, application_id, school_code, permitted_until)
     where person_index is not null order by person_index
     on conflict (application_id) do nothing`,
    [
      living.map(({ idNumberIndex }) => idNumberIndex ?? null),
      living.map(({ applicationId }) => applicationId),
      living.map(({ schoolCode }) => schoolCode),
      living.map(({ secondAdmissionUntil }) => secondAdmissionUntil ?? null),
    ],
  );

/**
 * Holds the persons under the document that they have by now. Who holds a place under it already keeps it: student records has decided
 * that both are one person, so that this one takes one more place.
 */
export const movePersons = (
  tx: Transaction,
  corrected: readonly Omit<Held, 'schoolCode' | 'secondAdmissionUntil'>[],
) =>
  tx.query(
    `with moving as (
       select held.application_id, held.permitted_until, claim.person_index from unnest($1::uuid[], $2::text[]) as claim (application_id, person_index)
       join live_admissions held using (application_id)
       where held.person_index <> claim.person_index order by held.person_index, held.place for update of held)
     update live_admissions set person_index = placed.person_index, place = placed.place
     from (
       select application_id, person_index, row_number() over (partition by person_index order by application_id)
         + coalesce((select max(place) from live_admissions other where other.person_index = moving.person_index),
             (permitted_until is not null)::int) as place
       from moving) placed
     where live_admissions.application_id = placed.application_id`,
    [
      corrected.map(({ applicationId }) => applicationId),
      corrected.map(({ idNumberIndex }) => idNumberIndex ?? null),
    ],
  );

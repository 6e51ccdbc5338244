import type { Transaction } from '#database';
import type { Application, Registered } from '../domain/application.js';

/**
 * 前一学段: which registrations of a person have ended, city-wide, so that the application for the next stage is linked to
 * the earlier record, whichever school keeps it, and who has died is not admitted again. It names nobody and no school, and is not under row-level security.
 */
export async function noteFormerStudies(
  tx: Transaction,
  ended: readonly Pick<Extract<Application, { state: 'STUDY_ENDED' }>, 'registrationId' | 'idNumberIndex' | 'endedAs' | 'endedOn' | 'deceasedOn'>[], // prettier-ignore
  resumed: readonly Pick<Registered, 'registrationId'>[],
): Promise<void> {
  if (resumed.length > 0)
    await tx.query('delete from former_studies where registration_id = any($1)', [
      resumed.map(({ registrationId }) => registrationId),
    ]);
  if (ended.length > 0)
    await tx.query(
      `insert into former_studies (registration_id, person_index, ended_as, ended_on, deceased_on)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[])
         as study (registration_id, person_index, ended_as, ended_on, deceased_on)
       where person_index is not null order by registration_id
       on conflict (registration_id) do update
         set ended_as = excluded.ended_as, ended_on = excluded.ended_on, deceased_on = excluded.deceased_on`,
      [
        ended.map(({ registrationId }) => registrationId),
        ended.map(({ idNumberIndex }) => idNumberIndex ?? null),
        ended.map(({ endedAs }) => endedAs),
        ended.map(({ endedOn }) => endedOn),
        ended.map(({ deceasedOn }) => deceasedOn ?? null),
      ],
    );
}

/** Condition of who has died, of whom nothing is known to the school that asks: nobody admits them. */
export const IS_DECEASED = (personIndex: string) =>
  `exists (select from former_studies dead where dead.person_index = ${personIndex} and dead.deceased_on is not null)`;

/** Which of these applications are of somebody who has died. */
export async function deceasedAmong(
  tx: Transaction,
  states: readonly Pick<Application, 'applicationId' | 'idNumberIndex'>[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ person_index: string }>(
    `select person_index from unnest($1::text[]) as asked (person_index) where ${IS_DECEASED('asked.person_index')}`,
    [states.flatMap(({ idNumberIndex }) => idNumberIndex ?? [])],
  );
  const dead = new Set(rows.map((row) => row.person_index));
  return new Set(states.filter((each) => dead.has(each.idNumberIndex ?? '')).map((each) => each.applicationId)); // prettier-ignore
}

/** The registration with which each of these persons graduated last, by the index of the person. */
export async function lastGraduations(
  tx: Transaction,
  personIndexes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ person_index: string; registration_id: string }>(
    `select distinct on (person_index) person_index, registration_id from former_studies
     where person_index = any($1) and ended_as = 'GRADUATED' order by person_index, ended_on desc, registration_id desc`,
    [personIndexes],
  );
  return new Map(rows.map((row) => [row.person_index, row.registration_id]));
}

/** Lets the studies that ended be found by the document that the person has by now. */
export const moveFormerStudies = (
  tx: Transaction,
  corrected: readonly { readonly registrationId: string; readonly idNumberIndex?: string }[],
) =>
  tx.query(
    `update former_studies set person_index = study.person_index
     from unnest($1::uuid[], $2::text[]) as study (registration_id, person_index)
     where former_studies.registration_id = study.registration_id`,
    [
      corrected.map(({ registrationId }) => registrationId),
      corrected.map(({ idNumberIndex }) => idNumberIndex ?? null),
    ],
  );

/** What {@link noteFormerStudies} noted of persons who were erased. */
export async function forgetFormerStudies(tx: Transaction, states: readonly Application[]): Promise<void> {
  const ids = states.flatMap((each) => ('registrationId' in each ? each.registrationId : []));
  if (ids.length > 0) await tx.query('delete from former_studies where registration_id = any($1)', [ids]);
}

import type { Transaction } from '#database';

/**
 * The records of a study that has led from school to school within the city, of each of these the ones before it, or after it, nearest
 * first. To be called across schools.
 */
export async function recordsOfStudy(
  tx: Transaction,
  registrationIds: readonly string[],
  towards: 'BEFORE' | 'AFTER',
): Promise<(registrationId: string) => readonly string[]> {
  const next =
    towards === 'AFTER'
      ? 'record.previous_registration_id = study.registration_id and record.transferred_in_on is not null'
      : 'record.registration_id = study.previous_registration_id and study.transferred_in_on is not null';
  const rows = await tx.query<{ named: string; registration_id: string }>(
    `with recursive study as (
       select registration_id as named, 0 as steps, registration_id, previous_registration_id, transferred_in_on
       from registrations where registration_id = any($1)
       union all
       select study.named, steps + 1, record.registration_id, record.previous_registration_id, record.transferred_in_on
       from study join registrations record on ${next})
     select named, registration_id from study where steps > 0 order by named, steps`,
    [registrationIds],
  );
  const byNamed = Map.groupBy(rows, ({ named }) => named);
  return (registrationId) => (byNamed.get(registrationId) ?? []).map((row) => row.registration_id);
}

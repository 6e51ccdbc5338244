import type { Person } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { insertDataKeys } from '#security';
import { HOLDER, PERSON_COLUMNS, type PersonRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';

/**
 * Puts what a check-in states of persons in the place of what they had, name, contact and all, where only rejected
 * registrations, of whichever school, had fixed it; with new keys, so that nothing is opened. The caller has locked them.
 * @returns the new rows of those that this is true of
 */
export async function replaceIdentities(
  tx: Transaction,
  vault: PersonVault,
  people: { personId: string; person: Person }[],
): Promise<PersonRow[]> {
  const rejected = await onlyRejected(
    tx,
    people.map(({ personId }) => personId),
  );
  const sealed = people
    .filter(({ personId }) => rejected.has(personId))
    .map(({ personId, person }) => vault.sealed(personId, person));
  if (sealed.length === 0) return [];
  const rows = sealed.map(({ row }) => row);
  await tx.query(
    `with replaced as (
       update persons set ${PERSON_COLUMNS.map((name) => `${name} = given.${name}`).join(', ')}
       from json_populate_recordset(null::persons, $1) given where persons.person_id = given.person_id
       returning persons.person_id)
     ${insertDataKeys(
       '$2',
       `select unnest(array['person:' || person_id, 'person-contact:' || person_id]) from replaced`,
     )} on conflict (subject) do update set sealed_key = excluded.sealed_key`,
    [JSON.stringify(rows), JSON.stringify(sealed.flatMap(({ keys }) => keys))],
  );
  return rows;
}

/** A rejected registration fixes nobody's name; one that waits for its decision, or was ever approved, does. */
async function onlyRejected(tx: Transaction, personIds: string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await acrossSchools(tx, () =>
    tx.query<{ person_id: string }>(
      `select ${HOLDER} as person_id from registrations where ${HOLDER} = any($1)
       group by 1 having bool_and(state = 'REJECTED')`,
      [personIds],
    ),
  );
  return new Set(rows.map((row) => row.person_id));
}

import { v7 as uuidv7 } from 'uuid';
import type { Person } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import type { PersonRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';

export interface ResolvedPerson {
  readonly personId: string;
  /** The document is known under another name, sex or birth date than given now. */
  readonly mismatch: boolean;
}

/**
 * Finds each person by their document, or adds them; answers in the order of `people`. What is
 * known of a person stays as it is: identity changes only with evidence.
 */
export async function resolvePersons(
  tx: Transaction,
  vault: PersonVault,
  people: Person[],
): Promise<ResolvedPerson[]> {
  const given = new Map(people.map((person) => [vault.indexOf(person), person]));
  await addUnknown(
    tx,
    [...given.values()].map((person) => vault.rowOf(uuidv7(), person)),
  );
  const rows = await tx.query<PersonRow>(
    `select person_id, id_number_index, name, sex, birth_date from persons where id_number_index = any($1)`,
    [[...given.keys()]],
  );
  const known = new Map(rows.map((row) => [row.id_number_index, row]));
  return people.map((person) => {
    const row = known.get(vault.indexOf(person))!;
    return { personId: row.person_id, mismatch: !isSame(row, person) };
  });
}

/**
 * Marks who is disputed: their document came with another name, sex or birth date, so that neither of the two goes on
 * before somebody has told them apart.
 */
export async function markMismatches(tx: Transaction, personIds: string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx.query(`update persons set verification = 'MISMATCH' where person_id = any($1)`, [personIds]);
}

/**
 * Takes the mark off who is disputed by no registration any more, of whichever school. The persons are locked by a statement of its own: the
 * next one then sees a dispute that was being noted at the same moment.
 */
export async function settleMismatches(tx: Transaction, personIds: string[]): Promise<void> {
  await tx.query('select from persons where person_id = any($1) order by person_id for no key update', [
    personIds,
  ]);
  await acrossSchools(tx, () =>
    tx.query(
      `update persons set verification = 'FORMAT'
       where person_id = any($1) and verification = 'MISMATCH' and not exists (
         select from registrations
         where registrations.person_id = persons.person_id and identity_mismatch and state <> 'REJECTED')`,
      [personIds],
    ),
  );
}

/** In the order of the index: two batches that add the same people wait for each other instead of deadlocking. */
async function addUnknown(tx: Transaction, rows: PersonRow[]): Promise<void> {
  await tx.query(
    `insert into persons (person_id, id_number_index, name, id_type, id_number, sex, birth_date, phone, ethnicity,
       hukou_region, guardian)
     select person_id, id_number_index, name, id_type, id_number, sex, birth_date, phone, ethnicity, hukou_region,
       guardian
     from jsonb_populate_recordset(null::persons, $1) order by id_number_index
     on conflict (id_number_index) do nothing`,
    [JSON.stringify(rows)],
  );
}

function isSame(row: PersonRow, person: Person): boolean {
  return row.name === person.name && row.sex === person.sex && row.birth_date === person.birthDate;
}

import type { DataOf, Person, StudentCheckedIn } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { insertDataKeys } from '#security';
import { derivedId } from '../derived-id.js';
import type { PersonRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';

export interface ResolvedPerson {
  readonly personId: string;
  /** The document is known under another name, sex or birth date than given now. */
  readonly mismatch: boolean;
}

/**
 * Finds the person of each application by their document, or adds them; answers in the order of `people`. What is
 * known of a person stays as it is: identity changes only with evidence. The lock keeps them from being erased as
 * somebody without a registration before theirs is there.
 */
export async function resolvePersons(
  tx: Transaction,
  vault: PersonVault,
  people: Pick<DataOf<typeof StudentCheckedIn>, 'applicationId' | 'person'>[],
): Promise<ResolvedPerson[]> {
  const given = new Map(people.map((each) => [vault.indexOf(each.person), each]));
  await addUnknown(
    tx,
    [...given.values()].map(({ applicationId, person }) =>
      vault.sealed(derivedId(applicationId, 'person'), person),
    ),
  );
  const rows = await tx.query<PersonRow>(
    `select person_id, id_number_index, name, sex, birth_date from persons where id_number_index = any($1)
     for key share`,
    [[...given.keys()]],
  );
  const known = new Map(rows.map((row) => [row.id_number_index!, row]));
  return people.map(({ person }) => {
    const row = known.get(vault.indexOf(person));
    if (!row) throw new Error('A person was erased at this moment; the next try adds them anew.');
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

const PERSON_COLUMNS = `person_id, id_number_index, name, name_pinyin, name_initials, id_type, issuing_state, id_number, sex, birth_date,
  phone, ethnicity, hukou_region, guardian`;

/** In the order of the index: two batches that add the same people wait for each other instead of deadlocking. */
async function addUnknown(tx: Transaction, people: ReturnType<PersonVault['sealed']>[]): Promise<void> {
  await tx.query(
    `with added as (
       insert into persons (${PERSON_COLUMNS}) select ${PERSON_COLUMNS}
       from json_populate_recordset(null::persons, $1) order by id_number_index
       on conflict (id_number_index) do nothing returning person_id)
     ${insertDataKeys(
       '$2',
       `select unnest(array['person:' || person_id, 'person-contact:' || person_id]) from added`,
     )}`,
    [JSON.stringify(people.map(({ row }) => row)), JSON.stringify(people.flatMap(({ keys }) => keys))],
  );
}

function isSame(row: PersonRow, person: Person): boolean {
  return row.name === person.name && row.sex === person.sex && row.birth_date === person.birthDate;
}

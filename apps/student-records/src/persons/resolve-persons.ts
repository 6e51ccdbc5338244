import type { DataOf, Person, StudentCheckedIn } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { insertDataKeys } from '#security';
import { derivedId } from '../derived-id.js';
import { PERSON_COLUMNS, type PersonRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';
import { replaceIdentities } from './replace-identities.js';

type CheckIn = Pick<DataOf<typeof StudentCheckedIn>, 'applicationId' | 'person'>;

export interface ResolvedPerson {
  readonly personId: string;
  /** The document is known under another name, sex or birth date than given now. */
  readonly mismatch: boolean;
  /** What of the identity the check-in has corrected, in Chinese. */
  readonly corrected: readonly string[];
}

/**
 * Finds the person of each application by their document, or adds them; answers in the order of `people`. What is
 * known of a person stays as it is, since identity changes only with evidence, unless every registration that fixed it
 * was rejected. The lock keeps them from being erased as somebody without a registration before theirs is there, and
 * from being corrected by two check-ins at once; its order is that of approval and rejection.
 */
export async function resolvePersons(
  tx: Transaction,
  vault: PersonVault,
  people: CheckIn[],
): Promise<ResolvedPerson[]> {
  const given = new Map(people.map((each) => [vault.indexOf(each.person), each]));
  await addUnknown(
    tx,
    [...given.values()].map((each) => vault.sealed(newPersonId(each), each.person)),
  );
  const rows = await tx.query<PersonRow>(
    `select person_id, id_number_index, name, sex, birth_date from persons where id_number_index = any($1)
     order by person_id for no key update`,
    [[...given.keys()]],
  );
  const before = byIndex(rows);
  const met = rows
    .map((row) => ({ personId: row.person_id, ...given.get(row.id_number_index!)! }))
    .filter((each) => each.personId !== newPersonId(each));
  const replaced = byIndex(await replaceIdentities(tx, vault, met));
  return people.map((each) => {
    const index = vault.indexOf(each.person);
    const row = before.get(index);
    if (!row) throw new Error('A person was erased at this moment; the next try adds them anew.');
    const mismatch = differences(replaced.get(index) ?? row, each.person).length > 0;
    const corrects = replaced.has(index) && given.get(index) === each;
    return { personId: row.person_id, mismatch, corrected: corrects ? differences(row, each.person) : [] };
  });
}

const newPersonId = ({ applicationId }: CheckIn) => derivedId(applicationId, 'person');

const byIndex = (rows: PersonRow[]) => new Map(rows.map((row) => [row.id_number_index!, row]));

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
async function addUnknown(tx: Transaction, people: ReturnType<PersonVault['sealed']>[]): Promise<void> {
  await tx.query(
    `with added as (
       insert into persons (${PERSON_COLUMNS.join(', ')}) select ${PERSON_COLUMNS.join(', ')}
       from json_populate_recordset(null::persons, $1) order by id_number_index
       on conflict (id_number_index) do nothing returning person_id)
     ${insertDataKeys(
       '$2',
       `select unnest(array['person:' || person_id, 'person-contact:' || person_id]) from added`,
     )}`,
    [JSON.stringify(people.map(({ row }) => row)), JSON.stringify(people.flatMap(({ keys }) => keys))],
  );
}

export const differences = (
  row: Pick<PersonRow, 'name' | 'sex' | 'birth_date'>,
  { name, sex, birthDate }: Person,
): string[] => [
  ...(row.name === name ? [] : ['姓名']),
  ...(row.sex === sex ? [] : ['性别']),
  ...(row.birth_date === birthDate ? [] : ['出生日期']),
];

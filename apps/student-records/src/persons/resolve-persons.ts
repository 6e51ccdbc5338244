import type { DataOf, Person, StudentCheckedIn } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { derivedId } from '../derived-id.js';
import { insertPersons } from './insert-persons.js';
import { callingsOf, formerHolders, isAlike, survivorsOf } from './known-persons.js';
import { HOLDER, type PersonRow } from './person-row.js';
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
 * Finds the person of each application by their document, also one that they had before, or adds them; answers in the order of
 * `people`. Who was merged is found as the person who stayed. What is
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
  const former = await formerHolders(tx, vault, [...given.values()]);
  const unknown = [...given].flatMap(([index, each]) =>
    former.has(index) ? [] : [vault.sealed(newPersonId(each), each.person)],
  );
  await insertPersons(tx, unknown);
  const rows = await lockRows(tx, [...given.keys()], [...former.values()]);
  const survivors = await survivorsOf(tx, rows.map((row) => row.person_id)); // prettier-ignore
  if (survivors.size > 0) await lockRows(tx, [], [...survivors.values()]);
  const before = byIndex(rows);
  for (const [index, id] of former)
    before.set(
      index,
      rows.find((row) => row.person_id === id)!,
    );
  const met = rows.flatMap((row) => {
    const each = given.get(row.id_number_index ?? '');
    return each && row.person_id !== newPersonId(each) ? [{ personId: row.person_id, ...each }] : [];
  });
  const replaced = byIndex(await replaceIdentities(tx, vault, met));
  const resolved = people.map((each) => {
    const index = vault.indexOf(each.person);
    const row = before.get(index);
    if (!row) throw new Error('A person was erased at this moment; the next try adds them anew.');
    const corrected = replaced.has(index) && given.get(index) === each ? differences(row, each.person) : [];
    const differs = !isAlike(replaced.get(index) ?? row, each.person);
    return { personId: survivors.get(row.person_id) ?? row.person_id, differs, corrected, ...each };
  });
  return withoutFormerNames(tx, resolved);
}

/** Who comes with a name that they bore before is in dispute with nobody. */
async function withoutFormerNames(
  tx: Transaction,
  resolved: readonly (Omit<ResolvedPerson, 'mismatch'> & Pick<CheckIn, 'person'> & { differs: boolean })[],
): Promise<ResolvedPerson[]> {
  const differing = resolved.filter(({ differs }) => differs);
  const callings =
    differing.length > 0 ? await callingsOf(tx, differing.map(({ personId }) => personId)) : new Map(); // prettier-ignore
  return resolved.map(({ personId, corrected, differs, person }) => ({
    personId,
    corrected,
    mismatch: differs && !callings.get(personId)?.some((each: PersonRow) => isAlike(each, person)),
  }));
}

const lockRows = (tx: Transaction, indexes: readonly string[], personIds: readonly string[]) =>
  tx.query<PersonRow & Record<string, unknown>>(
    `select person_id, id_number_index, name, sex, birth_date from persons
     where id_number_index = any($1) or person_id = any($2) order by person_id for no key update`,
    [indexes, personIds],
  );

const newPersonId = ({ applicationId }: CheckIn) => derivedId(applicationId, 'person');

const byIndex = (rows: readonly PersonRow[]) => new Map(rows.map((row) => [row.id_number_index!, row]));

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
      `update persons set verification = case police_outcome when 'MATCHED' then 'POLICE_MATCHED' else 'FORMAT' end
       where person_id = any($1) and verification = 'MISMATCH' and police_outcome is distinct from 'MISMATCH' and not exists (
         select from registrations
         where ${HOLDER} = persons.person_id and identity_mismatch and state <> 'REJECTED')`,
      [personIds],
    ),
  );
}

export const differences = (
  row: Pick<PersonRow, 'name' | 'sex' | 'birth_date'>,
  { name, sex, birthDate }: Pick<Person, 'name' | 'sex' | 'birthDate'>,
): string[] => [
  ...(row.name === name ? [] : ['姓名']),
  ...(row.sex === sex ? [] : ['性别']),
  ...(row.birth_date === birthDate ? [] : ['出生日期']),
];

import type { Person } from '#contracts';
import type { Transaction } from '#database';
import type { PersonRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';

type Called = Pick<PersonRow, 'name' | 'sex' | 'birth_date'>;
type Stated = Pick<Person, 'name' | 'sex' | 'birthDate'>;

/** Whether somebody is said to be as a row says. */
export const isAlike = (row: Called, { name, sex, birthDate }: Stated): boolean =>
  row.name === name && row.sex === sex && row.birth_date === birthDate;

/** By each of these persons that is an alias, the person into whom they were merged in the end. */
export async function survivorsOf(
  tx: Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ alias: string; person_id: string }>(
    `with recursive merged as (
       select person_id as alias, alias_of as person_id from person_aliases where person_id = any($1)
       union all
       select merged.alias, further.alias_of from merged join person_aliases further using (person_id))
     select alias, person_id from merged
     where not exists (select from person_aliases where person_aliases.person_id = merged.person_id)`,
    [personIds],
  );
  return new Map(rows.map((row) => [row.alias, row.person_id]));
}

/** Everybody who was merged into a person, or into one of those. */
export async function aliasesOf(tx: Transaction, personId: string): Promise<string[]> {
  const rows = await tx.query<{ person_id: string }>(
    `with recursive merged as (
       select person_id from person_aliases where alias_of = $1
       union select further.person_id from merged join person_aliases further on further.alias_of = merged.person_id)
     select person_id from merged order by person_id`,
    [personId],
  );
  return rows.map((row) => row.person_id);
}

/** What persons were called, now and before. */
export async function callingsOf(
  tx: Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Called[]>> {
  const rows = await tx.query<Called & { person_id: string }>(
    `select person_id, name, sex, birth_date from persons where person_id = any($1)
     union all select person_id, name, sex, birth_date from person_names where person_id = any($1)`,
    [personIds],
  );
  return Map.groupBy(rows, (row) => row.person_id);
}

/**
 * Whom somebody is known as by a document that they have no more: that takes the name, sex and birth date of them, since a number
 * that was corrected may be another one's by right.
 * @returns the person by the index of the document; not of numbers that somebody has now
 */
export async function formerHolders(
  tx: Transaction,
  vault: PersonVault,
  people: readonly { readonly person: Person }[],
): Promise<ReadonlyMap<string, string>> {
  const given = new Map(people.map(({ person }) => [vault.indexOf(person), person]));
  const rows = await tx.query<{ person_id: string; id_number_index: string }>(
    `select person_id, id_number_index from person_documents
     where id_number_index = any($1) and held_until is not null
       and not exists (select from persons where persons.id_number_index = person_documents.id_number_index)`,
    [[...given.keys()]],
  );
  if (rows.length === 0) return new Map();
  const callings = await callingsOf(tx, rows.map((row) => row.person_id)); // prettier-ignore
  const theirs = rows.filter((row) =>
    callings.get(row.person_id)?.some((each) => isAlike(each, given.get(row.id_number_index)!)),
  );
  return new Map(theirs.map((row) => [row.id_number_index, row.person_id]));
}

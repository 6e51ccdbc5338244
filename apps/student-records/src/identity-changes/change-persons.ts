import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import { nameKeys } from '#national-codes';
import type { Applied } from '../domain/identity-change.js';
import { insertPersons } from '../persons/insert-persons.js';
import type { PersonVault } from '../persons/person-vault.js';
import { differences } from '../persons/resolve-persons.js';
import type { Identities, StatedIdentity } from './sealed-identities.js';

type OfPerson = Pick<Applied, 'changeId' | 'personId' | 'effectiveOn'>;

/** 更正: the person goes by the new identity, and is found by the old one. */
export async function correctPerson(
  tx: Transaction,
  vault: PersonVault,
  change: OfPerson,
  { old, new: corrected }: Identities,
): Promise<void> {
  const { personId } = change;
  await keepFormer(tx, vault, change, old, corrected);
  const { name, idType, issuingState, sex, birthDate } = corrected;
  const { name_pinyin: pinyin, name_initials: initials } = nameKeys(name);
  await tx.query(
    `update persons set name = $2, name_pinyin = $3, name_initials = $4, id_type = $5, issuing_state = $6, id_number = $7,
       id_number_index = $8, sex = $9, birth_date = $10
     where person_id = $1`,
    [
      personId,
      name,
      pinyin,
      initials,
      idType,
      issuingState ?? null,
      await vault.resealedNumber(tx, personId, corrected.idNumber),
      vault.indexOf(corrected),
      sex,
      birthDate,
    ],
  );
}

/** 合并: who is merged becomes an alias, and their name and document find the person who stays. */
export async function makeAlias(
  tx: Transaction,
  vault: PersonVault,
  change: Applied,
  merged: StatedIdentity,
): Promise<void> {
  const { personId, otherId } = change;
  await tx.query('insert into person_aliases (person_id, alias_of) values ($1, $2)', [otherId, personId]);
  await keepFormer(tx, vault, change, merged);
}

/** What {@link makeAlias} did is undone. */
export async function dropAlias(tx: Transaction, { otherId, refersTo }: Applied): Promise<void> {
  await tx.query('delete from person_aliases where person_id = $1', [otherId]);
  await tx.query('delete from person_names where change_id = $1', [refersTo]);
  await tx.query('delete from person_documents where change_id = $1', [refersTo]);
}

/** 拆分: somebody new, without a contact. */
export const addPerson = (tx: Transaction, vault: PersonVault, personId: string, identity: StatedIdentity) =>
  insertPersons(tx, [vault.sealed(personId, identity)]);

/**
 * Keeps what a person was called and which document they had until a day.
 * @param now the identity that comes instead; without it all of the former is kept
 */
async function keepFormer(
  tx: Transaction,
  vault: PersonVault,
  { changeId, personId, effectiveOn }: OfPerson,
  old: StatedIdentity,
  now?: StatedIdentity,
): Promise<void> {
  const { name, sex, birthDate, idType, issuingState, idNumber } = old;
  const keys = nameKeys(name);
  if (!now || differences({ name, sex, birth_date: birthDate }, now).length > 0)
    await tx.query(
      `insert into person_names (person_id, change_id, name, name_pinyin, name_initials, sex, birth_date, valid_from, valid_to)
       values ($1, $2, $3, $4, $5, $6, $7,
         (select max(valid_to) from person_names where person_id = $1 and valid_to <= $8), $8)`,
      [personId, changeId, name, keys.name_pinyin, keys.name_initials, sex, birthDate, effectiveOn],
    );
  const index = vault.indexOf(old);
  if (now && vault.indexOf(now) === index) return;
  const documentId = uuidv7();
  await tx.query(
    `with ended as (
       update person_documents set held_until = $6, change_id = $7
       where person_id = $2 and id_number_index = $5 and held_until is null returning 1)
     insert into person_documents (document_id, person_id, id_type, issuing_state, id_number, id_number_index, held_until, change_id)
     select $1, $2, $3, $4, $8, $5, $6, $7 where not exists (select from ended)`,
    [
      documentId,
      personId,
      idType,
      issuingState ?? null,
      index,
      effectiveOn,
      changeId,
      await vault.sealedDocument(tx, personId, documentId, idNumber),
    ],
  );
}

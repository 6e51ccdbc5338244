import { v7 as uuidv7 } from 'uuid';
import type { Identity, Person } from '#contracts';
import type { Transaction } from '#database';
import { nameKeys } from '#national-codes';
import { type PersonRow, SEALED_COLUMNS, type SealedPersonRow } from './person-row.js';
import type { PersonVault } from './person-vault.js';
import { differences, resolvePersons } from './resolve-persons.js';

type Known = SealedPersonRow &
  Pick<PersonRow, 'id_number_index' | 'issuing_state' | 'ethnicity' | 'hukou_region'>;
export type Corrected = Pick<Person, keyof Identity | 'issuingState'>;

/** The person of a registration, locked; undefined where they were erased. */
export async function lockKnown(tx: Transaction, vault: PersonVault, personId: string) {
  const [row] = await tx.query<Known>(
    `select person_id, ${SEALED_COLUMNS}, id_number_index, issuing_state, ethnicity, hukou_region from persons
     where person_id = $1 for no key update`,
    [personId],
  );
  const full = row && vault.fullIdentityOf(row);
  return full && { row, full };
}
export type LockedPerson = NonNullable<Awaited<ReturnType<typeof lockKnown>>>;

/**
 * Who somebody is by a corrected identity. With the same document, the person on record is corrected; another document is
 * that of another person, who is known by it or new, as at a check-in. The contact goes with them.
 */
export async function identify(
  tx: Transaction,
  vault: PersonVault,
  { row, full }: LockedPerson,
  corrected: Corrected,
): Promise<{ personId: string; mismatch: boolean }> {
  const { person_id: personId, ethnicity, hukou_region: hukouRegion } = row;
  if (vault.indexOf(corrected) !== row.id_number_index) {
    const { phone, guardian } = full;
    const contact = {
      phone,
      guardian,
      ethnicity: ethnicity ?? undefined,
      hukouRegion: hukouRegion ?? undefined,
    };
    const person = { ...corrected, ...contact };
    const [found] = await resolvePersons(tx, vault, [{ applicationId: uuidv7(), person }]);
    return found!;
  }
  if (differences(row, corrected).length > 0) {
    const { name, sex, birthDate } = corrected;
    const { name_pinyin: pinyin, name_initials: initials } = nameKeys(name);
    await tx.query(
      `update persons set name = $2, name_pinyin = $3, name_initials = $4, sex = $5, birth_date = $6
       where person_id = $1`,
      [personId, name, pinyin, initials, sex, birthDate],
    );
  }
  return { personId, mismatch: false };
}

/** Whether another registration, of whichever school, fixes who the document is of, and says otherwise. */
export async function isFixedByAnother(
  tx: Transaction,
  vault: PersonVault,
  { registrationId }: { readonly registrationId: string },
  { row }: LockedPerson,
  corrected: Corrected,
): Promise<boolean> {
  if (vault.indexOf(corrected) !== row.id_number_index || differences(row, corrected).length === 0)
    return false;
  const others = await tx.query(
    `select from registrations where person_id = $1 and registration_id <> $2 and state <> 'REJECTED'
       and not identity_mismatch limit 1`,
    [row.person_id, registrationId],
  );
  return others.length > 0;
}

import { v7 as uuidv7 } from 'uuid';
import type { Identity, Person } from '#contracts';
import type { Transaction } from '#database';
import { nameKeys } from '#national-codes';
import { holderOf, type Submitted } from '../domain/registration-states.js';
import type { Contact } from '../registrations/former-persons.js';
import { HOLDER, type PersonRow, SEALED_COLUMNS, type SealedPersonRow } from './person-row.js';
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
  if (!full) return undefined;
  const contact: Contact = {
    phone: full.phone,
    guardian: full.guardian,
    ethnicity: row.ethnicity ?? undefined,
    hukouRegion: row.hukou_region ?? undefined,
  };
  return { row, contact };
}
export type LockedPerson = NonNullable<Awaited<ReturnType<typeof lockKnown>>>;

/**
 * Who somebody is by a corrected identity. With the same document, the person on record is corrected; another document is
 * that of another person, who is known by it or new, as at a check-in.
 * @param taking the contact that goes with the registration, and whether the person on record is that of another one too
 * @returns undefined where another registration, of whichever school, says otherwise of the document; what was written is to be
 *   rolled back, and nothing told of that person
 */
export async function identify(
  tx: Transaction,
  vault: PersonVault,
  { row }: LockedPerson,
  corrected: Corrected,
  { contact, shared }: { readonly contact: Contact; readonly shared: boolean },
): Promise<string | undefined> {
  if (vault.indexOf(corrected) !== row.id_number_index) {
    const checkIn = { applicationId: uuidv7(), person: { ...corrected, ...contact } };
    const [found] = await resolvePersons(tx, vault, [checkIn]);
    return found!.mismatch ? undefined : found!.personId;
  }
  if (differences(row, corrected).length === 0) return row.person_id;
  if (shared) return undefined;
  const { name, sex, birthDate } = corrected;
  const { name_pinyin: pinyin, name_initials: initials } = nameKeys(name);
  await tx.query(
    `update persons set name = $2, name_pinyin = $3, name_initials = $4, sex = $5, birth_date = $6
     where person_id = $1`,
    [row.person_id, name, pinyin, initials, sex, birthDate],
  );
  return row.person_id;
}

/** Whether another registration, of whichever school, fixes who the person of this one is. */
export async function isShared(
  tx: Transaction,
  registration: Pick<Submitted, 'registrationId' | 'personId' | 'holderId'>,
): Promise<boolean> {
  const others = await tx.query(
    `select from registrations where ${HOLDER} = $1 and registration_id <> $2 and state <> 'REJECTED'
       and not identity_mismatch limit 1`,
    [holderOf(registration), registration.registrationId],
  );
  return others.length > 0;
}

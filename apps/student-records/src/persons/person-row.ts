import type { IdType, Sex } from '#contracts';
import { sealedKeyOf } from '#security';

/** How far an identity is settled. POLICE_MATCHED: the police say that the name goes with the document. MISMATCH: two people came
 * with one ID number, or the police say that it does not. */
export const VERIFICATIONS = ['FORMAT', 'POLICE_MATCHED', 'MISMATCH'] as const;
export type Verification = (typeof VERIFICATIONS)[number];

/** The columns that say who a person is; `id_number` is sealed by `identity_key`. */
export interface IdentityRow {
  person_id: string;
  name: string;
  id_type: IdType;
  /** Null where the whole person was erased, and so the three below. */
  id_number: string | null;
  identity_key: string | null;
  sex: Sex | null;
  birth_date: string | null;
}

/** A row of `persons`; `phone` and `guardian` are sealed too, by the key of the contact. */
export interface PersonRow extends Omit<IdentityRow, 'identity_key'> {
  id_number_index: string | null;
  /** of a passport */
  issuing_state: string | null;
  name_pinyin: string | null;
  name_initials: string | null;
  phone: string | null;
  /** tells equal phones, and nothing of them; null as well of who came before there was one */
  phone_index: string | null;
  ethnicity: string | null;
  hukou_region: string | null;
  guardian: string | null;
}

export const PERSON_COLUMNS: readonly (keyof PersonRow)[] = [
  'person_id',
  'id_number_index',
  'name',
  'name_pinyin',
  'name_initials',
  'id_type',
  'issuing_state',
  'id_number',
  'sex',
  'birth_date',
  'phone',
  'phone_index',
  'ethnicity',
  'hukou_region',
  'guardian',
];

/** SQL of whose a registration is: since a merge or a split that of another person than it was made for. No `coalesce`, see `find-holders-by-index`. */
export const HOLDER = holderIn('registrations');

/** Subjects of a person's two data keys. */
export const identitySubject = (personId: string) => `person:${personId}`;
export const contactSubject = (personId: string) => `person-contact:${personId}`;

/** Of `persons`, what {@link IdentityRow} has beside the id. */
export const IDENTITY_COLUMNS = `persons.name, persons.id_type, persons.id_number, persons.sex, persons.birth_date,
  ${sealedKeyOf("'person:' || persons.person_id")} as identity_key`;

/** All that is sealed of a person, with both keys. */
export interface SealedPersonRow extends IdentityRow {
  phone: string | null;
  guardian: string | null;
  contact_key: string | null;
}

export const SEALED_COLUMNS = `${IDENTITY_COLUMNS}, persons.phone, persons.guardian,
  ${sealedKeyOf("'person-contact:' || persons.person_id")} as contact_key`;

/** The same of registrations under another name. @param table its alias in the statement */
export function holderIn(table: string): string {
  return `case when ${table}.holder_id is null then ${table}.person_id else ${table}.holder_id end`;
}

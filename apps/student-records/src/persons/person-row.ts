import type { IdType, Sex } from '#contracts';

/** How far an identity is settled. MISMATCH: two people came with one ID number. */
export const VERIFICATIONS = ['FORMAT', 'POLICE_MATCHED', 'MISMATCH'] as const;
export type Verification = (typeof VERIFICATIONS)[number];

/** The columns that say who a person is; `id_number` is sealed. */
export interface IdentityRow {
  person_id: string;
  name: string;
  id_type: IdType;
  id_number: string;
  sex: Sex;
  birth_date: string;
}

/** A row of `persons`; `phone` and `guardian` are sealed too. */
export interface PersonRow extends IdentityRow {
  id_number_index: string;
  phone: string | null;
  ethnicity: string | null;
  hukou_region: string | null;
  guardian: string | null;
}

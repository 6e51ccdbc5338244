import { z } from 'zod';
import { moment, type Person, person } from '#contracts';
import type { Transaction } from '#database';
import { type DataKey, DESTROYED, insertDataKeys, sealedKeyOf, type Sealer } from '#security';

/** Who a registration was said to be of before a correction. It has a data key of its own, since the person changes. */
export const FormerPerson = person
  .pick({ name: true, idType: true, idNumber: true, birthDate: true, sex: true })
  .extend({ correctedBy: z.string(), correctedAt: moment });

const Contact = person.pick({ phone: true, guardian: true, ethnicity: true, hukouRegion: true });
export type Contact = z.infer<typeof Contact>;

/** What a correction keeps; of a registration in dispute who the check-in stated, since the person on record is another one's. */
const Correction = z.object({ former: FormerPerson.optional(), contact: Contact.optional() });
type Correction = z.infer<typeof Correction>;

export const formerPersonsSubject = (registrationId: string): string => `former-persons:${registrationId}`;
/** SQL of that key, for the list of a select from `registrations`. */
export const FORMER_PERSONS_KEY = `${sealedKeyOf("'former-persons:' || registrations.registration_id")} as former_persons_key`;
const bindingOf = (registrationId: string) => `registrations:former_persons:${registrationId}`;

/** The key of what the corrections of a registration keep. One that is there already stays. */
export async function correctionKey(
  tx: Transaction,
  sealer: Sealer,
  registrationId: string,
): Promise<DataKey> {
  const subject = formerPersonsSubject(registrationId);
  const made = sealer.newDataKey(subject);
  await tx.query(`${insertDataKeys('$1', 'select $2')} on conflict (subject) do nothing`, [
    JSON.stringify([made.row]),
    subject,
  ]);
  const [row] = await tx.query<{ key: string | null }>(`select ${sealedKeyOf('$1')} as key`, [subject]);
  return sealer.dataKey(subject, row!.key);
}

/** @returns the sealed text */
export const sealCorrection = (key: DataKey, registrationId: string, correction: Correction): string =>
  key.seal(JSON.stringify(correction), bindingOf(registrationId));

/** Oldest first. */
export const openCorrections = (
  key: DataKey,
  registrationId: string,
  sealed: readonly string[],
): Correction[] =>
  sealed.map((each) => Correction.parse(JSON.parse(key.open(each, bindingOf(registrationId)))));

const statedBinding = (registrationId: string) => `registrations:stated_person:${registrationId}`;

/** Who the check-in of a registration in dispute said the student is, contact and all. */
export const sealStated = (key: DataKey, registrationId: string, stated: Person): string =>
  key.seal(JSON.stringify(stated), statedBinding(registrationId));

/** The columns of a registration that {@link statedPersonOf} opens. */
export interface StatedRow {
  readonly registration_id: string;
  readonly stated_person_sealed: string | null;
  readonly former_persons_key: string | null;
}

/** Undefined where it was never in dispute, or not since that is kept, and where it was erased. */
export function statedPersonOf(
  { registration_id: registrationId, stated_person_sealed: sealed, former_persons_key: key }: StatedRow,
  sealer: Sealer,
): Person | undefined {
  if (sealed === null || key === DESTROYED) return undefined;
  return openStated(sealer.dataKey(formerPersonsSubject(registrationId), key), registrationId, sealed);
}

export const openStated = (key: DataKey, registrationId: string, sealed: string): Person =>
  person.parse(JSON.parse(key.open(sealed, statedBinding(registrationId))));

/**
 * The contact that the registration came with, where it is not that of the person on record: it was corrected to the document of
 * somebody who was known already, or is or was in dispute with them.
 */
export const ownContact = (
  corrections: readonly Correction[],
  identityMismatch: boolean,
  stated: Person | undefined,
): Contact | undefined =>
  corrections.at(-1)?.contact ?? (stated && Contact.parse(stated)) ?? (identityMismatch ? {} : undefined);

import { z } from 'zod';
import { moment, person } from '#contracts';
import type { Transaction } from '#database';
import { DESTROYED, insertDataKeys, sealedKeyOf, type Sealer } from '#security';

/** Who a registration was said to be of before a correction. It has a data key of its own, since the person changes. */
export const FormerPerson = person
  .pick({ name: true, idType: true, idNumber: true, birthDate: true, sex: true })
  .extend({ correctedBy: z.string(), correctedAt: moment });
export type FormerPerson = z.infer<typeof FormerPerson>;

export const formerPersonsSubject = (registrationId: string): string => `former-persons:${registrationId}`;
/** SQL of that key, for the list of a select from `registrations`. */
export const FORMER_PERSONS_KEY = `${sealedKeyOf("'former-persons:' || registrations.registration_id")} as former_persons_key`;
const bindingOf = (registrationId: string) => `registrations:former_persons:${registrationId}`;

/** @returns the sealed text */
export async function sealFormerPerson(
  tx: Transaction,
  sealer: Sealer,
  registrationId: string,
  former: FormerPerson,
): Promise<string> {
  const subject = formerPersonsSubject(registrationId);
  const made = sealer.newDataKey(subject);
  // One that is there already stays.
  await tx.query(`${insertDataKeys('$1', 'select $2')} on conflict (subject) do nothing`, [
    JSON.stringify([made.row]),
    subject,
  ]);
  const [row] = await tx.query<{ key: string | null }>(`select ${sealedKeyOf('$1')} as key`, [subject]);
  return sealer.dataKey(subject, row!.key).seal(JSON.stringify(former), bindingOf(registrationId));
}

/** Oldest first; nobody where they were erased. */
export function formerPersons(
  {
    registrationId,
    sealed,
    key,
  }: { registrationId: string; sealed: readonly string[] | null; key: string | null },
  sealer: Sealer,
): FormerPerson[] {
  if (!sealed?.length || key === DESTROYED) return [];
  const dataKey = sealer.dataKey(formerPersonsSubject(registrationId), key);
  return sealed.map((each) => FormerPerson.parse(JSON.parse(dataKey.open(each, bindingOf(registrationId)))));
}

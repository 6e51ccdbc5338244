import type { Transaction } from '#database';
import { holderOf, type Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import type { PersonVault } from '../persons/person-vault.js';
import { findOfferings } from '../offerings/offerings.js';

/** What the limits of changes are, as every step of them is given. */
export interface Limits {
  readonly rules: RegistrationRules;
}

/** What a change that takes effect needs beside: it may tell who has left. */
export interface Applying extends Limits {
  readonly vault: PersonVault;
}

/** Reads what changes are held to beside the registration, for all of them at once; the rule is asked with that of each. */
export async function changeContexts(
  tx: Transaction,
  registrations: readonly Registration[],
  targetOf: (registrationId: string) => string | undefined,
) {
  const targets = registrations.flatMap(({ registrationId }) => targetOf(registrationId) ?? []);
  const offerings = await findOfferings(tx, targets);
  const births = await tx.query<{ person_id: string; birth_date: string | null }>(
    'select person_id, birth_date from persons where person_id = any($1)',
    [registrations.map(holderOf)],
  );
  const birthDates = new Map(births.map((row) => [row.person_id, row.birth_date ?? undefined]));
  return (registration: Registration) => ({
    birthDate: birthDates.get(holderOf(registration)),
    target: offerings.get(targetOf(registration.registrationId) ?? ''),
  });
}

import { z } from 'zod';
import { id } from '#contracts';
import { refusedItems } from '#runtime';
import type { Decision } from '../domain/decision.js';
import type { Registration } from '../domain/registration.js';
import { type RefusalCode, refusedItem } from '../refusals.js';

export const registrationIds = z.array(id).min(1).max(1000);

/** What became of a batch: who is refused is told so, the others are done. */
export const RegistrationBatchOutcome = z
  .object({ accepted: z.int(), registrationIds: z.array(id), refused: refusedItems })
  .meta({ id: 'RegistrationBatchOutcome' });
export type RegistrationBatchOutcome = z.infer<typeof RegistrationBatchOutcome>;

/** Decides each of the registrations that were asked for; one that was not found is refused. Keeps the order. */
export function decideEach<T>(
  ids: readonly string[],
  found: readonly Registration[],
  decide: (registration: Registration) => Decision<T, RefusalCode>,
) {
  const byId = new Map(found.map((each) => [each.registrationId, each]));
  const accepted: T[] = [];
  const refused: ReturnType<typeof refusedItem>[] = [];
  for (const registrationId of ids) {
    const registration = byId.get(registrationId);
    const decision = registration ? decide(registration) : ({ ok: false, code: 'not-found' } as const);
    if (decision.ok) accepted.push(decision.value);
    else refused.push(refusedItem(registrationId, decision.code));
  }
  return { accepted, refused };
}

export const schoolCodesOf = (registrations: readonly Registration[]) =>
  registrations.map(({ schoolCode }) => schoolCode);

export const outcomeOf = (
  done: readonly Registration[],
  refused: RegistrationBatchOutcome['refused'],
): RegistrationBatchOutcome => ({
  accepted: done.length,
  registrationIds: done.map(({ registrationId }) => registrationId),
  refused,
});

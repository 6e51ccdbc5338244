import type { Transaction } from '#database';
import type { Offering, Seats } from '../domain/change-guards.js';
import { holderOf, type Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { activeOfferings, findOfferings } from '../offerings/offerings.js';
import { seatsOf } from '../offerings/plan-lines.js';
import type { PersonVault } from '../persons/person-vault.js';

/** What the limits of changes are, as every step of them is given. */
export interface Limits {
  readonly rules: RegistrationRules;
}

/** What a change that takes effect needs beside: it may tell who has left. */
export interface Applying extends Limits {
  readonly vault: PersonVault;
}

/** How a change names the offering that it leads to: by its id, or by major and level, of which the student keeps what is not named. */
export interface Target {
  readonly targetOfferingId?: string | undefined;
  readonly targetMajorCode?: string | undefined;
  readonly targetLevel?: string | undefined;
}

/** Reads what changes are held to beside the registration, for all of them at once; the rule is asked with that of each. */
export async function changeContexts(
  tx: Transaction,
  registrations: readonly Registration[],
  askedOf: (registrationId: string) => Target,
) {
  const targets = await targetsOf(tx, registrations, askedOf);
  const seats = await seatsOf(tx, [...new Set([...targets.values()].map(({ offeringId }) => offeringId))].toSorted()); // prettier-ignore
  const births = await tx.query<{ person_id: string; birth_date: string | null }>(
    'select person_id, birth_date from persons where person_id = any($1)',
    [registrations.map(holderOf)],
  );
  const birthDates = new Map(births.map((row) => [row.person_id, row.birth_date ?? undefined]));
  return (registration: Registration) => {
    const target = targets.get(registration.registrationId);
    const birthDate = birthDates.get(holderOf(registration));
    return { birthDate, target, seats: target && seats(target.offeringId, registration) };
  };
}

async function targetsOf(
  tx: Transaction,
  registrations: readonly Registration[],
  askedOf: (registrationId: string) => Target,
): Promise<ReadonlyMap<string, Offering>> {
  const asked = registrations.map((each) => [each, askedOf(each.registrationId)] as const);
  const byId = await findOfferings(tx, asked.flatMap(([, { targetOfferingId }]) => targetOfferingId ?? [])); // prettier-ignore
  const named = asked.flatMap(([{ major }, { targetMajorCode, targetLevel }]) =>
    (targetMajorCode ?? targetLevel) ? (targetMajorCode ?? major.majorCode) : [],
  );
  const active = await activeOfferings(tx, [...new Set(named)]);
  return new Map(
    asked.flatMap(([each, { targetOfferingId, targetMajorCode, targetLevel }]) => {
      const { schoolCode, studyMode, level, major, registrationId } = each;
      const isIt = (offering: Offering) =>
        offering.schoolCode === schoolCode &&
        offering.studyMode === studyMode &&
        offering.level === (targetLevel ?? level) &&
        offering.major.majorCode === (targetMajorCode ?? major.majorCode);
      const isNamed = targetMajorCode !== undefined || targetLevel !== undefined;
      const target = isNamed ? active.find(isIt) : byId.get(targetOfferingId ?? '');
      return target ? [[registrationId, target] as const] : [];
    }),
  );
}

/** Decides with what a change is held to; where it is accepted, the seat is taken from those after it. */
export function takingSeat<
  Held extends { readonly seats?: Seats | undefined },
  Decided extends { ok: boolean },
>(held: Held, decide: (held: Held) => Decided): Decided {
  const decision = decide(held);
  if (decision.ok && held.seats) held.seats.free -= 1;
  return decision;
}

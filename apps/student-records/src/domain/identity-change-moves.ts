import type { IdentityChange } from './identity-change.js';
import { holderOf, type Registration } from './registration-states.js';

/** Which registrations follow a change, and whose they are then. */
export interface Moving {
  readonly moved: readonly Registration[];
  readonly holderId: string;
}

type Change = Pick<IdentityChange, 'kind' | 'personId' | 'otherId' | 'registrationIds'>;

/**
 * What a change moves, for who decides to see and for the decision itself.
 * @param registrations of the persons concerned, in the order of their ids
 * @param undone what an undoing undoes
 */
export function movingOf(change: Change, registrations: readonly Registration[], undone?: Change): Moving {
  const { kind, personId, otherId, registrationIds = [] } = change;
  const of = (holder: string) => registrations.filter((each) => holderOf(each) === holder);
  const among = (ids: ReadonlySet<string>) =>
    registrations.filter(({ registrationId }) => ids.has(registrationId));
  if (kind === 'CORRECTION') return { moved: of(personId), holderId: personId };
  if (kind === 'MERGE') return { moved: of(otherId!), holderId: personId };
  if (kind === 'SPLIT') return { moved: among(new Set(registrationIds)), holderId: otherId! };
  const moved = among(withTransfers(undone!.registrationIds!, registrations));
  return { moved, holderId: undone!.kind === 'MERGE' ? otherId! : personId };
}

/** Records, with those in which they go on at other schools since a transfer: these are of the same person, whoever that is. */
export function withTransfers(ids: readonly string[], registrations: readonly Registration[]): Set<string> {
  const all = new Set(ids);
  // What a record goes on in is made later, so that it comes after it.
  for (const { registrationId, previousRegistrationId, transferredInOn } of registrations)
    if (transferredInOn !== undefined && all.has(previousRegistrationId!)) all.add(registrationId);
  return all;
}

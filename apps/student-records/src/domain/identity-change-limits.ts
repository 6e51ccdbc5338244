import type { IdentityChange, Requested } from './identity-change.js';
import { withTransfers } from './identity-change-moves.js';
import type { IdentityChangeRefusal } from './identity-change-refusals.js';
import { isLive, type Registration } from './registration-states.js';

/** A person, as far as the rules ask. */
export interface Standing {
  /** whoever made them */
  readonly registrations: readonly Registration[];
  readonly disputed: boolean;
  readonly isAlias: boolean;
}

/** What stands, read under lock. */
export interface Known {
  readonly person: Standing;
  /** of a merge, and of what is undone */
  readonly other?: Standing;
  /** whether the identity that is asked for differs from the one on record, and whose its document is */
  readonly differs?: boolean;
  readonly numberTaken?: boolean;
  /** what the change refers to */
  readonly referred?: IdentityChange;
  /** A later merge or split of the same persons was applied. */
  readonly overtaken?: boolean;
}

/** Why a change cannot be, when it is asked for and again when it is decided on. */
export function whyNotPossible(
  change: Omit<Requested, 'state'>,
  known: Known,
  today: string,
): IdentityChangeRefusal | undefined {
  if (change.effectiveOn > today) return 'identity-change-in-the-future';
  if (change.kind !== 'CORRECTION' && [known.person, known.other].some(isMarkedDead))
    return 'death-on-record';
  if (change.kind === 'UNDO') return whyNotUndone(known);
  if (known.person.isAlias || known.other?.isAlias) return 'person-is-merged';
  if (change.kind === 'MERGE') return whyNotMerged(change, known);
  if (change.kind === 'SPLIT') return whyNotSplit(change, known);
  return whyNotCorrected(change, known);
}

function whyNotCorrected(
  { personId, refersTo }: Pick<Requested, 'personId' | 'refersTo'>,
  { person, differs, numberTaken, referred }: Known,
): IdentityChangeRefusal | undefined {
  if (person.registrations.every(({ state }) => state === 'SUBMITTED' || state === 'REJECTED'))
    return 'identity-not-approved-yet';
  const isWrong = referred?.state !== 'APPLIED' || referred.personId !== personId;
  if (refersTo !== undefined && isWrong) return 'no-such-identity-change';
  if (!differs) return 'identity-unchanged';
  return numberTaken ? 'number-of-another-person' : undefined;
}

function whyNotMerged(
  { personId, otherId }: Pick<Requested, 'personId' | 'otherId'>,
  { person, other }: Known,
): IdentityChangeRefusal | undefined {
  if (personId === otherId) return 'same-person';
  if (person.disputed || other!.disputed) return 'identity-mismatch';
  return bothLive(person, other!) ? 'two-live-registrations' : undefined;
}

function whyNotSplit(
  { registrationIds = [] }: Pick<Requested, 'registrationIds'>,
  { person, numberTaken }: Known,
): IdentityChangeRefusal | undefined {
  const held = person.registrations.map(({ registrationId }) => registrationId);
  if (!registrationIds.every((each) => held.includes(each)) || registrationIds.length === held.length)
    return 'split-not-possible';
  const isDivided = person.registrations.some(
    ({ registrationId, previousRegistrationId, transferredInOn }) =>
      transferredInOn !== undefined &&
      registrationIds.includes(registrationId) !== registrationIds.includes(previousRegistrationId!),
  );
  if (isDivided) return 'split-not-possible';
  return numberTaken ? 'number-of-another-person' : undefined;
}

function whyNotUndone({ person, other, referred, overtaken }: Known): IdentityChangeRefusal | undefined {
  if (referred?.state !== 'APPLIED' || referred.kind === 'CORRECTION' || referred.kind === 'UNDO')
    return 'no-such-identity-change';
  if (overtaken) return 'not-undoable';
  if (referred.kind === 'MERGE') return undefined;
  const { registrations } = other!;
  const apart = withTransfers(referred.registrationIds!, registrations);
  if (registrations.some(({ registrationId }) => !apart.has(registrationId))) return 'not-undoable';
  return bothLive(person, other!) ? 'two-live-registrations' : undefined;
}

/** 离校后死亡 marks all records of a person, and is reversed on those that are theirs: until then the same ones are. */
const isMarkedDead = (person: Standing | undefined) =>
  person?.registrations.some((each) => 'deceasedOn' in each && each.deceasedOn !== undefined) ?? false;

const bothLive = (...persons: readonly Standing[]) =>
  persons.every(({ registrations }) => registrations.some(isLive));

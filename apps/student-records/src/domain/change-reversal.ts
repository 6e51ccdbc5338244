import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { restored } from './change-effect.js';
import { requestRefusals, type ReversalRefusal, reversalRefusals } from './change-refusals.js';
import type { Hindrance } from './may-study.js';
import { isLive, type Registration } from './registration-states.js';
import type { ChangeIn, StatusChange } from './status-change.js';

export const reversalRequestRefusals = {
  ...reversalRefusals,
  'change-is-open': requestRefusals['change-is-open'],
} as const satisfies Record<string, RefusalWords>;

interface ReversalRequest {
  readonly reasonCode: string;
  readonly evidence: string;
  readonly decisionNo?: string | undefined;
}

/** 申请撤销异动: what was applied, and what followed it, is to be as if it had never been. A reversal itself is not reversed. */
export function requestReversal(
  known: StatusChange,
  { reasonCode, evidence, decisionNo }: ReversalRequest,
  context: Asked & {
    newId: string;
    open: ReadonlySet<string>;
    registration: Registration;
    resumedAt?: string | undefined;
  },
): Decision<ChangeIn<'SUBMITTED'>, CodeOf<typeof reversalRequestRefusals>> {
  if (known.state !== 'APPLIED' || known.type === 'REVERSAL') return refuse('change-not-applied');
  if (isDeceased(context.registration)) return refuse('person-is-deceased');
  // Between what was changed before a graduation and now lies its revocation, which no reversal undoes.
  const isOfBefore = context.resumedAt !== undefined && known.appliedAt <= context.resumedAt;
  if (isOfBefore || !isReversible(context.registration, [known])) return refuse('reversal-not-possible');
  if (context.open.has(known.registrationId)) return refuse('change-is-open');
  const { newId: changeId, subject: requestedBy, at: requestedAt } = context;
  const { registrationId, schoolCode, effectiveOn, changeId: reversesChangeId, type: reversesType } = known;
  return accept({
    changeId, registrationId, schoolCode, version: 1, type: 'REVERSAL', reasonCode, evidence, decisionNo,
    effectiveOn, reversesChangeId, reversesType, requestedBy, requestedAt, state: 'SUBMITTED',
  }); // prettier-ignore
}

/**
 * A registration that has ended otherwise than by a status change, such as by a graduation, is not led back by one: what it
 * replaced is of an earlier stage.
 */
function isReversible(registration: Registration, changes: readonly ChangeIn<'APPLIED'>[]): boolean {
  const endedByChange =
    'endedByChangeId' in registration &&
    registration.endedByChangeId !== undefined &&
    registration.endedByChangeId === registration.lastChangeId;
  // Without one, the registration came to its state otherwise, such as by a resumption after a revocation.
  const cameByChange =
    registration.state !== 'TRANSFER_PENDING' &&
    'lastChangeId' in registration &&
    registration.lastChangeId !== undefined;
  const follows = isLive(registration) ? cameByChange : endedByChange;
  return follows && changes.every(({ replaced }) => replaced);
}

const isDeceased = (registration: Registration): boolean =>
  'deceasedOn' in registration && registration.deceasedOn !== undefined;

interface ReversalContext extends Asked {
  /** what keeps the person from studying again */
  readonly hindrance: Hindrance | undefined;
  readonly transferIsOpen: boolean;
}

/**
 * 撤销异动: the registration is what it was before, and holds its person again unless another one does.
 * @param undone what is undone, the last change first; empty where the change has been reversed already
 */
export function applyReversal(
  registration: Registration,
  { changeId: lastChangeId }: StatusChange,
  undone: readonly ChangeIn<'APPLIED'>[],
  { at, hindrance, transferIsOpen }: ReversalContext,
): Decision<Registration, ReversalRefusal> {
  if (undone.length === 0) return refuse('change-not-applied');
  if (!isReversible(registration, undone)) return refuse('reversal-not-possible');
  if (hindrance) return refuse(hindrance);
  const before = restored(registration, undone.map(({ replaced }) => replaced!)); // prettier-ignore
  const now = { stateRecordedAt: at, lastChangeId, changedFrom: registration.state };
  // Who was being transferred is so again only where the transfer has not come to its end meanwhile.
  const isKept = before.state === 'TRANSFER_PENDING' && !transferIsOpen;
  return accept({ ...before, ...(isKept && { state: 'ACTIVE' }), ...now } as Registration);
}

/** What is undone with a reversal, the last first: the change that it names, and those that were applied after it. */
export function undoneBy(
  { registrationId, reversesChangeId }: StatusChange,
  applied: readonly ChangeIn<'APPLIED'>[],
): ChangeIn<'APPLIED'>[] {
  const own = applied.filter((each) => each.registrationId === registrationId && each.type !== 'REVERSAL');
  const first = own.find(({ changeId }) => changeId === reversesChangeId);
  if (!first) return [];
  return own
    .filter(({ appliedAt }) => appliedAt >= first.appliedAt)
    .toSorted((one, other) => (one.appliedAt < other.appliedAt ? 1 : -1));
}

export function markReversed(
  known: StatusChange,
  { reversedByChangeId }: { reversedByChangeId: string },
  { at: reversedAt }: Asked,
): Decision<ChangeIn<'REVERSED'>, 'change-not-applied'> {
  if (known.state !== 'APPLIED') return refuse('change-not-applied');
  return accept({ ...known, state: 'REVERSED', reversedByChangeId, reversedAt });
}

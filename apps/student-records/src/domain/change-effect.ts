import { accept, type Asked, type Decision } from '#aggregates/rules';
import { type ChangeContext, whyNoChange } from './change-guards.js';
import { CHANGE_KINDS, type RequestedType } from './change-kinds.js';
import type { RequestRefusal } from './change-refusals.js';
import { daysBetween } from './months.js';
import type { Away, Live, OnLeave, Registration } from './registration-states.js';
import { boundsOf } from './study-terms.js';
import { isWaiting, type StatusChange } from './status-change.js';

/** Of a registration, what a change has replaced; null for what was not there. Kept by the change, to be restored by a reversal. */
export function replacedBy(before: Registration, after: Registration): Record<string, unknown> {
  const [was, is] = [before, after] as Record<string, unknown>[] as [Properties, Properties];
  const names = Object.keys({ ...was, ...is }).filter((name) => name !== 'version');
  const changed = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  return Object.fromEntries(changed.map((name) => [name, was[name] ?? null]));
}
type Properties = Readonly<Record<string, unknown>>;

/** A registration with what changes have replaced in its place again, the last change first. */
export function restored(registration: Registration, replaced: readonly Properties[]): Registration {
  const properties = Object.assign({}, registration, ...replaced) as Record<string, unknown>;
  if (properties.returnExpectedOn === null) delete properties.returnOverdueNotedOn;
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)) as Registration;
}

/** A change takes effect on the registration, from its day on, whenever that is recorded; unless the registration has moved on. */
export function applyChange(
  registration: Registration,
  change: StatusChange,
  context: ChangeContext & Asked,
): Decision<Registration, RequestRefusal> {
  const refusal = whyNoChange(registration, change, context);
  if (refusal) return refusal;
  const { state, stateSince = registration.startOn, daysAway = 0 } = registration as Live;
  const { returnExpectedOn: _, returnOverdueNotedOn: __, ...studied } = registration as OnLeave;
  const { effectiveOn, changeId, type } = change;
  const { to } = CHANGE_KINDS[type as RequestedType];
  const goes = to === 'ON_LEAVE' || to === 'RETAINED';
  return accept({
    ...studied,
    ...(isAway(registration) && { daysAway: daysAway + daysBetween(stateSince, effectiveOn) }),
    ...(goes && { returnExpectedOn: change.returnExpectedOn }),
    ...(!goes && to !== 'ACTIVE' && endedBy(change)),
    ...ofKind(registration as Live, change, context),
    state: to,
    stateSince: effectiveOn,
    stateRecordedAt: context.at,
    lastChangeId: changeId,
    changedFrom: state,
  } as Registration);
}

const endedBy = ({
  effectiveOn: endedOn,
  reasonCode: endReasonCode,
  changeId: endedByChangeId,
}: StatusChange) => ({
  endedOn,
  endReasonCode,
  endedByChangeId,
});

/** What a kind of change brings besides the state. */
function ofKind(
  registration: Live,
  { type, months = 0, durationMonths, targetOfferingId }: StatusChange,
  { target, rules }: ChangeContext,
): Partial<Live> {
  const { leavesTaken, repeats = 0, extensionMonths = 0 } = registration;
  switch (type) {
    case 'LEAVE':
      return { leavesTaken: leavesTaken + 1 };
    case 'REPEAT_YEAR':
      return { repeats: repeats + 1, extensionMonths: extensionMonths + YEAR };
    case 'EXTENSION':
      return { extensionMonths: extensionMonths + months };
    case 'MAJOR_CHANGE':
    case 'LEVEL_CHANGE': {
      const { major, level } = target!;
      const bounds = boundsOf(registration.entryQualification, { ...registration, level }, rules);
      return {
        offeringId: targetOfferingId!,
        major,
        level,
        ...bounds,
        ...(durationMonths && { durationMonths }),
      };
    }
    default:
      return {};
  }
}

/** Months that a repeated year adds. */
const YEAR = 12;

const isAway = (registration: Registration): registration is Away =>
  registration.state === 'ON_LEAVE' || registration.state === 'RETAINED';

/** 逾期未复学: the day of the return has passed, and nobody has noted it yet. */
export const isReturnOverdue = (registration: Registration, today: string): registration is Away =>
  isAway(registration) &&
  registration.returnExpectedOn < today &&
  registration.returnOverdueNotedOn === undefined;

/** What an approved change has come to on its day. */
export interface Outcome {
  /** why the registration could not follow it */
  readonly refusal: string | undefined;
  readonly replaced: Readonly<Record<string, unknown>>;
}

export function settleChange(
  known: StatusChange,
  { refusal, replaced }: Outcome,
  { at }: Asked,
): Decision<StatusChange, never> {
  if (!isWaiting(known)) return accept(known);
  if (refusal !== undefined) return accept({ ...known, state: 'LAPSED', lapsedBecause: refusal });
  return accept({ ...known, state: 'APPLIED', appliedAt: at, replaced });
}

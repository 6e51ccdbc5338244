import { z } from 'zod';
import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  stateNames,
} from '#aggregates/rules';
import { day, id, moment, schoolCode } from '#contracts';
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';
import { addMonths } from './months.js';
import type { Active, OnLeave, Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';

/** 异动类别: 休学, 复学. */
export const ChangeType = z.enum(['LEAVE', 'RETURN']);

/** 异动原因, as a school gives it; a city may have more. [D] */
export const CHANGE_REASONS = ['ILLNESS', 'FAMILY', 'START_UP', 'OTHER'] as const;

const change = {
  changeId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  type: ChangeType,
  reasonCode: z.string(),
  effectiveOn: day,
  /** 应复学日期, of a leave */
  returnExpectedOn: day.optional(),
  /** Where the papers lie: a file number of the school. */
  evidence: z.string(),
  requestedBy: z.string(),
  requestedAt: moment,
};
const approved = { ...change, approvedBy: z.string(), approvedAt: moment };

/** 异动: requested by the school, decided by its principal or the authority, and applied on its day. */
export const StatusChange = z.discriminatedUnion('state', [
  z.object({ ...change, state: z.literal('SUBMITTED') }),
  z.object({
    ...change,
    state: z.literal('REJECTED'),
    rejectedBy: z.string(),
    rejectedAt: moment,
    rejectionReason: z.string(),
  }),
  z.object({ ...change, state: z.literal('CANCELLED'), cancelledBy: z.string(), cancelledAt: moment }),
  z.object({ ...approved, state: z.literal('APPROVED') }),
  z.object({ ...approved, state: z.literal('APPLIED'), appliedAt: moment }),
  /** On its day the registration stood otherwise, such as graduated; nothing was changed. */
  z.object({ ...approved, state: z.literal('LAPSED'), lapsedBecause: z.string() }),
]);
export type StatusChange = z.infer<typeof StatusChange>;
type In<State extends StatusChange['state']> = Extract<StatusChange, { state: State }>;
export const CHANGE_STATES = stateNames(StatusChange);

export const requestRefusals = {
  'not-active': {
    status: 409,
    title: '学籍不在读',
    detail: 'The registration is not active.',
    remedy: 'Read the registration: only who studies takes leave, and stands in a graduation batch.',
  },
  'not-on-leave': {
    status: 409,
    title: '该学生不在休学状态，不能复学',
    detail: 'The student is not on leave.',
    remedy: 'Read the registration: who is not on leave cannot return from it.',
  },
  'change-is-open': {
    status: 409,
    title: '该学生有未办结的学籍异动',
    detail: 'Another status change of the registration waits for a decision or for its day.',
    remedy: 'Let it be decided, or cancel it first.',
  },
  'before-last-change': {
    status: 409,
    title: '生效日期早于最近一次已生效的异动',
    detail: 'The change would take effect before the last one that was applied, or before the studies began.',
    remedy: 'Give a later day; what was applied is undone by a change of its own only.',
  },
  'return-date-not-possible': {
    status: 409,
    title: '休学须填写应复学日期，且晚于休学生效日期；复学不填',
    detail: 'A leave names an expected day of return after its beginning; a return names none.',
    remedy: 'Give `returnExpectedOn` for a leave, and leave it out for a return.',
  },
  'leave-too-long': {
    status: 409,
    title: '休学期限超过规定月数',
    detail: 'The leave is longer than the rules allow at a time.',
    remedy: 'Let the student return earlier; a second leave can be requested then.',
  },
  'leaves-used-up': {
    status: 409,
    title: '该学生休学次数已达上限',
    detail: 'The student has taken as many leaves as the rules allow.',
    remedy: 'Another leave is not possible; a withdrawal may be.',
  },
} as const satisfies Record<string, RefusalWords>;
type RequestRefusal = CodeOf<typeof requestRefusals>;

export type ChangeRequest = Pick<
  StatusChange,
  'type' | 'reasonCode' | 'effectiveOn' | 'returnExpectedOn' | 'evidence'
>;

interface RequestContext extends Asked {
  /** of the request */
  readonly newId: string;
  /** the registrations with a change that is not settled */
  readonly open: ReadonlySet<string>;
  readonly rules: RegistrationRules;
}

/** 申请休学、复学: at most so many months and times [D]; in the past as well, but not before what was applied last. */
export function requestChange(
  registration: Registration,
  request: ChangeRequest,
  { subject, at, newId: changeId, open, rules }: RequestContext,
): Decision<In<'SUBMITTED'>, RequestRefusal> {
  const refusal = whyNoChange(registration, request, rules);
  if (refusal) return refuse(refusal);
  const { registrationId, schoolCode: school } = registration;
  if (open.has(registrationId)) return refuse('change-is-open');
  const submission = { requestedBy: subject, requestedAt: at, state: 'SUBMITTED', version: 1 } as const;
  return accept({ ...request, changeId, registrationId, schoolCode: school, ...submission });
}

function whyNoChange(
  registration: Registration,
  { type, effectiveOn, returnExpectedOn }: ChangeRequest,
  rules: RegistrationRules,
): RequestRefusal | undefined {
  if (type === 'LEAVE' && registration.state !== 'ACTIVE') return 'not-active';
  if (type === 'RETURN' && registration.state !== 'ON_LEAVE') return 'not-on-leave';
  const { stateSince = registration.startOn, leavesTaken } = registration as Active | OnLeave;
  if (effectiveOn < stateSince) return 'before-last-change';
  if (type === 'RETURN') return returnExpectedOn === undefined ? undefined : 'return-date-not-possible';
  if (returnExpectedOn === undefined || returnExpectedOn <= effectiveOn) return 'return-date-not-possible';
  if (returnExpectedOn > addMonths(effectiveOn, rules.leaveMonthsAtMost)) return 'leave-too-long';
  return leavesTaken >= rules.leavesAtMost ? 'leaves-used-up' : undefined;
}

export const changeDecisionRefusals = {
  'change-not-submitted': {
    status: 409,
    title: '该异动不在待审状态',
    detail: 'The status change does not wait for a decision.',
    remedy: 'Read the status change: it was decided or cancelled already.',
  },
  'change-not-open': {
    status: 409,
    title: '该异动已办结，不能撤回',
    detail: 'The status change is applied, rejected or cancelled already.',
    remedy: 'What was applied is undone by a change of its own, such as a return.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
type DecisionRefusal = CodeOf<typeof changeDecisionRefusals>;

function toDecide(known: StatusChange, context: Deciding): Decision<In<'SUBMITTED'>, DecisionRefusal> {
  if (known.state !== 'SUBMITTED') return refuse('change-not-submitted');
  const refusal = whyNotTheirs(context, known, known.requestedBy);
  return refusal ? refuse(refusal) : accept(known);
}

/** 审批: by the principal of the school, its district or the city, and never by who requested it. */
export function approveChange(
  known: StatusChange,
  _input: object,
  context: Deciding,
): Decision<In<'APPROVED'>, DecisionRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  return accept({ ...theirs.value, state: 'APPROVED', approvedBy: context.subject, approvedAt: context.at });
}

export function rejectChange(
  known: StatusChange,
  { reason: rejectionReason }: { reason: string },
  context: Deciding,
): Decision<In<'REJECTED'>, DecisionRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  const { subject: rejectedBy, at: rejectedAt } = context;
  return accept({ ...theirs.value, state: 'REJECTED', rejectedBy, rejectedAt, rejectionReason });
}

/** 撤回: by the school, until the change is applied. */
export function cancelChange(
  known: StatusChange,
  _input: object,
  { subject: cancelledBy, at: cancelledAt }: Asked,
): Decision<In<'CANCELLED'>, DecisionRefusal> {
  if (known.state !== 'SUBMITTED' && known.state !== 'APPROVED') return refuse('change-not-open');
  const { changeId, registrationId, schoolCode: school, version, type, reasonCode, effectiveOn } = known;
  const { returnExpectedOn, evidence, requestedBy, requestedAt } = known;
  return accept({
    changeId, registrationId, schoolCode: school, version, type, reasonCode, effectiveOn, returnExpectedOn,
    evidence, requestedBy, requestedAt, state: 'CANCELLED', cancelledBy, cancelledAt,
  }); // prettier-ignore
}

/** 休学、复学 takes effect on the registration, from the day of the change on, whenever that is recorded. */
export function applyToRegistration(
  registration: Registration,
  { type, effectiveOn: stateSince, returnExpectedOn }: StatusChange,
  { at: stateRecordedAt }: Asked,
): Decision<Active | OnLeave, 'not-active' | 'not-on-leave'> {
  if (type === 'LEAVE') {
    if (registration.state !== 'ACTIVE') return refuse('not-active');
    const leavesTaken = registration.leavesTaken + 1;
    const leave = { returnExpectedOn: returnExpectedOn!, leavesTaken, stateSince, stateRecordedAt };
    return accept({ ...registration, state: 'ON_LEAVE', ...leave });
  }
  if (registration.state !== 'ON_LEAVE') return refuse('not-on-leave');
  const { returnExpectedOn: _, returnOverdueNotedOn: __, ...back } = registration;
  return accept({ ...back, state: 'ACTIVE', stateSince, stateRecordedAt });
}

/** 逾期未复学: the day of the return has passed, and nobody has noted it yet. */
export const isReturnOverdue = (registration: Registration, today: string): registration is OnLeave =>
  registration.state === 'ON_LEAVE' &&
  registration.returnExpectedOn < today &&
  registration.returnOverdueNotedOn === undefined;

/** What an approved change has come to on its day. @param refusal why the registration could not follow it */
export function settleChange(
  known: StatusChange,
  refusal: string | undefined,
  { at }: Asked,
): Decision<StatusChange, never> {
  if (known.state !== 'APPROVED') return accept(known);
  const outcome =
    refusal === undefined
      ? ({ state: 'APPLIED', appliedAt: at } as const)
      : ({ state: 'LAPSED', lapsedBecause: refusal } as const);
  return accept({ ...known, ...outcome });
}

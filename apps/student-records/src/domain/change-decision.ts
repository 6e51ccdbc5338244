import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { type Decider } from './change-kinds.js';
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';
import type { RegistrationRules } from './rules.js';
import type { ChangeIn, StatusChange } from './status-change.js';

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
    remedy: 'What was applied is undone by a change of its own: a return, or a reversal.',
  },
  'school-approves-first': {
    status: 409,
    title: '该异动须先经学校审批',
    detail: 'The principal of the school has not approved the change yet.',
    remedy: 'Let the principal of the school approve it; then the authority decides.',
  },
  'authority-decides': {
    status: 403,
    title: '学校已审批，该异动由主管部门备案或审批',
    detail: 'The school has approved the change; the authority files it, or decides.',
    remedy: 'Let an officer of the authority decide; until then the school can cancel it.',
  },
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;
type DecisionRefusal = CodeOf<typeof changeDecisionRefusals>;

interface DecisionContext extends Deciding {
  readonly rules: RegistrationRules;
}

/** Who decides on a change: of a reversal, the authority, or the city where it alone decided on what is undone. */
export function deciderOf({ type, reversesType }: StatusChange, { deciders }: RegistrationRules): Decider {
  return reversesType && deciders[reversesType] === 'CITY' ? 'CITY' : deciders[type];
}

const cityAlone = {
  title: '该类异动由市级人社部门决定',
  detail: 'The city alone decides on this kind of change.',
};

function toDecide(
  known: StatusChange,
  context: DecisionContext,
): Decision<ChangeIn<'SUBMITTED' | 'SCHOOL_APPROVED'>, DecisionRefusal> {
  if (known.state !== 'SUBMITTED' && known.state !== 'SCHOOL_APPROVED') return refuse('change-not-submitted');
  const hadAHand = [
    known.requestedBy,
    known.submittedBy,
    known.schoolApprovedBy,
    ...(known.contributors ?? []),
  ];
  const refusal = whyNotTheirs(context, known, ...hadAHand.filter((each) => each !== undefined));
  if (refusal) return refuse(refusal);
  if (deciderOf(known, context.rules) === 'CITY' && context.officerOf !== 'CITY')
    return refuse('city-decides', cityAlone);
  if (known.state === 'SCHOOL_APPROVED' && context.officerOf === 'SCHOOL') return refuse('authority-decides');
  return accept(known);
}

/**
 * 审批: by the principal of the school, and then by the authority where the kind of change asks for it; never by who had a hand in
 * it. On what a school decides its authority may decide in its stead.
 */
export function approveChange(
  known: StatusChange,
  _input: object,
  context: DecisionContext,
): Decision<ChangeIn<'SCHOOL_APPROVED' | 'FILED' | 'APPROVED'>, DecisionRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  const { subject, at, officerOf } = context;
  const decider = deciderOf(known, context.rules);
  if (decider === 'SCHOOL' || decider === 'CITY' || known.state === 'SCHOOL_APPROVED') {
    const state = decider === 'FILED' ? 'FILED' : 'APPROVED';
    return accept({ ...theirs.value, state, approvedBy: subject, approvedAt: at });
  }
  if (officerOf !== 'SCHOOL') return refuse('school-approves-first');
  return accept({
    ...theirs.value,
    state: 'SCHOOL_APPROVED',
    schoolApprovedBy: subject,
    schoolApprovedAt: at,
  });
}

/** 退回: the school reads why, revises it and submits it again, or leaves it. */
export function rejectChange(
  known: StatusChange,
  { reason: rejectionReason }: { reason: string },
  context: DecisionContext,
): Decision<ChangeIn<'REJECTED'>, DecisionRefusal> {
  const theirs = toDecide(known, context);
  if (!theirs.ok) return theirs;
  const { subject: rejectedBy, at: rejectedAt } = context;
  return accept({ ...theirs.value, state: 'REJECTED', rejectedBy, rejectedAt, rejectionReason });
}

/** 撤回: by who asks for changes, until the change is applied; so also where an appeal against it succeeds before its day. */
export function cancelChange(
  known: StatusChange,
  _input: object,
  { subject: cancelledBy, at: cancelledAt }: Asked,
): Decision<ChangeIn<'CANCELLED'>, DecisionRefusal> {
  switch (known.state) {
    case 'DRAFT':
    case 'SUBMITTED':
    case 'SCHOOL_APPROVED':
    case 'FILED':
    case 'APPROVED':
      return accept({ ...known, state: 'CANCELLED', cancelledBy, cancelledAt });
    default:
      return refuse('change-not-open');
  }
}

import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  isOwnContribution,
  ownContributionRefusals,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import {
  authorityRefusals,
  type DecisionContext,
  recruitingRefusals,
  whyNotRecruiting,
  whyNotTheirs,
} from './plan-decisions.js';
import { type In, type PlanLine, planLineClosed } from './plan-line.js';
import { wrongState } from './refusals.js';

const fewerThanTaken = {
  'fewer-than-taken': {
    status: 409,
    title: '调整后的人数少于已录取和已报到的人数',
    detail: 'The line would have fewer seats than are reserved and used.',
    remedy: 'Ask for as many seats as are taken at least, or release admissions first.',
  },
} as const satisfies Record<string, RefusalWords>;

export const adjustmentRequestRefusals = {
  ...wrongState,
  ...planLineClosed,
  ...fewerThanTaken,
  ...ownContributionRefusals,
  'adjustment-changes-nothing': {
    status: 409,
    title: '调整后的人数与现计划相同',
    detail: 'The line has this number of seats already.',
    remedy: 'Ask for another number.',
  },
  'adjustment-pending': {
    status: 409,
    title: '该计划有待审批的调整',
    detail: 'An adjustment of the line waits for its decision.',
    remedy: 'Wait for the decision, or recall the adjustment and ask anew.',
  },
} as const satisfies Record<string, RefusalWords>;

const DECIDED_ON_IT = {
  title: '批准或公布该计划的人员不能申请调整，请由其他人员申请',
  detail: 'Who approved or published the line does not ask to adjust it.',
};

/** 申请调整: another number of seats for a line that is published. */
export function requestAdjustment(
  known: PlanLine,
  { planned, reason }: { readonly planned: number; readonly reason: string },
  { subject: requestedBy }: Asked,
): Decision<PlanLine, CodeOf<typeof adjustmentRequestRefusals>> {
  if (known.status === 'CLOSED') return refuse('plan-line-closed');
  if (known.status !== 'PUBLISHED') return refuse('wrong-state');
  if (isPending(known)) return refuse('adjustment-pending');
  if (planned === known.planned) return refuse('adjustment-changes-nothing');
  if (planned < known.reserved + known.used) return refuse('fewer-than-taken');
  // Who decided on the line would be a contributor to it from now on.
  if (isOwnContribution(requestedBy, known.publishedBy, known.approvedBy ?? ''))
    return refuse('approver-is-submitter', DECIDED_ON_IT);
  const contributors = withContributor(known.contributors, requestedBy);
  return accept({ ...known, contributors, adjustment: { state: 'PENDING', planned, reason, requestedBy } });
}

const noAdjustment = {
  ...planLineClosed,
  'no-adjustment-pending': {
    status: 409,
    title: '该计划没有待审批的调整',
    detail: 'No adjustment of the line waits for a decision.',
    remedy: 'Read the history of the line: it was decided on or recalled already.',
  },
} as const satisfies Record<string, RefusalWords>;

export const adjustmentRefusals = {
  ...noAdjustment,
  ...authorityRefusals,
  ...fewerThanTaken,
  ...recruitingRefusals,
} as const satisfies Record<string, RefusalWords>;

type Pending = In<'PUBLISHED'> & {
  readonly adjustment: NonNullable<In<'PUBLISHED'>['adjustment']>;
};
const isPending = (known: PlanLine): known is Pending =>
  known.status === 'PUBLISHED' && known.adjustment?.state === 'PENDING';
/** Whether this number waits for its decision already. */
export const isAskedFor = (known: PlanLine, planned: number): boolean =>
  isPending(known) && known.adjustment.planned === planned;
const whyNotPending = ({ status }: PlanLine) =>
  status === 'CLOSED' ? 'plan-line-closed' : 'no-adjustment-pending';

/** 批准调整. More seats need a qualification that covers them; fewer are approved also of a school that has lost it. */
export function approveAdjustment(
  known: PlanLine,
  asked: DecisionContext,
): Decision<PlanLine, CodeOf<typeof adjustmentRefusals>> {
  if (!isPending(known)) return refuse(whyNotPending(known));
  const { planned } = known.adjustment;
  const code =
    whyNotTheirs(known, asked) ?? (planned > known.planned ? whyNotRecruiting(known, asked) : undefined);
  if (code) return refuse(code);
  if (planned < known.reserved + known.used) return refuse('fewer-than-taken');
  const adjustment = { ...known.adjustment, state: 'APPROVED' as const, decidedBy: asked.subject };
  return accept({ ...known, planned, adjustment });
}

/** 退回调整: the line stays as it is. */
export function returnAdjustment(
  known: PlanLine,
  { reason: returnReason }: { readonly reason: string },
  asked: DecisionContext,
): Decision<PlanLine, CodeOf<typeof adjustmentRefusals>> {
  if (!isPending(known)) return refuse(whyNotPending(known));
  const code = whyNotTheirs(known, asked);
  if (code) return refuse(code);
  const decided = { state: 'RETURNED' as const, decidedBy: asked.subject, returnReason };
  return accept({ ...known, adjustment: { ...known.adjustment, ...decided } });
}

export const adjustmentRecallRefusals = noAdjustment;

/** 撤回调整申请, until it is decided on. */
export const recallAdjustment = (known: PlanLine): Decision<PlanLine, CodeOf<typeof noAdjustment>> =>
  isPending(known) ? accept({ ...known, adjustment: undefined }) : refuse(whyNotPending(known));

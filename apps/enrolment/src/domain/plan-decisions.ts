import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  isOwnContribution,
  ownContributionRefusals,
  refuse,
  type RefusalWords,
} from '#aggregates/rules';
import type { Windows } from './calendar.js';
import type { Offering } from './offering.js';
import type { In, PlanLine } from './plan-line.js';
import { type Coverage, covers } from './qualification.js';
import { inactive, notQualified, wrongState } from './refusals.js';
import type { School } from './school.js';

export const authorityRefusals = {
  'city-decides': {
    status: 403,
    title: '该校招生计划由市级人社部门审批',
    detail: 'The school is of the tier of the city: a district does not decide on its plans.',
    remedy: 'Let a city officer decide; `authorityTier` of the school says whose it is.',
  },
  ...ownContributionRefusals,
} as const satisfies Record<string, RefusalWords>;

/** What decides beside the line: who asks, and its offering and school, which are locked. */
export interface DecisionContext extends Asked {
  readonly officerOf: School['authorityTier'];
  readonly offering: Pick<Offering, 'status' | 'level' | 'mode'>;
  readonly school: Pick<School, 'status' | 'authorityTier'> & {
    readonly qualifications: readonly Coverage[];
  };
}

/** The city decides for every school, a district for those of its tier [F3, D], and nobody on what they contributed to. */
export function whyNotTheirs(
  { draftedBy, contributors }: PlanLine,
  { officerOf, school, subject }: DecisionContext,
): CodeOf<typeof authorityRefusals> | undefined {
  if (officerOf === 'DISTRICT' && school.authorityTier !== 'DISTRICT') return 'city-decides';
  return isOwnContribution(subject, draftedBy, ...contributors) ? 'approver-is-submitter' : undefined;
}

export const recruitingRefusals = { ...inactive, ...notQualified };

/** Seats are approved as far as a qualification that is published covers them, now or from a later day. */
export function whyNotRecruiting(
  { scope }: PlanLine,
  { today, offering, school }: DecisionContext,
): CodeOf<typeof recruitingRefusals> | undefined {
  if (school.status !== 'ACTIVE') return 'school-not-active';
  if (offering.status !== 'ACTIVE') return 'offering-not-active';
  const place = { level: offering.level, mode: offering.mode, scope };
  const isCovered = (each: Coverage) => covers(each, place, each.validFrom > today ? each.validFrom : today);
  return school.qualifications.some(isCovered) ? undefined : 'not-qualified';
}

export const approvalRefusals = { ...wrongState, ...authorityRefusals, ...recruitingRefusals };
type ApprovalRefusal = CodeOf<typeof approvalRefusals>;

/** 批准, by the authority of the school. */
export function approve(known: PlanLine, asked: DecisionContext): Decision<PlanLine, ApprovalRefusal> {
  if (known.status !== 'SUBMITTED') return refuse('wrong-state');
  const code = whyNotTheirs(known, asked) ?? whyNotRecruiting(known, asked);
  return code ? refuse(code) : accept({ ...known, status: 'APPROVED', approvedBy: asked.subject });
}

export const returnRefusals = { ...wrongState, ...authorityRefusals };

/** 退回: the school drafts it again. */
export function returnLine(
  known: PlanLine,
  { reason: returnReason }: { readonly reason: string },
  asked: DecisionContext,
): Decision<PlanLine, CodeOf<typeof returnRefusals>> {
  if (known.status !== 'SUBMITTED') return refuse('wrong-state');
  const code = whyNotTheirs(known, asked);
  return code ? refuse(code) : accept({ ...known, status: 'RETURNED', returnReason });
}

/** 撤销批准, until it is published: the line is to be decided on again. */
export function takeBackApproval(
  known: PlanLine,
  asked: DecisionContext,
): Decision<PlanLine, CodeOf<typeof returnRefusals>> {
  if (known.status !== 'APPROVED') return refuse('wrong-state');
  const code = whyNotTheirs(known, asked);
  return code ? refuse(code) : accept({ ...known, status: 'SUBMITTED', approvedBy: undefined });
}

/**
 * 公布, by the city, whose publication is its approval too; a published line may be published again, to no effect.
 */
export function publish(known: PlanLine, asked: DecisionContext): Decision<PlanLine, ApprovalRefusal> {
  if (known.status === 'PUBLISHED') return accept(known);
  if (known.status !== 'SUBMITTED' && known.status !== 'APPROVED') return refuse('wrong-state');
  const code = whyNotTheirs(known, asked) ?? whyNotRecruiting(known, asked);
  return code ? refuse(code) : accept({ ...known, status: 'PUBLISHED', publishedBy: asked.subject });
}

/** Whether the season of a line is over: nobody is admitted, checks in or is registered any more. */
export const isOver = (windows: Windows | undefined, today: string): boolean =>
  windows !== undefined && windows.registrationCutOff < today;

/** 关闭, by a decision or because the season is over. The seats that are taken stay taken. */
export function close(
  known: PlanLine,
  closedBecause: In<'CLOSED'>['closedBecause'],
): Decision<PlanLine, keyof typeof wrongState> {
  return known.status === 'PUBLISHED'
    ? accept({ ...known, status: 'CLOSED', closedBecause })
    : refuse('wrong-state');
}

export const reopeningRefusals = {
  ...wrongState,
  ...recruitingRefusals,
  'season-over': {
    status: 409,
    title: '该招生季已结束，不能重新开放招生计划',
    detail: 'The season ended with the cut-off of its registrations.',
    remedy: 'Extend the calendar for the school first, with a reason; then reopen the line.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 重新开放, as long as the season lasts and the school could have the line approved. */
export function reopen(
  known: PlanLine,
  { windows, ...asked }: DecisionContext & { readonly windows: Windows | undefined },
): Decision<PlanLine, CodeOf<typeof reopeningRefusals>> {
  if (known.status !== 'CLOSED') return refuse('wrong-state');
  if (isOver(windows, asked.today))
    return refuse('season-over', {
      title: `该招生季已于 ${windows!.registrationCutOff} 结束，不能重新开放招生计划`,
      detail: `The season ended with the cut-off of its registrations, on ${windows!.registrationCutOff}.`,
    });
  const code = whyNotRecruiting(known, asked);
  return code ? refuse(code) : accept({ ...known, status: 'PUBLISHED', closedBecause: undefined });
}

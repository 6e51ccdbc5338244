import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import type { Offering } from './offering.js';
import { adjustmentRequestRefusals, isAskedFor, requestAdjustment } from './plan-adjustment.js';
import type { PlanLine, PlanStatus } from './plan-line.js';
import { inactive, unknownOffering, wrongState } from './refusals.js';

export const draftRefusals = {
  ...unknownOffering,
  'offering-not-active': inactive['offering-not-active'],
  'plan-year-out-of-range': {
    status: 409,
    title: '招生年度须在近五年至后两年之间',
    detail: 'The year of the plan is more than five years back or two years ahead.',
    remedy: 'Correct the year.',
  },
  'plan-line-submitted': {
    status: 409,
    title: '该计划已提交，须先撤回再修改',
    detail: 'The plan line is submitted or approved with another number of seats.',
    remedy: 'Recall the line, or have its approval taken back, and draft it again.',
  },
  'plan-line-published': {
    status: 409,
    title: '该计划已公布，人数变动须申请计划调整',
    detail: 'The plan line is published with another number of seats.',
    remedy: 'Name a reason with the number, which asks for an adjustment of the line.',
  },
  ...adjustmentRequestRefusals,
} as const satisfies Record<string, RefusalWords>;

/** Whether a plan of a year may be drafted on a day: five years back and two ahead [D]. */
export const isPlannable = (year: number, today: string): boolean => {
  const thisYear = Number(today.slice(0, 4));
  return thisYear - 5 <= year && year <= thisYear + 2;
};

/** A line as somebody wants it. */
export interface WantedLine extends Pick<PlanLine, 'year' | 'season' | 'offeringId' | 'scope' | 'planned'> {
  /** why a published line shall have another number */
  readonly reason?: string | undefined;
}

export interface DraftContext extends Asked {
  /** the offering that the line names, where the school has it */
  readonly offering: Pick<Offering, 'status' | 'schoolCode'> | undefined;
  /** whether the line is handed in at once */
  readonly submit: boolean;
  /** the id of a line that is new */
  readonly newId: string;
}

/**
 * 起草: a line that is new, or that is still the school's, with this number of seats. With a reason, the number of a published line is
 * asked for as an adjustment.
 */
export function draft(
  known: PlanLine | undefined,
  wanted: WantedLine,
  { offering, submit, newId, ...asked }: DraftContext,
): Decision<PlanLine, CodeOf<typeof draftRefusals>> {
  if (!offering) return refuse('unknown-offering');
  if (!isPlannable(wanted.year, asked.today)) return refuse('plan-year-out-of-range');
  if (known) return redraft(known, wanted, { ...asked, submit });
  if (offering.status !== 'ACTIVE') return refuse('offering-not-active');
  return accept({
    year: wanted.year,
    season: wanted.season,
    offeringId: wanted.offeringId,
    scope: wanted.scope,
    planned: wanted.planned,
    planLineId: newId,
    schoolCode: offering.schoolCode,
    reserved: 0,
    used: 0,
    status: submit ? 'SUBMITTED' : 'DRAFT',
    draftedBy: asked.subject,
    contributors: [asked.subject],
    version: 1,
  });
}

/** What stands in the way of another number of seats, once the line is out of the hands of the school. */
const WHY_NOT_DRAFTED = {
  SUBMITTED: 'plan-line-submitted',
  APPROVED: 'plan-line-submitted',
  PUBLISHED: 'plan-line-published',
  CLOSED: 'plan-line-closed',
} as const satisfies Partial<Record<PlanStatus, string>>;

/** A draft or a returned line takes another number; every other stays, and says why where the number differs. */
function redraft(
  known: PlanLine,
  { planned, reason }: WantedLine,
  { submit, ...asked }: Asked & { readonly submit: boolean },
): Decision<PlanLine, CodeOf<typeof draftRefusals>> {
  if (known.status !== 'DRAFT' && known.status !== 'RETURNED') {
    if (known.planned === planned || isAskedFor(known, planned)) return accept(known);
    return known.status === 'PUBLISHED' && reason
      ? requestAdjustment(known, { planned, reason }, asked)
      : refuse(WHY_NOT_DRAFTED[known.status]);
  }
  if (known.planned === planned && !submit) return accept(known);
  const contributors = withContributor(known.contributors, asked.subject);
  const after = { ...known, planned, draftedBy: asked.subject, contributors, returnReason: undefined };
  return accept({ ...after, status: submit ? 'SUBMITTED' : 'DRAFT' });
}

/** 提交, also again after a return. */
export function submitLine(known: PlanLine, { subject }: Asked): Decision<PlanLine, keyof typeof wrongState> {
  if (known.status !== 'DRAFT' && known.status !== 'RETURNED') return refuse('wrong-state');
  const contributors = withContributor(known.contributors, subject);
  return accept({ ...known, status: 'SUBMITTED', contributors, returnReason: undefined });
}

/** 撤回提交, until it is decided on. */
export function recallLine(known: PlanLine, { subject }: Asked): Decision<PlanLine, keyof typeof wrongState> {
  if (known.status !== 'SUBMITTED') return refuse('wrong-state');
  return accept({ ...known, status: 'DRAFT', contributors: withContributor(known.contributors, subject) });
}

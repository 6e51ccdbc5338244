import { z } from 'zod';
import {
  accept,
  type CodeOf,
  type Decision,
  isOwnContribution,
  ownContributionRefusals,
  refuse,
  type RefusalWords,
} from '#aggregates/rules';
import { id, PlanScope, schoolCode, Season } from '#contracts';
import type { Offering } from './offering.js';
import { type Coverage, covers } from './qualification.js';
import { inactive, notQualified, unknownOffering, wrongState } from './refusals.js';
import type { School } from './school.js';

const line = {
  planLineId: id,
  year: z.int(),
  season: Season,
  offeringId: id,
  schoolCode,
  scope: PlanScope,
  planned: z.int(),
  /** of admitted applicants */
  reserved: z.int(),
  /** of those who have checked in */
  used: z.int(),
  draftedBy: z.string(),
  version: z.int(),
};

/** 招生计划: the seats of an offering for one year, season and scope. */
export const PlanLine = z.discriminatedUnion('status', [
  z.object({ ...line, status: z.literal('DRAFT') }),
  // CLOSED is for a later issue; here no command leads there.
  z.object({ ...line, status: z.enum(['PUBLISHED', 'CLOSED']), publishedBy: z.string() }),
]);
export type PlanLine = z.infer<typeof PlanLine>;

export const draftRefusals = {
  ...unknownOffering,
  'offering-not-active': inactive['offering-not-active'],
  'plan-line-published': {
    status: 409,
    title: '该计划已发布，不能直接修改',
    detail: 'The plan line is published already with another number of seats.',
    remedy: 'Leave the line as it is published; its seats cannot be changed yet.',
  },
} as const satisfies Record<string, RefusalWords>;

export const yearRefusals = {
  'plan-year-out-of-range': {
    status: 409,
    title: '招生年度须在近五年至后两年之间',
    detail: 'The year of the plan is more than five years back or two years ahead.',
    remedy: 'Correct the year.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Whether a plan of a year may be drafted on a day: five years back and two ahead [D]. */
export const isPlannable = (year: number, today: string): boolean => {
  const thisYear = Number(today.slice(0, 4));
  return thisYear - 5 <= year && year <= thisYear + 2;
};

/** A draft may be drafted again with another number; a published line may not. */
export function redraft(
  known: PlanLine,
  planned: number,
  { subject: draftedBy }: { readonly subject: string },
): Decision<PlanLine, 'plan-line-published'> {
  if (known.planned === planned) return accept(known);
  return known.status === 'DRAFT' ? accept({ ...known, planned, draftedBy }) : refuse('plan-line-published');
}

export const planPublicationRefusals = {
  ...wrongState,
  ...ownContributionRefusals,
  ...inactive,
  ...notQualified,
};

/** What decides on the publication of a line beside the line. */
export interface PublicationContext {
  readonly subject: string;
  readonly today: string;
  readonly offering: Pick<Offering, 'status' | 'level' | 'mode'>;
  readonly school: Pick<School, 'status'> & { readonly qualifications: readonly Coverage[] };
}

/**
 * 计划公布, by another than who drafted it, as far as a qualification that is published covers it, now or from a later day; a published
 * line may be published again, to no effect.
 */
export function publish(
  known: PlanLine,
  { subject: publishedBy, today, offering, school }: PublicationContext,
): Decision<PlanLine, CodeOf<typeof planPublicationRefusals>> {
  if (known.status === 'PUBLISHED') return accept(known);
  if (known.status === 'CLOSED') return refuse('wrong-state');
  if (isOwnContribution(publishedBy, known.draftedBy)) return refuse('approver-is-submitter');
  if (school.status !== 'ACTIVE') return refuse('school-not-active');
  if (offering.status !== 'ACTIVE') return refuse('offering-not-active');
  const place = { level: offering.level, mode: offering.mode, scope: known.scope };
  const isCovered = (each: Coverage) => covers(each, place, each.validFrom > today ? each.validFrom : today);
  if (!school.qualifications.some(isCovered)) return refuse('not-qualified');
  return accept({ ...known, status: 'PUBLISHED', publishedBy });
}

type Seats = Pick<PlanLine, 'planned' | 'reserved' | 'used'>;

/** Seats that are left. Tolerance over the plan is 0 [D]. */
export const freeSeats = ({ planned, reserved, used }: Seats): number => planned - reserved - used;

/**
 * Gives seats of plan lines one by one: the first come are the first served, and a full line does not hold up the
 * applicants of another one.
 * @returns takes a seat of a line; false where none is left
 */
export function seatGiver(
  lines: readonly (Seats & Pick<PlanLine, 'planLineId'>)[],
): (planLineId: string) => boolean {
  const free = new Map(lines.map((each) => [each.planLineId, freeSeats(each)]));
  return (planLineId) => {
    const left = free.get(planLineId) ?? 0;
    free.set(planLineId, left - 1);
    return left > 0;
  };
}

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
import { inactive, unknownOffering, wrongState } from './refusals.js';
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

/** A draft may be drafted again with another number; a published line may not. */
export function redraft(
  known: PlanLine,
  planned: number,
  { subject: draftedBy }: { readonly subject: string },
): Decision<PlanLine, 'plan-line-published'> {
  if (known.planned === planned) return accept(known);
  return known.status === 'DRAFT' ? accept({ ...known, planned, draftedBy }) : refuse('plan-line-published');
}

export const planPublicationRefusals = { ...wrongState, ...ownContributionRefusals, ...inactive };

/** What decides on the publication of a line beside the line. */
export interface PublicationContext {
  readonly subject: string;
  readonly schoolStatus: School['status'];
  readonly offeringStatus: Offering['status'];
}

/** 计划公布, by another than who drafted it; a published line may be published again, to no effect. */
export function publish(
  known: PlanLine,
  { subject: publishedBy, schoolStatus, offeringStatus }: PublicationContext,
): Decision<PlanLine, CodeOf<typeof planPublicationRefusals>> {
  if (known.status === 'PUBLISHED') return accept(known);
  if (known.status === 'CLOSED') return refuse('wrong-state');
  if (isOwnContribution(publishedBy, known.draftedBy)) return refuse('approver-is-submitter');
  if (schoolStatus !== 'ACTIVE') return refuse('school-not-active');
  if (offeringStatus !== 'ACTIVE') return refuse('offering-not-active');
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

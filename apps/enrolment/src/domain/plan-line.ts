import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { id, PlanScope, schoolCode, Season } from '#contracts';
import { noPublishedPlan } from './refusals.js';

const common = {
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
  /** everybody who drafted, imported, submitted or asked to adjust it, each once: none of them decides on it */
  contributors: z.array(z.string()),
  version: z.int(),
};
const published = {
  ...common,
  approvedBy: z.string().optional(),
  publishedBy: z.string(),
  /** 计划调整: the last that was asked for, and what became of it */
  adjustment: z
    .object({
      state: z.enum(['PENDING', 'APPROVED', 'RETURNED']),
      planned: z.int(),
      reason: z.string(),
      requestedBy: z.string(),
      decidedBy: z.string().optional(),
      returnReason: z.string().optional(),
    })
    .optional(),
};

/** 招生计划: the seats of an offering for one year, season and scope. */
export const PlanLine = z.discriminatedUnion('status', [
  z.object({ ...common, status: z.literal('DRAFT') }),
  z.object({ ...common, status: z.literal('SUBMITTED') }),
  z.object({ ...common, status: z.literal('RETURNED'), returnReason: z.string() }),
  z.object({ ...common, status: z.literal('APPROVED'), approvedBy: z.string() }),
  z.object({ ...published, status: z.literal('PUBLISHED') }),
  z.object({ ...published, status: z.literal('CLOSED'), closedBecause: z.enum(['TIME', 'DECISION']) }),
]);
export type PlanLine = z.infer<typeof PlanLine>;
export type PlanStatus = PlanLine['status'];
export type In<Status extends PlanStatus> = Extract<PlanLine, { status: Status }>;

export const PLAN_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'APPROVED',
  'PUBLISHED',
  'CLOSED',
] as const satisfies readonly PlanStatus[];

export const planLineClosed = {
  'plan-line-closed': {
    status: 409,
    title: '该招生计划已关闭，不再录取、候补或调整',
    detail: 'The plan line is closed: nobody is admitted to its seats or offered one, and its number stays.',
    remedy: 'Have the city reopen the line with a reason, as long as its season lasts.',
  },
} as const satisfies Record<string, RefusalWords>;

export const openLineRefusals = { ...noPublishedPlan, ...planLineClosed };

/** The line that gives seats or has a waitlist: it is published, and not closed. */
export function openLine<Line extends Pick<PlanLine, 'status'>>(
  line: Line | undefined,
): Decision<Line, CodeOf<typeof openLineRefusals>> {
  if (line?.status === 'PUBLISHED') return accept(line);
  return refuse(line?.status === 'CLOSED' ? 'plan-line-closed' : 'no-published-plan');
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

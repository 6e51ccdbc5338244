import { z } from 'zod';
import { day, id, Level, type PlanScope, schoolCode, StudyMode } from '#contracts';

/** 复核结论: it goes on, is suspended, or is revoked. */
export const REVIEW_DECISIONS = ['KEEP', 'SUSPEND', 'REVOKE'] as const;

const drafted = {
  qualificationId: id,
  schoolCode,
  validFrom: day,
  validTo: day,
  levels: z.array(Level),
  modes: z.array(StudyMode),
  outOfCityAllowed: z.boolean(),
  reason: z.string(),
  publicationNo: z.string(),
  version: z.int(),
  draftedBy: z.string(),
  /** who corrected the draft, in their order */
  changedBy: z.array(z.string()),
  /** decided already, and in force from its day on: rules of that day count it before the job has moved the state */
  next: z
    .object({
      state: z.enum(['PUBLISHED', 'SUSPENDED', 'REVOKED']),
      effectiveOn: day,
      reason: z.string(),
      by: z.string(),
    })
    .optional(),
};
const published = {
  ...drafted,
  publishedBy: z.string(),
  /** from which day on it has its state; rows of before have none */
  stateSince: day.optional(),
  /** 定期清理: the last review and what came of it */
  review: z
    .object({ on: day, decision: z.enum(REVIEW_DECISIONS), reason: z.string(), by: z.string() })
    .optional(),
};

/** 招生资质: what a school may recruit for, and from which day to which. What was revoked is drafted anew. */
export const Qualification = z.discriminatedUnion('state', [
  z.object({ ...drafted, state: z.literal('DRAFT') }),
  z.object({ ...drafted, state: z.literal('WITHDRAWN') }),
  z.object({ ...published, state: z.literal('PUBLISHED') }),
  z.object({ ...published, state: z.literal('SUSPENDED'), suspensionReason: z.string() }),
  z.object({ ...published, state: z.literal('REVOKED'), revocationReason: z.string().optional() }),
  z.object({ ...published, state: z.literal('EXPIRED') }),
]);
export type Qualification = z.infer<typeof Qualification>;
export type In<State extends Qualification['state']> = Extract<Qualification, { state: State }>;

/** What of a qualification decides on the places that it covers. */
export type Coverage = Pick<
  Qualification,
  'state' | 'next' | 'validFrom' | 'validTo' | 'levels' | 'modes' | 'outOfCityAllowed'
>;

/** The state on a day from today on: an act that was decided before counts from its day, and the last day is the last. */
export function stateOn(
  { state, next, validTo }: Pick<Coverage, 'state' | 'next' | 'validTo'>,
  on: string,
): Qualification['state'] {
  const then = next && next.effectiveOn <= on ? next.state : state;
  return (then === 'PUBLISHED' || then === 'SUSPENDED') && validTo < on ? 'EXPIRED' : then;
}

/** What somebody wants to be admitted to. */
export interface Place {
  readonly level: Level;
  readonly mode: StudyMode;
  readonly scope: PlanScope;
}

/** Whether the qualification is in force on the day and covers the place, all by itself. */
export function covers(qualification: Coverage, place: Place, on: string): boolean {
  return (
    stateOn(qualification, on) === 'PUBLISHED' &&
    qualification.validFrom <= on &&
    qualification.levels.includes(place.level) &&
    qualification.modes.includes(place.mode) &&
    (place.scope === 'IN_CITY' || qualification.outOfCityAllowed)
  );
}

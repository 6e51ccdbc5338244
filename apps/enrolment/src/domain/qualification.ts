import { z } from 'zod';
import {
  accept,
  type CodeOf,
  type Decision,
  isOwnContribution,
  ownContributionRefusals,
  refuse,
} from '#aggregates/rules';
import { day, id, Level, type PlanScope, schoolCode, StudyMode } from '#contracts';
import { wrongState } from './refusals.js';

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
};
const published = { ...drafted, publishedBy: z.string() };

/** 招生资质: what a school may recruit for, and from which day to which. */
export const Qualification = z.discriminatedUnion('state', [
  z.object({ ...drafted, state: z.literal('DRAFT') }),
  z.object({ ...published, state: z.literal('PUBLISHED') }),
  z.object({ ...published, state: z.literal('SUSPENDED'), suspensionReason: z.string() }),
  // States that later issues lead into; here no command accepts them.
  z.object({ ...published, state: z.enum(['REVOKED', 'EXPIRED']) }),
]);
export type Qualification = z.infer<typeof Qualification>;
type In<State> = Extract<Qualification, { state: State }>;

export const publicationRefusals = { ...wrongState, ...ownContributionRefusals };

/** 公布, by another officer than the one who drafted, also after a suspension. */
export function publish(
  qualification: Qualification,
  { subject: publishedBy }: { readonly subject: string },
): Decision<In<'PUBLISHED'>, CodeOf<typeof publicationRefusals>> {
  const { state } = qualification;
  if (state !== 'DRAFT' && state !== 'SUSPENDED') return refuse('wrong-state');
  if (isOwnContribution(publishedBy, qualification.draftedBy)) return refuse('approver-is-submitter');
  const now = { state: 'PUBLISHED' as const, publishedBy, suspensionReason: undefined };
  return accept({ ...qualification, ...now });
}

/** 暂停 */
export function suspend(
  qualification: Qualification,
  suspensionReason: string,
): Decision<In<'SUSPENDED'>, 'wrong-state'> {
  if (qualification.state !== 'PUBLISHED') return refuse('wrong-state');
  return accept({ ...qualification, state: 'SUSPENDED', suspensionReason });
}

/** What somebody wants to be admitted to. */
export interface Place {
  readonly level: Level;
  readonly mode: StudyMode;
  readonly scope: PlanScope;
}

/** What of a qualification decides on the places that it covers. */
export type Coverage = Pick<
  Qualification,
  'state' | 'validFrom' | 'validTo' | 'levels' | 'modes' | 'outOfCityAllowed'
>;

/** Whether the qualification is in force on the day and covers the place, all by itself. */
export function covers(qualification: Coverage, place: Place, today: string): boolean {
  return (
    qualification.state === 'PUBLISHED' &&
    qualification.validFrom <= today &&
    today <= qualification.validTo &&
    qualification.levels.includes(place.level) &&
    qualification.modes.includes(place.mode) &&
    (place.scope === 'IN_CITY' || qualification.outOfCityAllowed)
  );
}

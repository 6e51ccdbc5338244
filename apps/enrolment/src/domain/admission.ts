import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import { type Admitted, type Application, isOneOf } from './application.js';
import { outsideWindow, windowRefusals, type Windows } from './calendar.js';
import type { Offering } from './offering.js';
import { openLine, openLineRefusals, type PlanLine } from './plan-line.js';
import { type Coverage, covers } from './qualification.js';
import { disputed } from './identity-conflict.js';
import { inactive, levelTooHigh, notQualified, wrongState } from './refusals.js';
import { mayRun, type School } from './school.js';

export const eligibilityRefusals = {
  ...wrongState,
  ...disputed,
  'person-is-deceased': {
    status: 409,
    title: '该人员已登记死亡，不能录取',
    detail: 'Student records knows of the death of the person.',
    remedy:
      'Compare the document with the person. Where the death was recorded in error, have it reversed in student records first.',
  },
  ...windowRefusals,
  ...inactive,
  ...levelTooHigh,
  ...notQualified,
  ...openLineRefusals,
} as const satisfies Record<string, RefusalWords>;

export const admissionRefusals = {
  ...eligibilityRefusals,
  'quota-full': {
    status: 409,
    title: '招生计划名额已满',
    detail: 'All seats of the plan line are taken.',
    remedy: 'No seat is left in the plan line; put the applicant on its waitlist.',
  },
  'waitlist-goes-first': {
    status: 409,
    title: '该招生计划有候补人员，空余名额先由候补人员递补',
    detail: 'Others wait for seats of this plan line; what is free is offered to them by rank.',
    remedy: 'Put the applicant on the waitlist, or decide on those who wait.',
  },
  'person-already-admitted': {
    status: 409,
    title: '该人员已有有效录取，不能重复录取',
    detail: 'The person holds a live admission in the city; it has to be released first.',
    remedy:
      'Ask the person, who declines the other admission first; for a part-time study beside it the city can give a permit.',
  },
  'person-named-twice': {
    status: 409,
    title: '同一请求中包含该人员的另一报名，以先列者为准',
    detail:
      'An application of the same person stands before this one in the request; a person is admitted once.',
    remedy: 'Nothing: the application that stands first decides about the person.',
  },
} as const satisfies Record<string, RefusalWords>;

/** What decides on the admission of an application (录取), but for seats and the person's other admissions. */
export interface EligibilityContext {
  readonly offering: Pick<Offering, 'status' | 'level' | 'mode'>;
  readonly school: Pick<School, 'status' | 'schoolType' | 'levelExemptions'> & {
    readonly qualifications: readonly Coverage[];
  };
  /** the plan line that would have the seat */
  readonly line: Pick<PlanLine, 'planLineId' | 'status'> | undefined;
  readonly today: string;
  /** of the season, as the school has them; undefined where the city has set none */
  readonly windows: Windows | undefined;
  /** whether it is of a person in conflict with another application */
  readonly isDisputed: boolean;
  readonly isDeceased: boolean;
}

/** States from which an applicant is admitted; for who accepts an offer, a seat is kept. */
const ADMISSIBLE = ['SUBMITTED', 'UNDER_REVIEW', 'OFFERED'] as const;
export type Admissible = Extract<Application, { state: (typeof ADMISSIBLE)[number] }>;

/** An application that may be admitted where a seat is left and the person is free. */
export interface Eligible {
  readonly application: Admissible;
  readonly planLineId: string;
}

export function eligible(
  application: Pick<Application, 'state' | 'scope'>,
  { offering, school, line, today, windows, isDisputed, isDeceased }: EligibilityContext,
): Decision<Eligible, CodeOf<typeof eligibilityRefusals>> {
  if (!isOneOf(ADMISSIBLE, application)) return refuse('wrong-state');
  if (isDisputed) return refuse('identity-in-conflict');
  if (isDeceased) return refuse('person-is-deceased');
  const untimely = outsideWindow(windows, 'ADMISSION', today);
  if (untimely) return untimely;
  if (school.status !== 'ACTIVE') return refuse('school-not-active');
  if (offering.status !== 'ACTIVE') return refuse('offering-not-active');
  if (!mayRun(school, offering.level, today)) return refuse('level-above-school-type');
  const place = { level: offering.level, mode: offering.mode, scope: application.scope };
  if (!school.qualifications.some((each) => covers(each, place, today))) return refuse('not-qualified');
  const planned = openLine(line);
  return planned.ok ? accept({ application, planLineId: planned.value.planLineId }) : planned;
}

/** What of the whole batch decides on who gets a seat. */
export interface AdmissionContext extends Asked {
  /** the application that has claimed the person in the city; undefined where the person is admitted already */
  readonly claimant: string | undefined;
  /** takes a seat; false where none is left */
  readonly takeSeat: (planLineId: string) => boolean;
  /** whether others wait for seats of a plan line */
  readonly hasWaitlist: (planLineId: string) => boolean;
}

/** 录取: a seat for the first application of a person, in the order in which the school names them. */
export function admit(
  { application, planLineId }: Eligible,
  { claimant, takeSeat, hasWaitlist, subject: admittedBy, at: admittedAt }: AdmissionContext,
): Decision<Admitted, CodeOf<typeof admissionRefusals>> {
  if (claimant === undefined) return refuse('person-already-admitted');
  if (claimant !== application.applicationId) return refuse('person-named-twice');
  if (application.state !== 'OFFERED') {
    if (hasWaitlist(planLineId)) return refuse('waitlist-goes-first');
    if (!takeSeat(planLineId)) return refuse('quota-full');
  }
  const contributors = withContributor(application.contributors, admittedBy);
  const seat = { planLineId, admittedBy, admittedAt, offerEndsOn: undefined };
  return accept({ ...application, ...seat, state: 'ADMITTED', contributors });
}

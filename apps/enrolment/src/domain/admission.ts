import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import type { Admitted, Application, Submitted } from './application.js';
import type { Offering } from './offering.js';
import { type Coverage, covers } from './qualification.js';
import { inactive, levelTooHigh, wrongState } from './refusals.js';
import { mayRun, type School } from './school.js';

export const eligibilityRefusals = {
  ...wrongState,
  ...inactive,
  ...levelTooHigh,
  'not-qualified': {
    status: 409,
    title: '学校现无覆盖该层次、学习形式和范围的有效招生资质',
    detail: 'No qualification that is published and valid today covers this level, study mode and scope.',
    remedy: 'Have a qualification published that covers level, study mode, scope and the day.',
  },
  'no-published-plan': {
    status: 409,
    title: '没有已发布的招生计划',
    detail: 'No plan line is published for this offering, year, season and scope.',
    remedy: 'Have a plan line published for this offering, year, season and scope.',
  },
} as const satisfies Record<string, RefusalWords>;

export const admissionRefusals = {
  ...eligibilityRefusals,
  'quota-full': {
    status: 409,
    title: '招生计划名额已满',
    detail: 'All seats of the plan line are taken.',
    remedy: 'No seat is left in the plan line.',
  },
  'person-already-admitted': {
    status: 409,
    title: '该人员已有有效录取，不能重复录取',
    detail: 'The person holds a live admission in the city; it has to be released first.',
    remedy: 'Find out which school admitted the person; a graduate cannot be admitted again yet.',
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
  readonly school: Pick<School, 'status' | 'schoolType'> & { readonly qualifications: readonly Coverage[] };
  /** the published plan line that would have the seat */
  readonly planLineId: string | undefined;
  readonly today: string;
}

/** An application that may be admitted where a seat is left and the person is free. */
export interface Eligible {
  readonly application: Submitted;
  readonly planLineId: string;
}

export function eligible(
  application: Pick<Application, 'state' | 'scope'>,
  { offering, school, planLineId, today }: EligibilityContext,
): Decision<Eligible, CodeOf<typeof eligibilityRefusals>> {
  if (application.state !== 'SUBMITTED') return refuse('wrong-state');
  if (school.status !== 'ACTIVE') return refuse('school-not-active');
  if (offering.status !== 'ACTIVE') return refuse('offering-not-active');
  if (!mayRun(school.schoolType, offering.level)) return refuse('level-above-school-type');
  const place = { level: offering.level, mode: offering.mode, scope: application.scope };
  if (!school.qualifications.some((each) => covers(each, place, today))) return refuse('not-qualified');
  if (planLineId === undefined) return refuse('no-published-plan');
  return accept({ application: application as Submitted, planLineId });
}

/** What of the whole batch decides on who gets a seat. */
export interface AdmissionContext extends Asked {
  /** the application that has claimed the person in the city; undefined where the person is admitted already */
  readonly claimant: string | undefined;
  /** takes a seat; false where none is left */
  readonly takeSeat: (planLineId: string) => boolean;
}

/** 录取: a seat for the first application of a person, in the order in which the school names them. */
export function admit(
  { application, planLineId }: Eligible,
  { claimant, takeSeat, subject: admittedBy, at: admittedAt }: AdmissionContext,
): Decision<Admitted, CodeOf<typeof admissionRefusals>> {
  if (claimant === undefined) return refuse('person-already-admitted');
  if (claimant !== application.applicationId) return refuse('person-named-twice');
  if (!takeSeat(planLineId)) return refuse('quota-full');
  return accept({ ...application, state: 'ADMITTED', planLineId, admittedBy, admittedAt });
}

import { accept, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import type { PlanScope } from '#contracts';
import type { Admitted, Application } from './application.js';
import type { Offering } from './offering.js';
import { type Coverage, covers } from './qualification.js';

/** Where the school of an admission stands: its offering, and what it may recruit for. */
export interface StandingAt {
  readonly offering: Pick<Offering, 'level' | 'mode'>;
  readonly school: { readonly qualifications: readonly Coverage[] };
}

/** Whether the school may recruit for the place on the day. */
export const isCovered = (
  { offering: { level, mode }, school }: StandingAt,
  scope: PlanScope,
  on: string,
): boolean => school.qualifications.some((each) => covers(each, { level, mode, scope }, on));

/** Of who was admitted: whether the school may not recruit for the place any more on the day, and the city has not honoured it. */
export const isUnqualified = (
  application: Application,
  standing: StandingAt,
  on: string,
): application is Admitted =>
  application.state === 'ADMITTED' &&
  application.honouredOn === undefined &&
  !isCovered(standing, application.scope, on);

export const unqualifiedRefusals = {
  'qualification-lost': {
    status: 409,
    title: '学校已失去覆盖该录取的招生资质，须经市级认可方可报到',
    detail:
      'No qualification of the school covers the place any more, and the city has not honoured the admission.',
    remedy:
      'Ask the city, which honours, transfers or cancels it by `GET /applications/unqualified-admissions`.',
  },
} as const satisfies Record<string, RefusalWords>;

export const honourRefusals = {
  'not-unqualified': {
    status: 409,
    title: '该录取无须市级处理：尚未录取、已认可或学校仍有招生资质',
    detail:
      'The application is no admission of a school that has lost its qualification, or it is honoured already.',
    remedy: 'Nothing: who is admitted checks in without it.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 认可录取: the person checks in as if the school still had its qualification. A cancellation takes it back. */
export function honour(
  application: Application,
  _input: object,
  { standingOf, today }: { readonly standingOf: (each: Application) => StandingAt; readonly today: string },
): Decision<Application, 'not-unqualified'> {
  if (!isUnqualified(application, standingOf(application), today)) return refuse('not-unqualified');
  return accept({ ...application, honouredOn: today });
}

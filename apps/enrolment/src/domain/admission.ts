import type { SchoolType } from '#contracts';
import type { ApplicationState } from './application.js';
import { mayRun } from './level-rules.js';
import { covers, type Place, type Qualification } from './qualification.js';
import { type Refusal, refusal } from './refusal.js';

export type OfferingStatus = 'ACTIVE' | 'STOPPED' | 'CLOSED';
export type SchoolStatus = 'ACTIVE' | 'CLOSED' | 'MERGED';

/** An application with all that decides on its admission (录取), but for seats and the person's other admissions. */
export interface AdmissionCase extends Place {
  readonly state: ApplicationState;
  readonly offeringStatus: OfferingStatus;
  readonly school: {
    readonly status: SchoolStatus;
    readonly schoolType: SchoolType;
    readonly qualifications: readonly Qualification[];
  };
}

/** Why the applicant cannot be admitted today; undefined when nothing is in the way. */
export function refusalToAdmit(each: AdmissionCase, today: string): Refusal | undefined {
  if (each.state !== 'SUBMITTED') return refusal('wrong-state');
  if (each.school.status !== 'ACTIVE') return refusal('school-not-active');
  if (each.offeringStatus !== 'ACTIVE') return refusal('offering-not-active');
  if (!mayRun(each.school.schoolType, each.level)) return refusal('level-above-school-type');
  const qualified = each.school.qualifications.some((qualification) => covers(qualification, each, today));
  return qualified ? undefined : refusal('not-qualified');
}

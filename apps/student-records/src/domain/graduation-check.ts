import { addMonths } from './months.js';
import type { Active, Registration } from './registration.js';
import type { RegistrationRules } from './rules.js';

export type GraduationFailure =
  | 'not-active'
  | 'term-not-complete'
  | 'conduct-not-passed'
  | 'courses-not-passed'
  | 'identity-mismatch'
  | 'school-unknown';

export interface Candidate {
  readonly registration: Registration;
  /** 思想品德合格 */
  readonly conductPassed: boolean;
  /** 完成规定的全部课程且成绩合格 */
  readonly coursesPassed: boolean;
  /** Two people came with the ID number that would be printed. */
  readonly identityMismatch: boolean;
  readonly schoolKnown: boolean;
}

/**
 * Why a student may not graduate on this day; empty when they may. 学业期满、思想品德合格、完成规定的全部课程且
 * 成绩合格 [F1]. All reasons at once, so that a registrar mends them in one go.
 */
export function graduationFailures(
  candidate: Candidate,
  graduatedOn: string,
  rules: RegistrationRules,
): GraduationFailure[] {
  const { registration, conductPassed, coursesPassed, identityMismatch, schoolKnown } = candidate;
  return [
    ...(registration.state === 'ACTIVE' ? [] : ['not-active' as const]),
    ...(termIsComplete(registration, graduatedOn, rules) ? [] : ['term-not-complete' as const]),
    ...(conductPassed ? [] : ['conduct-not-passed' as const]),
    ...(coursesPassed ? [] : ['courses-not-passed' as const]),
    ...(identityMismatch ? ['identity-mismatch' as const] : []),
    ...(schoolKnown ? [] : ['school-unknown' as const]),
  ];
}

function termIsComplete(
  { startOn, durationMonths }: Pick<Active, 'startOn' | 'durationMonths'>,
  graduatedOn: string,
  { graduationLeadMonths }: RegistrationRules,
): boolean {
  return addMonths(startOn, durationMonths) <= addMonths(graduatedOn, graduationLeadMonths);
}

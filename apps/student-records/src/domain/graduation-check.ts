import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { addMonths } from './months.js';
import { identityRefusals } from './registration.js';
import type { Active, Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import { requestRefusals } from './status-change.js';

export const graduationRefusals = {
  ...identityRefusals,
  'not-active': requestRefusals['not-active'],
  'on-leave': {
    status: 409,
    title: '该学生正在休学，须先办理复学',
    detail: 'The student is on leave.',
    remedy: 'Let the student return first, or leave them out of the batch.',
  },
  'change-is-open': requestRefusals['change-is-open'],
  'before-last-change': requestRefusals['before-last-change'],
  'term-not-complete': {
    status: 409,
    title: '学业未期满',
    detail: 'The agreed duration does not end by the day of graduation.',
    remedy: 'Leave the student out of the batch until the term is complete.',
  },
  'conduct-not-passed': {
    status: 409,
    title: '思想品德未合格',
    detail: 'Conduct was not passed.',
    remedy: 'Leave the student out of the batch until conduct is passed.',
  },
  'courses-not-passed': {
    status: 409,
    title: '未完成规定课程或成绩不合格',
    detail: 'Not all courses were passed.',
    remedy: 'Leave the student out of the batch until all courses are passed.',
  },
  'school-unknown': {
    status: 409,
    title: '学校信息尚未同步，请稍后重试',
    detail: 'Student records has not heard of the school yet; try again shortly.',
    remedy:
      'Try again in a minute; if it stays, the operator looks for a dead letter of `enrolment.schools.v1`.',
  },
} as const satisfies Record<string, RefusalWords>;
export type GraduationFailure = CodeOf<typeof graduationRefusals>;

export interface Candidate {
  readonly registration: Registration;
  /** 思想品德合格 */
  readonly conductPassed: boolean;
  /** 完成规定的全部课程且成绩合格 */
  readonly coursesPassed: boolean;
  /** Two people came with the ID number that would be printed. */
  readonly identityMismatch: boolean;
  readonly schoolKnown: boolean;
  /** A status change of theirs waits for a decision or for its day. */
  readonly changeIsOpen: boolean;
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
  const { registration, conductPassed, coursesPassed, identityMismatch, schoolKnown, changeIsOpen } =
    candidate;
  return [
    ...(registration.state === 'ACTIVE'
      ? []
      : ([registration.state === 'ON_LEAVE' ? 'on-leave' : 'not-active'] as const)),
    ...(changeIsOpen ? ['change-is-open' as const] : []),
    ...(registration.state === 'ACTIVE' && graduatedOn < (registration.stateSince ?? '')
      ? ['before-last-change' as const]
      : []),
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

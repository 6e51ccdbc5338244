import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { type Candidate, type Finding, type GraduationRule, graduationRules } from './graduation-rules.js';
import { identityRefusals } from './may-study.js';
import type { RegistrationRules } from './rules.js';
import { requestRefusals } from './change-refusals.js';

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
  'graduated-before-start': {
    status: 409,
    title: '毕业日期不晚于入学日期',
    detail: 'The day of graduation is not after the day on which the studies began.',
    remedy: 'Discard the batch, and create it with the day on which the students graduate.',
  },
  'studied-too-short': {
    status: 409,
    title: '实际学习时间不足最低学习期限（休学、保留学籍期间不计）',
    detail: 'Fewer months were really studied than anybody must; leave and retention do not count.',
    remedy:
      'Leave the student out of the batch until `minimumMonths` are reached; no exception shortens them.',
  },
  'term-not-complete': {
    status: 409,
    title: '学业未期满（休学、保留学籍期间不计）',
    detail: 'The agreed duration does not end by the day of graduation; leave and retention do not count.',
    remedy:
      'Leave the student out of the batch until `earliestOn`, or request an advance graduation (提前毕业) for them.',
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
  'credits-not-earned': {
    status: 409,
    title: '未修满学分',
    detail: 'Fewer credits were earned than are required.',
    remedy: 'Leave the student out of the batch until the credits are earned and recorded.',
  },
  'completed-too-long-ago': {
    status: 409,
    title: '不在结业转毕业的期限内',
    detail: 'A completion becomes a graduation after its day, and within a time that is over.',
    remedy: 'Look at `completedOn` and `latestOn`; after that the completion stands.',
  },
  'passed-everything': {
    status: 409,
    title: '该学生已全部合格，应毕业而非结业',
    detail: 'The student has passed everything and graduates; a completion is for who has not.',
    remedy: 'Put the student into a batch of kind GRADUATION.',
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

export type Explanation = Finding<GraduationFailure> & {
  readonly rule: GraduationRule;
  readonly title: string;
};

/** 毕业资格核查: what each rule says of a student on this day, whether it passes or not. */
export const explainGraduation = (
  candidate: Candidate,
  graduatedOn: string,
  rules: RegistrationRules,
): Explanation[] =>
  Object.entries(graduationRules).map(([rule, { title, ask }]) => ({
    rule: rule as GraduationRule,
    title,
    ...ask(candidate, graduatedOn, rules),
  }));

/** Why a student may not graduate; empty when they may. All reasons at once, so that a registrar mends them in one go. */
export const failuresOf = (explanations: readonly Explanation[]): GraduationFailure[] =>
  explanations.flatMap((each) => (each.outcome === 'FAILED' ? [each.code] : []));

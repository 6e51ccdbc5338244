import { creditsMet } from './credits.js';
import { addDays, addMonths, monthsBetween } from './months.js';
import type { BatchKind } from './graduation-batch.js';
import type { Active, Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import { leastMonths } from './study-terms.js';

/** A student of a batch, with all that the check must know of them. */
export interface Candidate {
  /** what the batch certifies */
  readonly kind: BatchKind;
  readonly registration: Registration;
  /** 思想品德合格 */
  readonly conductPassed: boolean;
  /** 完成规定的全部课程且成绩合格 */
  readonly coursesPassed: boolean;
  /** 已修学分; asked of who studies by credits (学分制) only */
  readonly creditsEarned: number;
  /** Two people came with the ID number that would be printed. */
  readonly identityMismatch: boolean;
  readonly schoolKnown: boolean;
  /** A status change of theirs waits for a decision or for its day. */
  readonly changeIsOpen: boolean;
  /** 决定文号 by which the authority has granted an advance graduation (提前毕业) */
  readonly advanceGranted?: string;
}

/** What one rule says of one student: figures are what it compared. */
export type Finding<Code extends string = string> =
  | { readonly outcome: 'PASSED' | 'NOT_APPLICABLE'; readonly figures?: Figures }
  | { readonly outcome: 'FAILED'; readonly code: Code; readonly figures?: Figures };
export type Figures = Readonly<Record<string, string | number | boolean>>;

type Rule<Code extends string> = (
  candidate: Candidate,
  graduatedOn: string,
  rules: RegistrationRules,
) => Finding<Code>;

const passes = <Code extends string>(isPassed: boolean, code: Code, figures?: Figures): Finding<Code> =>
  isPassed ? { outcome: 'PASSED', figures } : { outcome: 'FAILED', code, figures };

/** Who has completed (结业) may still graduate. */
const inStudy: Rule<'not-active' | 'on-leave'> = ({ kind, registration: { state } }) =>
  passes(
    state === 'ACTIVE' || (state === 'COMPLETED' && kind === 'GRADUATION'),
    state === 'ON_LEAVE' ? 'on-leave' : 'not-active',
    { state },
  );

const noOpenChange: Rule<'change-is-open'> = ({ changeIsOpen }) => passes(!changeIsOpen, 'change-is-open');

const afterStart: Rule<'graduated-before-start'> = ({ registration: { startOn } }, graduatedOn) =>
  passes(graduatedOn > startOn, 'graduated-before-start', { startOn, graduatedOn });

/** What changed last holds on the day of graduation too: so the registration as it is now is that of the day. */
const afterLastChange: Rule<'before-last-change'> = ({ registration }, graduatedOn) => {
  const stateSince = registration.state === 'ACTIVE' ? registration.stateSince : undefined;
  return stateSince === undefined
    ? { outcome: 'NOT_APPLICABLE' }
    : passes(graduatedOn >= stateSince, 'before-last-change', { stateSince, graduatedOn });
};

/** 结业转毕业, within a time from the completion on. */
const afterCompletion: Rule<'completed-too-long-ago'> = ({ registration }, graduatedOn, rules) => {
  if (registration.state !== 'COMPLETED') return { outcome: 'NOT_APPLICABLE' };
  const { completedOn } = registration;
  const latestOn = addMonths(completedOn, rules.completionToGraduationMonths);
  const isInTime = graduatedOn > completedOn && graduatedOn <= latestOn;
  return passes(isInTime, 'completed-too-long-ago', { completedOn, latestOn });
};

/** What was really studied until a day, that day included: neither leave nor retention count. */
function studiedTime(registration: Registration, lastDay: string) {
  const { daysAway = 0 } = registration as Active;
  return { studiedMonths: monthsBetween(registration.startOn, addDays(lastDay, 1 - daysAway)), daysAway };
}

/** 最低学习期限, for part-time [S] T10, else [D]. No exception leads past it. */
const minimumStudy: Rule<'studied-too-short'> = ({ registration }, graduatedOn, rules) => {
  if (registration.state === 'COMPLETED') return { outcome: 'NOT_APPLICABLE' };
  const partTime = registration.studyMode === 'PART_TIME';
  const minimumMonths = partTime ? rules.partTimeMinimumMonths : rules.fullTimeMinimumMonths;
  const studied = studiedTime(registration, graduatedOn);
  return passes(studied.studiedMonths >= minimumMonths, 'studied-too-short', { ...studied, minimumMonths });
};

/** 学业期满: the agreed term, of a flexible one the shortest, moved on by what was not studied of it; a school year ends before its last day. */
const term: Rule<'term-not-complete'> = ({ registration, advanceGranted }, graduatedOn, rules) => {
  if (registration.state === 'COMPLETED') return { outcome: 'NOT_APPLICABLE' };
  const studied = studiedTime(registration, graduatedOn);
  const { extensionMonths = 0 } = registration as Active;
  const agreedMonths = leastMonths(registration) + extensionMonths;
  const termEndsOn = addDays(addMonths(registration.startOn, agreedMonths), studied.daysAway - 1);
  const earliestOn = addMonths(termEndsOn, -rules.graduationLeadMonths);
  const figures = { ...studied, agreedMonths, termEndsOn, earliestOn };
  if (advanceGranted !== undefined)
    return { outcome: 'NOT_APPLICABLE', figures: { ...figures, advanceDecisionNo: advanceGranted } };
  return passes(graduatedOn >= earliestOn, 'term-not-complete', figures);
};

/** What a graduation asks to be passed, a completion does not. */
const conduct: Rule<'conduct-not-passed'> = ({ kind, conductPassed }) =>
  kind === 'COMPLETION' ? { outcome: 'NOT_APPLICABLE' } : passes(conductPassed, 'conduct-not-passed');

const courses: Rule<'courses-not-passed'> = ({ kind, coursesPassed }) =>
  kind === 'COMPLETION' ? { outcome: 'NOT_APPLICABLE' } : passes(coursesPassed, 'courses-not-passed');

const earned = ({ registration, creditsEarned }: Candidate) =>
  creditsMet(registration as Active, creditsEarned);

const credits: Rule<'credits-not-earned'> = (candidate) => {
  const { creditBased, creditsRequired = 0 } = candidate.registration as Active;
  const { kind, creditsEarned } = candidate;
  if (!creditBased || kind === 'COMPLETION') return { outcome: 'NOT_APPLICABLE' };
  return passes(earned(candidate), 'credits-not-earned', { creditsRequired, creditsEarned });
};

/** 结业 is for who has not passed all; who has, graduates. */
const notAllPassed: Rule<'passed-everything'> = (candidate) => {
  if (candidate.kind === 'GRADUATION') return { outcome: 'NOT_APPLICABLE' };
  const { conductPassed, coursesPassed } = candidate;
  return passes(!(conductPassed && coursesPassed && earned(candidate)), 'passed-everything');
};

const identity: Rule<'identity-mismatch'> = ({ identityMismatch }) =>
  passes(!identityMismatch, 'identity-mismatch');

const schoolKnown: Rule<'school-unknown'> = ({ schoolKnown: isKnown }) => passes(isKnown, 'school-unknown');

/** 毕业条件, in the order in which a registrar reads them: 学业期满、思想品德合格、完成规定的全部课程且成绩合格 [F1], and what lets it be so. */
export const graduationRules = {
  'in-study': { title: '在读', ask: inStudy },
  'no-open-change': { title: '无未办结的学籍异动', ask: noOpenChange },
  'after-start': { title: '毕业日期晚于入学日期', ask: afterStart },
  'after-last-change': { title: '毕业日期不早于最近一次异动', ask: afterLastChange },
  'after-completion': { title: '在结业转毕业期限内', ask: afterCompletion },
  'minimum-study': { title: '达到最低学习期限', ask: minimumStudy },
  term: { title: '学业期满', ask: term },
  conduct: { title: '思想品德合格', ask: conduct },
  courses: { title: '完成规定课程且成绩合格', ask: courses },
  credits: { title: '修满学分', ask: credits },
  'not-all-passed': { title: '未全部合格（结业）', ask: notAllPassed },
  identity: { title: '身份信息无争议', ask: identity },
  school: { title: '学校信息已同步', ask: schoolKnown },
} as const;
export type GraduationRule = keyof typeof graduationRules;

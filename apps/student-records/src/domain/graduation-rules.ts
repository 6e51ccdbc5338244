import { creditsMet } from './credits.js';
import { addDays, addMonths, monthsBetween } from './months.js';
import type { Active, Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import { leastMonths } from './study-terms.js';

/** A student of a batch, with all that the check must know of them. */
export interface Candidate {
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

const inStudy: Rule<'not-active' | 'on-leave'> = ({ registration: { state } }) =>
  passes(state === 'ACTIVE', state === 'ON_LEAVE' ? 'on-leave' : 'not-active', { state });

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

/** What was really studied until a day, that day included: neither leave nor retention count. */
function studiedTime(registration: Registration, lastDay: string) {
  const { daysAway = 0 } = registration as Active;
  return { studiedMonths: monthsBetween(registration.startOn, addDays(lastDay, 1 - daysAway)), daysAway };
}

/** 最低学习期限, for part-time [S] T10, else [D]. No exception leads past it. */
const minimumStudy: Rule<'studied-too-short'> = ({ registration }, graduatedOn, rules) => {
  const partTime = registration.studyMode === 'PART_TIME';
  const minimumMonths = partTime ? rules.partTimeMinimumMonths : rules.fullTimeMinimumMonths;
  const studied = studiedTime(registration, graduatedOn);
  return passes(studied.studiedMonths >= minimumMonths, 'studied-too-short', { ...studied, minimumMonths });
};

/** 学业期满: the agreed term, of a flexible one the shortest, moved on by what was not studied of it; a school year ends before its last day. */
const term: Rule<'term-not-complete'> = ({ registration, advanceGranted }, graduatedOn, rules) => {
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

const conduct: Rule<'conduct-not-passed'> = ({ conductPassed }) =>
  passes(conductPassed, 'conduct-not-passed');

const courses: Rule<'courses-not-passed'> = ({ coursesPassed }) =>
  passes(coursesPassed, 'courses-not-passed');

const credits: Rule<'credits-not-earned'> = ({ registration, creditsEarned }) => {
  const { creditBased, creditsRequired = 0 } = registration as Active;
  return creditBased
    ? passes(creditsMet(registration as Active, creditsEarned), 'credits-not-earned', {
        creditsRequired,
        creditsEarned,
      })
    : { outcome: 'NOT_APPLICABLE' };
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
  'minimum-study': { title: '达到最低学习期限', ask: minimumStudy },
  term: { title: '学业期满', ask: term },
  conduct: { title: '思想品德合格', ask: conduct },
  courses: { title: '完成规定课程且成绩合格', ask: courses },
  credits: { title: '修满学分', ask: credits },
  identity: { title: '身份信息无争议', ask: identity },
  school: { title: '学校信息已同步', ask: schoolKnown },
} as const;
export type GraduationRule = keyof typeof graduationRules;

import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { id, schoolCode } from '#contracts';
import { isLive, type Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';

/** In steps of half a credit [D], so that sums are exact. */
export const credits = z.float64().multipleOf(0.5).min(0).max(500);

const entry = {
  entryId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  /** 课程, 先前学习成果认定, 转入: brought along from another school */
  kind: z.enum(['COURSE', 'PRIOR_LEARNING', 'CARRIED']),
  courseCode: z.string(),
  courseName: z.string(),
  /** 学年学期, of a course: `2025-2026-1` */
  term: z.string().optional(),
  result: z.enum(['PASSED', 'FAILED']),
  /** earned: none of a course that was failed; less than none where the entry compensates another one */
  credits: z.float64(),
  /** where the papers lie: a file number of the school */
  evidence: z.string().optional(),
};

/** 学分: entries that are added up. One that is wrong stays, and another one compensates it. */
export const CreditEntry = z.discriminatedUnion('state', [
  z.object({ ...entry, state: z.literal('RECORDED') }),
  z.object({ ...entry, state: z.literal('COMPENSATED') }),
  z.object({ ...entry, state: z.literal('COMPENSATION'), compensates: id }),
]);
export type CreditEntry = z.infer<typeof CreditEntry>;
type Recorded = Extract<CreditEntry, { state: 'RECORDED' }>;

/** Who studies by credits (学分制) has earned as many as they need; who does not is not asked. */
export const creditsMet = (
  {
    creditBased,
    creditsRequired,
  }: Pick<Extract<Registration, { state: 'ACTIVE' }>, 'creditBased' | 'creditsRequired'>,
  earned: number,
): boolean => !creditBased || earned >= (creditsRequired ?? Infinity);

export const creditRefusals = {
  'registration-not-live': {
    status: 409,
    title: '该学籍不在籍，不能登记学分',
    detail: 'The registration is not live: no credits are recorded any more.',
    remedy: 'Read the registration: it waits for its approval, or has ended.',
  },
  'student-transferred': {
    status: 409,
    title: '该学生已转学，学分由现就读院校登记',
    detail:
      'The student has gone to another school, which records what is earned since, and what was left out before.',
    remedy:
      'Send the papers to the school of the student. What is recorded wrongly here is compensated here, and the credits that were carried follow.',
  },
  'credit-entry-differs': {
    status: 409,
    title: '该课程本学期的成绩已登记，且学分或名称不同；有误请先冲销',
    detail: 'The course has an entry of the same term and result that says otherwise.',
    remedy: 'Compensate the entry that is wrong, with a reason, and then import the row again.',
  },
  'course-credited-already': {
    status: 409,
    title: '该课程已取得学分，不能重复计入',
    detail: 'The student has earned the credits of this course already.',
    remedy: 'Leave the row out; where the earlier entry is wrong, compensate it first.',
  },
} as const satisfies Record<string, RefusalWords>;

const whyNotEarning = ({ state }: Registration) =>
  state === 'TRANSFERRED_OUT' ? 'student-transferred' : 'registration-not-live';

type Result = Pick<CreditEntry, 'courseCode' | 'courseName' | 'term' | 'result' | 'credits'>;

/**
 * A course counts once. The same result given again changes nothing.
 * @param known the entries of the registration that stand, and of those before it since a transfer
 * @returns undefined where it is recorded already
 */
export function recordResult(
  registration: Registration,
  { courseCode, courseName, term, result, credits: of }: Result,
  { newId: entryId, known }: { readonly newId: string; readonly known: readonly CreditEntry[] },
): Decision<Recorded | undefined, CodeOf<typeof creditRefusals>> {
  const earned = result === 'PASSED' ? of : 0;
  const ofCourse = known.filter((each) => each.courseCode === courseCode && each.state === 'RECORDED');
  const same = ofCourse.find((each) => each.term === term && each.result === result);
  if (same)
    return same.credits === earned && same.courseName === courseName
      ? accept(undefined)
      : refuse('credit-entry-differs');
  if (!isLive(registration)) return refuse(whyNotEarning(registration));
  if (result === 'PASSED' && ofCourse.some((each) => each.result === 'PASSED'))
    return refuse('course-credited-already');
  const { registrationId, schoolCode: school } = registration;
  const of_ = { entryId, registrationId, schoolCode: school, version: 1 };
  return accept({
    ...of_,
    kind: 'COURSE',
    courseCode,
    courseName,
    term,
    result,
    credits: earned,
    state: 'RECORDED',
  });
}

/** What a student brings along from the school before, as one entry. @param from the record there, or the transfer that names its papers */
export const carriedCredits = (
  { registrationId, schoolCode: school }: Pick<Registration, 'registrationId' | 'schoolCode'>,
  { from, earned, entryId, evidence }: { readonly from: string; readonly earned: number; readonly entryId: string; readonly evidence?: string },
): Recorded => ({
  entryId, registrationId, schoolCode: school, version: 1, kind: 'CARRIED', courseCode: `CARRIED:${from}`, courseName: '转入学分',
  result: 'PASSED', credits: earned, evidence, state: 'RECORDED',
}); // prettier-ignore

export const priorLearningRefusals = {
  'registration-not-live': creditRefusals['registration-not-live'],
  'student-transferred': creditRefusals['student-transferred'],
  'course-credited-already': creditRefusals['course-credited-already'],
  'not-credit-based': {
    status: 409,
    title: '该学籍未实行学分制，不能认定先前学习成果',
    detail: 'The student does not study by credits.',
    remedy: 'Let the authority decide on study by credits first.',
  },
  'prior-learning-too-much': {
    status: 409,
    title: '先前学习成果认定的学分超过规定比例',
    detail: 'More credits of prior learning than the rules allow of those that are required.',
    remedy: 'Credit less: the rest is earned by courses of this programme.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 先前学习成果认定, with evidence, up to a share of the credits that are required [D]. */
export function creditPriorLearning(
  registration: Registration,
  {
    courseCode,
    courseName,
    credits: earned,
    evidence,
  }: Pick<CreditEntry, 'courseCode' | 'courseName' | 'credits' | 'evidence'>,
  {
    newId: entryId,
    known,
    rules,
  }: { readonly newId: string; readonly known: readonly CreditEntry[]; readonly rules: RegistrationRules },
): Decision<Recorded, CodeOf<typeof priorLearningRefusals>> {
  if (!isLive(registration)) return refuse(whyNotEarning(registration));
  const { creditBased, creditsRequired = 0, registrationId, schoolCode: school } = registration;
  if (!creditBased) return refuse('not-credit-based');
  const stands = known.filter(({ state }) => state === 'RECORDED');
  if (stands.some((each) => each.courseCode === courseCode && each.result === 'PASSED'))
    return refuse('course-credited-already');
  const before = stands
    .filter(({ kind }) => kind === 'PRIOR_LEARNING')
    .reduce((sum, each) => sum + each.credits, 0);
  if ((before + earned) * 100 > creditsRequired * rules.priorLearningPercentAtMost)
    return refuse('prior-learning-too-much');
  return accept({
    entryId,
    registrationId,
    schoolCode: school,
    version: 1,
    kind: 'PRIOR_LEARNING',
    courseCode,
    courseName,
    result: 'PASSED',
    credits: earned,
    evidence,
    state: 'RECORDED',
  });
}

export const compensationRefusals = {
  'credit-entry-not-recorded': {
    status: 409,
    title: '该学分记录已冲销或本身为冲销记录',
    detail: 'The entry was compensated already, or compensates another one.',
    remedy: 'Read the entries of the student; what was compensated by mistake is imported again.',
  },
  'registration-not-live': creditRefusals['registration-not-live'],
} as const satisfies Record<string, RefusalWords>;

/**
 * 冲销: the entry does not count any more; what compensates it is added beside it.
 * @param live registrations that are live, or go on in a live one at another school
 */
export function compensate(
  known: CreditEntry,
  _input: object,
  { live }: { readonly live: ReadonlySet<string> },
): Decision<CreditEntry, CodeOf<typeof compensationRefusals>> {
  if (known.state !== 'RECORDED') return refuse('credit-entry-not-recorded');
  return live.has(known.registrationId)
    ? accept({ ...known, state: 'COMPENSATED' })
    : refuse('registration-not-live');
}

export const compensationOf = (known: CreditEntry, entryId: string): CreditEntry => ({
  ...known,
  entryId,
  version: 1,
  credits: -known.credits,
  state: 'COMPENSATION',
  compensates: known.entryId,
});

/**
 * By how much less each record carries, once entries before it were compensated. One that carries nothing any more, as it has compensated that,
 * counts nothing of them already, nor do those after it.
 * @param after the records that follow, nearest first; @param carrying those that carry something still
 */
export function lessCarried(
  compensated: readonly Pick<CreditEntry, 'registrationId' | 'credits'>[],
  after: (registrationId: string) => readonly string[],
  carrying: ReadonlySet<string>,
): Map<string, number> {
  const less = new Map<string, number>();
  for (const { registrationId, credits: of } of compensated.filter((each) => each.credits > 0))
    for (const each of after(registrationId)) {
      if (!carrying.has(each)) break;
      less.set(each, (less.get(each) ?? 0) + of);
    }
  return less;
}

/** What a record carries of the one before, once entries there were compensated: the entry is another one by so much less. */
export const carriedAnew = (carried: CreditEntry, less: number, entryId: string): CreditEntry[] => {
  const left = carried.credits - less;
  return left > 0 ? [{ ...carried, entryId, version: 1, credits: left, state: 'RECORDED' }] : [];
};

import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import { type EntryQualification, entryQualificationOf } from '#national-codes';
import { type Deciding, decidingRefusals, whyNotTheirs } from './deciding.js';
import { employedSince, employerRefusals } from './employer-change.js';
import { missingPapers, missingPapersWords, programmeRefusals } from './programme.js';
import type { Active, Registration, Submitted } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import { requestRefusals } from './change-refusals.js';

type Studied = Pick<Registration, 'level' | 'studyMode'>;

/** 学制, in months: the regular one, and how short and how long it may become. */
export interface Duration {
  readonly regular: number;
  readonly shortest: number;
  readonly longest: number;
}

/**
 * 学制 of who enters with this at a level; undefined where the table of the city knows none. Part-time study is flexible from
 * a year on [S] T10.
 */
export function durationOf(
  entry: EntryQualification | undefined,
  { level, studyMode }: Studied,
  { regularMonths, shortenedByMonths, prolongedByMonths, partTimeMinimumMonths }: RegistrationRules,
): Duration | undefined {
  const regular = entry && regularMonths[level]?.[entry];
  if (regular === undefined) return undefined;
  const shortest = studyMode === 'PART_TIME' ? partTimeMinimumMonths : regular - shortenedByMonths;
  return { regular, shortest, longest: regular + prolongedByMonths };
}

type Bounds = Pick<Active, 'entryQualification' | 'minMonths' | 'maxMonths'>;

/** What follows from level and entry for a registration. */
export const boundsOf = (
  entry: EntryQualification | undefined,
  of: Studied,
  rules: RegistrationRules,
): Bounds => {
  const duration = durationOf(entry, of, rules);
  return {
    ...(entry && { entryQualification: entry }),
    ...(duration && { minMonths: duration.shortest, maxMonths: duration.longest }),
  };
};

/** What a registration gets with its approval. */
export const termsAtApproval = (registration: Submitted, rules: RegistrationRules): Bounds =>
  boundsOf(entryQualificationOf(registration.priorEducation), registration, rules);

/**
 * After how many months from the start somebody may complete their studies: with a flexible duration (弹性学制) from the
 * shortest one on, and otherwise after what was agreed.
 */
export const leastMonths = (of: Pick<Active, 'durationMonths' | 'flexible' | 'minMonths'>): number =>
  of.flexible ? Math.min(of.minMonths ?? of.durationMonths, of.durationMonths) : of.durationMonths;

export const studyTermRefusals = {
  'not-active': requestRefusals['not-active'],
  'before-last-change': requestRefusals['before-last-change'],
  'decision-of-later-day': {
    status: 409,
    title: '生效日期尚未到，不能登记',
    detail: 'The decision takes effect on a later day.',
    remedy: 'Record the decision on the day from which it holds, or later.',
  },
  'employer-day-not-possible': employerRefusals['employer-day-not-possible'],
  'credits-required-missing': {
    status: 409,
    title: '实行学分制须填写毕业所需学分',
    detail: 'Who studies by credits has a number of credits to earn.',
    remedy: 'Give `creditsRequired`.',
  },
  ...programmeRefusals,
  ...decidingRefusals,
} as const satisfies Record<string, RefusalWords>;

export type StudyTerms = Partial<
  Pick<
    Active,
    | 'entryQualification'
    | 'flexible'
    | 'creditBased'
    | 'creditsRequired'
    | 'alternation'
    | 'programmeType'
    | 'employer'
    | 'contractNo'
    | 'cooperationAgreementNo'
  >
>;

/** 弹性学制、学分制、工学交替、培养类型: what a decision of the authority sets, from its day on. What it does not name stays. */
export function setStudyTerms(
  registration: Registration,
  { effectiveOn, ...terms }: StudyTerms & { readonly effectiveOn: string },
  { rules, ...context }: Deciding & { readonly rules: RegistrationRules },
): Decision<Registration, CodeOf<typeof studyTermRefusals>> {
  if (registration.state !== 'ACTIVE') return refuse('not-active');
  const refusal = whyNotTheirs(context, registration);
  if (refusal) return refuse(refusal);
  if (effectiveOn < (registration.stateSince ?? registration.startOn)) return refuse('before-last-change');
  if (effectiveOn > context.today) return refuse('decision-of-later-day');
  const bounds = terms.entryQualification && boundsOf(terms.entryQualification, registration, rules);
  const since = employedSince(registration, terms.employer, effectiveOn);
  if (!since.ok) return since;
  const after = { ...registration, ...terms, ...bounds, ...since.value };
  if (after.creditBased && after.creditsRequired === undefined) return refuse('credits-required-missing');
  if (after.programmeType === 'NEW_APPRENTICESHIP' && after.studyMode !== 'PART_TIME')
    return refuse('apprenticeship-is-part-time');
  const missing = missingPapers(after, rules);
  return missing.length > 0 ? refuse('programme-papers-missing', missingPapersWords(missing)) : accept(after);
}

export const programmeStatementRefusals = {
  'registration-decided': {
    status: 409,
    title: '该学籍已审批，培养类型材料的变更须由主管部门决定',
    detail: 'The registration was decided on already.',
    remedy: 'Let the authority set it by a decision, with its number and its day.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 补充培养协议: the school states what the programme rests on, before the registration is decided on. */
export function stateProgramme(
  registration: Registration,
  {
    employer,
    contractNo,
    cooperationAgreementNo,
  }: Pick<StudyTerms, 'employer' | 'contractNo' | 'cooperationAgreementNo'>,
  { subject }: Asked,
): Decision<Submitted, CodeOf<typeof programmeStatementRefusals>> {
  if (registration.state !== 'SUBMITTED') return refuse('registration-decided');
  return accept({
    ...registration,
    ...(employer && { employer }),
    ...(contractNo && { contractNo }),
    ...(cooperationAgreementNo && { cooperationAgreementNo }),
    contributors: withContributor(registration.contributors, subject),
  });
}

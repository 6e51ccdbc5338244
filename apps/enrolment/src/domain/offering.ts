import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { id, Level, schoolCode, StudyMode } from '#contracts';
import { inactive, levelTooHigh, unknownSchool, wrongState } from './refusals.js';
import { mayRun, type School } from './school.js';

/** 专业点: a school teaches a major at a level, in a study mode. */
export const Offering = z.object({
  offeringId: id,
  schoolCode,
  catalogueVersion: z.string(),
  majorCode: z.string(),
  level: Level,
  mode: StudyMode,
  status: z.enum(['ACTIVE', 'STOPPED', 'CLOSED']),
  version: z.int(),
});
export type Offering = z.infer<typeof Offering>;

export const offeringRefusals = {
  ...unknownSchool,
  'school-not-active': inactive['school-not-active'],
  'unknown-major': {
    status: 422,
    title: '专业不在该版专业目录中',
    detail: 'The catalogue version does not list this major.',
    remedy: 'Correct the code, or load the version of the catalogue that has the major.',
  },
  'level-not-in-catalogue': {
    status: 409,
    title: '专业目录未列该专业的这一培养层次',
    detail: 'The catalogue does not list this level for the major.',
    remedy: 'Choose a level that the catalogue lists for the major.',
  },
  ...levelTooHigh,
} as const satisfies Record<string, RefusalWords>;

/** What is known of the school and the major that a 专业点 shall join; undefined where there is none. */
export interface OpeningContext {
  readonly school?: Pick<School, 'status' | 'schoolType' | 'levelExemptions'>;
  readonly today: string;
  readonly major?: { readonly levels: readonly Level[] };
}

/** 开设: gives a school an offering. */
export function open(
  wanted: Omit<Offering, 'status' | 'version'>,
  { school, major, today }: OpeningContext,
): Decision<Offering, CodeOf<typeof offeringRefusals>> {
  if (!school) return refuse('unknown-school');
  if (school.status !== 'ACTIVE') return refuse('school-not-active');
  if (!major) return refuse('unknown-major');
  if (!major.levels.includes(wanted.level)) return refuse('level-not-in-catalogue');
  if (!mayRun(school, wanted.level, today)) return refuse('level-above-school-type');
  return accept({ ...wanted, status: 'ACTIVE', version: 1 });
}

/** 停招 */
export const stop = (offering: Offering): Decision<Offering, keyof typeof wrongState> =>
  offering.status === 'ACTIVE' ? accept({ ...offering, status: 'STOPPED' }) : refuse('wrong-state');

import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { id, Level, schoolCode, StudyMode } from '#contracts';
import type { CatalogueMajor } from './catalogue.js';
import { Cooperation } from './cooperation.js';
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
  /** 校企合作, in the order in which they were entered */
  cooperations: z.array(Cooperation),
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
  'major-closed': {
    status: 409,
    title: '该专业在该版专业目录中已撤销',
    detail: 'The version of the catalogue lists the major as closed.',
    remedy: 'Choose its successor, as `GET /catalogue/majors` names it.',
  },
  ...levelTooHigh,
} as const satisfies Record<string, RefusalWords>;

/** What is known of the school and the major that a 专业点 shall join; undefined where there is none. */
export interface OpeningContext {
  readonly school?: Pick<School, 'status' | 'schoolType' | 'levelExemptions'>;
  readonly today: string;
  readonly major?: Pick<CatalogueMajor, 'levels' | 'status'>;
}

/** 开设: gives a school an offering. */
export function open(
  wanted: Omit<Offering, 'status' | 'cooperations' | 'version'>,
  context: OpeningContext,
): Decision<Offering, CodeOf<typeof offeringRefusals>> {
  const code = whyNotOpen(wanted, context);
  return code ? refuse(code) : accept({ ...wanted, status: 'ACTIVE', cooperations: [], version: 1 });
}

function whyNotOpen({ level }: Pick<Offering, 'level'>, { school, major, today }: OpeningContext) {
  if (!school) return 'unknown-school';
  if (school.status !== 'ACTIVE') return 'school-not-active';
  if (!major) return 'unknown-major';
  if (!major.levels.includes(level)) return 'level-not-in-catalogue';
  if (major.status === 'CLOSED') return 'major-closed';
  return mayRun(school, level, today) ? undefined : 'level-above-school-type';
}

export const openAgainRefusals = {
  'offering-stopped': {
    status: 409,
    title: '该专业点已停招，恢复招生须另行办理',
    detail: 'The offering exists and is stopped; opening it anew would change nothing.',
    remedy: 'Reopen it with a reason: `POST /offerings/{offeringId}/reopen`.',
  },
  'offering-closed': {
    status: 409,
    title: '该专业点已撤销，恢复招生须另行办理',
    detail: 'The offering exists and is closed; opening it anew would change nothing.',
    remedy: 'Reopen it with a reason: `POST /offerings/{offeringId}/reopen`.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Opening one that is there: to no effect while it is open, and no way to bring back one that is not. */
export function openAgain({ status }: Offering): CodeOf<typeof openAgainRefusals> | undefined {
  if (status === 'ACTIVE') return undefined;
  return status === 'STOPPED' ? 'offering-stopped' : 'offering-closed';
}

/** 停招 */
export const stop = (offering: Offering): Decision<Offering, keyof typeof wrongState> =>
  offering.status === 'ACTIVE' ? accept({ ...offering, status: 'STOPPED' }) : refuse('wrong-state');

export const reopeningRefusals = { ...wrongState, ...offeringRefusals };

/** 恢复招生, of one that was stopped or closed: under the conditions under which it could be opened today. */
export function reopen(
  offering: Offering,
  context: OpeningContext,
): Decision<Offering, CodeOf<typeof reopeningRefusals>> {
  if (offering.status === 'ACTIVE') return refuse('wrong-state');
  const code = whyNotOpen(offering, context);
  return code ? refuse(code) : accept({ ...offering, status: 'ACTIVE' });
}

export const closingRefusals = {
  ...wrongState,
  'offering-has-live-students': {
    status: 409,
    title: '该专业点仍有在录取、报到或在籍的学生，不能撤销',
    detail: 'Applicants are admitted or checked in, or their registrations live; they are taught out first.',
    remedy: 'Leave the offering stopped until nobody is in it any more, then close it.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 撤销, after 停招, once nobody is in it. @param live how many admissions and registrations live in it */
export function close(
  offering: Offering,
  { live }: { readonly live: number },
): Decision<Offering, CodeOf<typeof closingRefusals>> {
  if (offering.status !== 'STOPPED') return refuse('wrong-state');
  return live === 0 ? accept({ ...offering, status: 'CLOSED' }) : refuse('offering-has-live-students');
}

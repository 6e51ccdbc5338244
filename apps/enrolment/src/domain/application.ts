import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords, stateNames } from '#aggregates/rules';
import {
  AdmissionChannel,
  day,
  employer,
  type ErasureExtent,
  id,
  IdType,
  moment,
  type Person,
  PlanScope,
  ProgrammeType,
  schoolCode,
  Season,
  Sex,
  SourceType,
  StudyMode,
} from '#contracts';
import { ERASED_NAME } from '#national-codes';
import { wrongState } from './refusals.js';
import { KeptWarning } from './warnings.js';

/** Who applies. What is sealed is so by the data key of the application; what is missing was erased. */
const applicant = {
  name: z.string(),
  /** what finds the name, by `nameKeys` */
  namePinyin: z.string(),
  nameInitials: z.string(),
  issuingState: z.string().optional(),
  idNumberSealed: z.string().optional(),
  idNumberIndex: z.string().optional(),
  sex: Sex.optional(),
  birthDate: day.optional(),
  phoneSealed: z.string().optional(),
  /** finds those who share a phone without opening one */
  phoneIndex: z.string().optional(),
  ethnicity: z.string().optional(),
  hukouRegion: z.string().optional(),
  guardianSealed: z.string().optional(),
  priorSchool: z.string().optional(),
};

/** Properties that name or describe a person: they stay out of the history, and an erasure destroys them. */
export const PERSONAL = Object.keys(applicant) as (keyof typeof applicant)[];

/** What a person asks for: a place of an offering. */
const asked = {
  schoolCode,
  offeringId: id,
  year: z.int(),
  season: Season,
  scope: PlanScope,
  studyMode: StudyMode,
  /** The primary group; groups overlap, the others are tags. */
  sourceType: SourceType,
  tags: z.array(SourceType),
  channel: AdmissionChannel,
  priorEducation: z.string(),
  priorGraduatedOn: day.optional(),
  startOn: day,
  durationMonths: z.int(),
  programmeType: ProgrammeType,
  employer: employer.optional(),
};

const submitted = {
  applicationId: id,
  ...asked,
  ...applicant,
  idType: IdType,
  warnings: z.array(KeptWarning).default([]),
  importId: id.optional(),
  importRow: z.int().optional(),
  submittedBy: z.string(),
  submittedAt: moment,
  /** Since then the data key is destroyed. */
  erasedAt: moment.optional(),
  version: z.int(),
};
const admitted = { ...submitted, planLineId: id, admittedBy: z.string(), admittedAt: moment };
const checkedIn = { ...admitted, checkedInBy: z.string(), checkedInOn: day };

/** 报名 */
export const Application = z.discriminatedUnion('state', [
  /** 已报名 */
  z.object({ ...submitted, state: z.literal('SUBMITTED') }),
  /** 已录取 */
  z.object({ ...admitted, state: z.literal('ADMITTED') }),
  /** 已报到 */
  z.object({ ...checkedIn, state: z.literal('CHECKED_IN') }),
  /** 已注册 */
  z.object({ ...checkedIn, state: z.literal('REGISTERED'), registrationId: id, studentNo: z.string() }),
  /** 注册未通过而退回 */
  z.object({ ...checkedIn, state: z.literal('RETURNED'), registrationId: id, returnReason: z.string() }),
  /** 报名信息已删除 */
  z.object({ ...submitted, state: z.literal('ERASED'), erasedAt: moment }),
]);
export type Application = z.infer<typeof Application>;
type In<State> = Extract<Application, { state: State }>;
export type Submitted = In<'SUBMITTED'>;
export type Admitted = In<'ADMITTED'>;
export type CheckedIn = In<'CHECKED_IN'>;
export type Registered = In<'REGISTERED'>;
export type Returned = In<'RETURNED'>;

export const APPLICATION_STATES = stateNames(Application);

/** A complete application as it was asked for, before anything of it is sealed. */
export interface Submission extends z.infer<z.ZodObject<typeof asked>> {
  readonly person: Person;
  readonly priorSchool?: string;
}

/** 报到: the admitted stand at the school with their documents. */
export function checkIn(
  application: Application,
  checkedInOn: string,
  { subject: checkedInBy }: { readonly subject: string },
): Decision<CheckedIn, keyof typeof wrongState> {
  if (application.state !== 'ADMITTED') return refuse('wrong-state');
  return accept({ ...application, state: 'CHECKED_IN', checkedInBy, checkedInOn });
}

/** 注册: the application has reached its end. One that was returned stays as it is. */
export function register(
  application: Application,
  { registrationId, studentNo }: Pick<Registered, 'registrationId' | 'studentNo'>,
): Decision<Registered, keyof typeof wrongState> {
  if (application.state !== 'CHECKED_IN') return refuse('wrong-state');
  return accept({ ...application, state: 'REGISTERED', registrationId, studentNo });
}

/** 退回: only who waits for the registration; a late rejection does not touch who is registered. */
export function giveBack(
  application: Application,
  { registrationId, reason: returnReason }: { readonly registrationId: string; readonly reason: string },
): Decision<Returned, keyof typeof wrongState> {
  if (application.state !== 'CHECKED_IN') return refuse('wrong-state');
  return accept({ ...application, state: 'RETURNED', registrationId, returnReason });
}

export const erasureRefusals = {
  'admission-is-live': {
    status: 409,
    title: '该报名已录取，不能删除个人信息',
    detail: 'The applicant is admitted; nothing of them can be erased.',
    remedy: 'Wait until the registration is decided; student records erases the person then.',
  },
  'erased-by-student-records': {
    status: 409,
    title: '该人员已报到，个人信息删除须由学籍系统办理',
    detail: 'The person has checked in; student records erases them, here as well.',
    remedy: 'Ask for `POST /persons/{personId}/erase` there.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 个人信息删除 of who was never admitted. Of all others student records decides. */
export function eraseApplicant(
  application: Application,
  at: string,
): Decision<Application, CodeOf<typeof erasureRefusals>> {
  if (application.state === 'ADMITTED') return refuse('admission-is-live');
  if (application.state !== 'SUBMITTED' && application.state !== 'ERASED')
    return refuse('erased-by-student-records');
  return accept(erased(application, 'WHOLE', at));
}

/**
 * Numbers, contact and guardian go in any case: of who has become a student, student records keeps the number. CONTACT
 * leaves the name to the roll of the admitted, and the index to the rule of one live admission; WHOLE leaves neither.
 */
export function erased(application: Application, extent: ErasureExtent, at: string): Application {
  const { name, namePinyin, nameInitials, idNumberIndex, sex, birthDate } = application;
  const kept =
    extent === 'WHOLE'
      ? { name: ERASED_NAME, namePinyin: '', nameInitials: '' }
      : { name, namePinyin, nameInitials, idNumberIndex, sex, birthDate };
  const nothing = Object.fromEntries(PERSONAL.map((property) => [property, undefined]));
  const erasedAt = application.erasedAt ?? at;
  const state = application.state === 'SUBMITTED' ? 'ERASED' : application.state;
  return { ...application, ...nothing, ...kept, erasedAt, state } as Application;
}

import { z } from 'zod';
import { stateNames } from '#aggregates/rules';
import {
  AdmissionChannel,
  day,
  employer,
  id,
  IdType,
  moment,
  type Person,
  PlanScope,
  ProgrammeType,
  RegistrationState,
  schoolCode,
  Season,
  Sex,
  SourceType,
  StudyMode,
} from '#contracts';
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
  /** finds a person again who comes with another document */
  guardianIndex: z.string().optional(),
  /** each: who it was said to be before a correction, with who corrected it and when */
  formerPersonsSealed: z.array(z.string()).optional(),
  priorSchool: z.string().optional(),
  /** what a platform delivered last, as a keyed hash: it tells whether it delivers the same again */
  deliveryDigest: z.string().optional(),
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
  /** 市外合作单位, of the channel OUT_OF_CITY */
  partnerId: id.optional(),
};

const applied = {
  applicationId: id,
  ...asked,
  ...applicant,
  idType: IdType,
  warnings: z.array(KeptWarning).default([]),
  importId: id.optional(),
  importRow: z.int().optional(),
  /** Only of what an outside platform delivered: its number there, and the subject of the platform. */
  platformNumber: z.string().optional(),
  deliveredBy: z.string().optional(),
  submittedBy: z.string(),
  submittedAt: moment,
  /** 经手人: everybody who had a hand in it. Nobody of them decides on the registration that follows. */
  contributors: z.array(z.string()).default([]),
  /** The record of an earlier stage of study at a school of the city, where there is one. */
  previousRegistrationId: id.optional(),
  /** Until this day the city lets the person hold this admission beside another one. */
  secondAdmissionUntil: day.optional(),
  /** 调剂: the application by which the person was admitted at the school before. */
  transferredFrom: id.optional(),
  /** Since then the data key is destroyed. */
  erasedAt: moment.optional(),
  version: z.int(),
};
const waiting = { waitlistLineId: id, waitlistRank: z.int() };
/** Only of who got the seat that somebody else had given back. */
const offered = { offeredAt: moment };
const admitted = {
  ...applied,
  planLineId: id,
  admittedBy: z.string(),
  admittedAt: moment,
  /** 认可: the city lets the person check in although the school has lost its qualification. */
  honouredOn: day.optional(),
  offeredAt: moment.optional(),
};
const checkedIn = { ...admitted, checkedInBy: z.string(), checkedInOn: day };
const registered = { ...checkedIn, registrationId: id, studentNo: z.string() };
/** `registrationVersion` tells an older word of student records from a newer one: they come by two topics. */
const followed = { ...registered, registrationVersion: z.int().optional() };
/** `planLineId` only of who had a seat, `admittedAt` of who was admitted to it. */
const closed = {
  ...applied,
  planLineId: id.optional(),
  closedBy: z.string(),
  closedAt: moment,
  closingCode: z.string().optional(),
  /** 调剂: the application by which the person is admitted at another school. */
  transferredTo: id.optional(),
  admittedBy: z.string().optional(),
  admittedAt: moment.optional(),
};

/** 报名 */
export const Application = z.discriminatedUnion('state', [
  /** 草稿: complete, and not handed in yet */
  z.object({ ...applied, state: z.literal('DRAFT') }),
  /** 已报名 */
  z.object({ ...applied, state: z.literal('SUBMITTED') }),
  /** 审核中 */
  z.object({ ...applied, state: z.literal('UNDER_REVIEW') }),
  /** 候补 */
  z.object({ ...applied, ...waiting, state: z.literal('WAITLISTED') }),
  /** 递补待确认: a seat is kept until the end of a day */
  z.object({ ...applied, ...offered, planLineId: id, offerEndsOn: day, state: z.literal('OFFERED') }),
  /** 已录取 */
  z.object({ ...admitted, state: z.literal('ADMITTED') }),
  /** 已报到 */
  z.object({ ...checkedIn, state: z.literal('CHECKED_IN') }),
  /** 已注册 */
  z.object({ ...followed, state: z.literal('REGISTERED') }),
  /** 学籍已终止: graduated, withdrawn or the like; the person may apply for the next stage */
  z.object({
    ...followed,
    state: z.literal('STUDY_ENDED'),
    endedAs: RegistrationState,
    endedOn: day,
    deceasedOn: day.optional(),
  }),
  /** 注册未通过而退回 */
  z.object({ ...checkedIn, state: z.literal('RETURNED'), registrationId: id, returnReason: z.string() }),
  /** 撤回报名 */
  z.object({ ...closed, state: z.literal('WITHDRAWN') }),
  /** 未录取 */
  z.object({ ...closed, state: z.literal('REJECTED') }),
  /** 放弃录取 */
  z.object({ ...closed, state: z.literal('DECLINED') }),
  /** 取消 by the city */
  z.object({ ...closed, state: z.literal('CANCELLED') }),
  /** 未报到 */
  z.object({ ...closed, state: z.literal('NO_SHOW') }),
  /** 报名信息已删除 */
  z.object({ ...applied, state: z.literal('ERASED'), erasedAt: moment }),
]);
export type Application = z.infer<typeof Application>;
export type ApplicationState = Application['state'];
type In<State extends ApplicationState> = Extract<Application, { state: State }>;
export type Pending = In<(typeof PENDING_STATES)[number]>;
export type Offered = In<'OFFERED'>;
export type Admitted = In<'ADMITTED'>;
export type CheckedIn = In<'CHECKED_IN'>;
export type Registered = In<'REGISTERED'>;
export type Returned = In<'RETURNED'>;
export type Closed = In<(typeof CLOSED_STATES)[number]>;

export const APPLICATION_STATES = stateNames(Application);

/** Without a seat, and not over: the school may still correct it. */
export const PENDING_STATES = ['DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED'] as const;
/** With a seat that is not used yet. */
export const SEATED_STATES = ['OFFERED', 'ADMITTED'] as const;
/** What takes up the place that a person applies for. */
export const LIVE_STATES = [...PENDING_STATES, ...SEATED_STATES, 'CHECKED_IN', 'REGISTERED'] as const;
/** Over before a registration. */
export const CLOSED_STATES = ['WITHDRAWN', 'REJECTED', 'DECLINED', 'CANCELLED', 'NO_SHOW'] as const;

/** Whether an application is in one of some states. */
export const isOneOf = <State extends ApplicationState>(
  states: readonly State[],
  application: Pick<Application, 'state'>,
): application is In<State> => (states as readonly ApplicationState[]).includes(application.state);

/** A complete application as it was asked for, before anything of it is sealed. */
export interface Submission extends z.infer<z.ZodObject<typeof asked>> {
  readonly person: Person;
  readonly priorSchool?: string;
}

import { z } from 'zod';
import { stateNames } from '#aggregates/rules';
import {
  AdmissionChannel,
  day,
  employer,
  id,
  Level,
  moment,
  PlanScope,
  ProgrammeType,
  RegistrationState as StateCode,
  schoolCode,
  Season,
  SourceType,
  StudyMode,
} from '#contracts';
import { ENTRY_QUALIFICATIONS } from '#national-codes';

/** 在读、休学、保留学籍: in which a record of before the system is taken over. */
export const TAKEN_OVER_STATES = ['ACTIVE', 'ON_LEAVE', 'RETAINED'] as const;

/** What tells of a person: it stays out of the history, and an erasure destroys it. */
const ofPerson = {
  /** finds registrations that name a person alike, without opening anything: of document, name, sex and birth date */
  statedIdentity: z.string().optional(),
  /** each: what a correction keeps, see `former-persons.ts` */
  formerPersonsSealed: z.array(z.string()).optional(),
  /** who the check-in said the student is, while it is in dispute */
  statedPersonSealed: z.string().optional(),
};
export const PERSONAL = Object.keys(ofPerson) as (keyof typeof ofPerson)[];

/**
 * 学籍, as it was taken over from the check-in. Whom it is of may change until it is approved; afterwards major, level and
 * what is offered change by a status change, and the rest does not.
 */
const enrolled = {
  registrationId: id,
  personId: id,
  applicationId: id,
  schoolCode,
  version: z.int(),
  offeringId: id,
  /** none of who was taken over */
  planLineId: id.optional(),
  year: z.int(),
  season: Season,
  sourceType: SourceType,
  tags: z.array(z.string()),
  channel: AdmissionChannel,
  scope: PlanScope,
  studyMode: StudyMode,
  level: Level,
  programmeType: ProgrammeType,
  priorEducation: z.string(),
  major: z.object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string() }),
  employer: employer.optional(),
  /** 劳动（培养）合同编号, 校企合作协议编号: what a programme of its type rests on */
  contractNo: z.string().optional(),
  cooperationAgreementNo: z.string().optional(),
  startOn: day,
  durationMonths: z.int(),
  checkedInOn: day,
  submittedBy: z.string(),
  submittedAt: moment,
  /** Everybody who had a hand in the application, from its import to the check-in. */
  contributors: z.array(z.string()).default([]),
  /** The record before this one: of the stage of study that the person graduated from in this city, or of the school that they were transferred from. */
  previousRegistrationId: id.optional(),
  /** Whose it is, since persons were merged or split; `personId` stays the key of its facts. See {@link holderOf}. */
  holderId: id.optional(),
  /** The last change of who the person is that the registration has followed. */
  identityChangeId: id.optional(),
  /** The check-in came with another name, sex or birth date than the document is known under. */
  identityMismatch: z.boolean(),
  /** 证件照: what its JPEG hashes to */
  photoSha256: z.string().optional(),
  /** 转入: from which day on, from which school, and how many months were studied by then */
  transferredInOn: day.optional(),
  transferredFromSchool: schoolCode.optional(),
  monthsCarried: z.int().optional(),
  /** 市外转入: from which school; the studies began there */
  transferredFromOutside: z.object({ province: z.string(), name: z.string() }).optional(),
  /** Days on leave or retained that are over, and those between two schools: they do not count as studied. */
  daysAway: z.int().optional(),
  /** Since which day the last status change holds, or a transfer into the school; neither before the first one. */
  stateSince: day.optional(),
  /** 接管: the file that it came with, and the state that it had there; see `taking-over.ts` */
  takenOverImportId: id.optional(),
  takenOverAs: z.enum(TAKEN_OVER_STATES).optional(),
  ...ofPerson,
};
/** 弹性学制、学分制、工学交替: set at the approval, or by a decision since. */
const terms = {
  entryQualification: z.enum(ENTRY_QUALIFICATIONS).optional(),
  /** 最短、最长学习年限 */
  minMonths: z.int().optional(),
  maxMonths: z.int().optional(),
  flexible: z.boolean().optional(),
  creditBased: z.boolean().optional(),
  creditsRequired: z.float64().optional(),
  alternation: z.boolean().optional(),
};
const onRecord = {
  ...enrolled,
  /** 学籍号; opaque, never parsed for meaning. [D] */
  studentNo: z.string(),
  /** Nobody of who was taken over: their school’s balance is confirmed as a whole. */
  approvedBy: z.string().optional(),
  approvedAt: moment,
  leavesTaken: z.int(),
  ...terms,
  /** 留级: how often a year was repeated. */
  repeats: z.int().optional(),
  /** 延长学制: by how many months in all the agreed duration was extended, by extension or a repeated year. */
  extensionMonths: z.int().optional(),
  /** Since when the employer on record is the present one, by a change or a decision; not before the first one. */
  employerSince: day.optional(),
  /** 离开用人单位: since then there is no employer on record. */
  employerLeftOn: day.optional(),
  /** When the last status change was recorded. */
  stateRecordedAt: moment.optional(),
  /** The last status change that was applied, and the state that it found. */
  lastChangeId: id.optional(),
  changedFrom: StateCode.optional(),
  /** 离校后死亡: of who does not study any more; and when that was recorded, or taken back, last. */
  deceasedOn: day.optional(),
  deathNotedAt: moment.optional(),
};
const away = {
  ...onRecord,
  /** 应复学日期; of who serves in the army, the last day on which they can return as far as it is known. */
  returnExpectedOn: day,
  /** The day on which the school was told that the return is overdue. */
  returnOverdueNotedOn: day.optional(),
};
const ended = {
  ...onRecord,
  /** The day from which the person does not study here any more. */
  endedOn: day,
  endReasonCode: z.string(),
  /** The status change by which it ended; another act, such as a transfer, has a number of its own. */
  endedByChangeId: id.optional(),
};
const completed = { ...onRecord, completedOn: day, graduationBatchId: id };
const graduatedOnce = {
  ...onRecord,
  graduatedOn: day,
  graduationBatchId: id,
  /** of who was given a certificate of completion before */
  completedOn: day.optional(),
};

/**
 * 学籍状态. Who is examined for graduation is ACTIVE and stands in a graduation batch: a state of its own would say the same
 * twice. 肄业 is no state either, but what a certificate says of who has WITHDRAWN after a year or more.
 */
export const Registration = z.discriminatedUnion('state', [
  z.object({ ...enrolled, state: z.literal('SUBMITTED') }),
  z.object({
    ...enrolled,
    state: z.literal('REJECTED'),
    rejectionReason: z.string(),
    rejectedBy: z.string(),
    rejectedAt: moment,
  }),
  z.object({ ...onRecord, state: z.literal('ACTIVE') }),
  /** 休学 */
  z.object({ ...away, state: z.literal('ON_LEAVE') }),
  /** 保留学籍, of who serves in the army */
  z.object({ ...away, state: z.literal('RETAINED') }),
  /** 转学: asked for, and still of this school */
  z.object({ ...onRecord, state: z.literal('TRANSFER_PENDING') }),
  /** 转出 */
  z.object({ ...ended, state: z.literal('TRANSFERRED_OUT') }),
  /** 退学 */
  z.object({ ...ended, state: z.literal('WITHDRAWN') }),
  /** 开除 */
  z.object({ ...ended, state: z.literal('EXPELLED') }),
  /** 死亡 */
  z.object({ ...ended, state: z.literal('DECEASED') }),
  /** 注销: fraud, a record made twice, or a graduation that was revoked for good */
  z.object({ ...ended, state: z.literal('CANCELLED') }),
  /** 结业 */
  z.object({ ...completed, state: z.literal('COMPLETED') }),
  z.object({ ...graduatedOnce, state: z.literal('GRADUATED') }),
  /** 撤销毕业, or 撤销结业 of who had not graduated */
  z.object({
    ...graduatedOnce,
    graduatedOn: day.optional(),
    state: z.literal('GRADUATION_REVOKED'),
    decisionNo: z.string(),
    revocationReason: z.string(),
    revokedBy: z.string(),
    revokedAt: moment,
  }),
]);
export type Registration = z.infer<typeof Registration>;
export type RegistrationState = Registration['state'];
/** A registration in one of these states. */
export type In<State extends RegistrationState> = Extract<Registration, { state: State }>;
export type Submitted = In<'SUBMITTED'>;
export type Rejected = In<'REJECTED'>;
export type Active = In<'ACTIVE'>;
export type OnLeave = In<'ON_LEAVE'>;
export type Completed = In<'COMPLETED'>;
export type Graduated = In<'GRADUATED'>;
export type GraduationRevoked = In<'GRADUATION_REVOKED'>;

export const REGISTRATION_STATES = stateNames(Registration);

/** 在籍: at most one such registration of a person, across both study modes. [D], after F5 and F20 */
export const LIVE_STATES = ['ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING'] as const;
export type Live = In<(typeof LIVE_STATES)[number]>;
export type Away = In<'ON_LEAVE' | 'RETAINED'>;

/** The person does not study here any more; some ways lead back, each by a decision of its own. */
export const ENDED_STATES = [
  'TRANSFERRED_OUT',
  'WITHDRAWN',
  'EXPELLED',
  'DECEASED',
  'CANCELLED',
  'COMPLETED',
  'GRADUATED',
  'GRADUATION_REVOKED',
] as const;

export const isLive = (registration: Registration): registration is Live =>
  LIVE_STATES.includes(registration.state as Live['state']);

/** The person whom a registration is of. */
export const holderOf = ({ holderId, personId }: Pick<Submitted, 'holderId' | 'personId'>): string =>
  holderId ?? personId;

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

/** Who applies. What is sealed is so by the data key of the application; what is missing was erased. */
const applicant = {
  name: z.string(),
  /** what finds the name, by `nameKeys` */
  namePinyin: z.string(),
  nameInitials: z.string(),
  idNumberSealed: z.string().optional(),
  idNumberIndex: z.string().optional(),
  sex: Sex.optional(),
  birthDate: day.optional(),
  phoneSealed: z.string().optional(),
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

/** One thing that is wrong with an application. Fields are named as the columns of an import are. */
export interface Fault {
  readonly field: 'sex' | 'birthDate' | 'startOn' | 'guardianName' | 'employerUscc' | 'employerName';
  readonly code: string;
  readonly message: string;
}

/** What of an application decides whether it is complete; flat, as a row of a file has it. */
export interface Particulars {
  readonly birthDate: string;
  readonly sex: string;
  /** Birth date and sex as the ID number says them; absent for documents that say neither. */
  readonly numberSays: { readonly birthDate?: string; readonly sex?: '1' | '2' };
  readonly year: number;
  readonly startOn: string;
  readonly studyMode: StudyMode;
  readonly sourceType: SourceType;
  readonly programmeType: ProgrammeType;
  readonly guardianName?: string;
  readonly guardianPhone?: string;
  readonly employerUscc?: string;
  readonly employerName?: string;
}

/**
 * What makes an application unfit to be submitted. A part-time study of less than twelve months is not among it:
 * that is for the registration to refuse.
 */
export function faultsOf(particulars: Particulars): Fault[] {
  return [
    ...identityFaults(particulars),
    ...dateFaults(particulars),
    ...guardianFaults(particulars),
    ...employerFaults(particulars),
  ];
}

/** A mismatch is an error, never an overwrite. */
function identityFaults({ birthDate, sex, numberSays }: Particulars): Fault[] {
  const faults: Fault[] = [];
  if (numberSays.birthDate && numberSays.birthDate !== birthDate)
    faults.push(fault('birthDate', 'birth-date-mismatch', '出生日期与证件号码不一致'));
  if (numberSays.sex && numberSays.sex !== sex)
    faults.push(fault('sex', 'sex-mismatch', '性别与证件号码不一致'));
  return faults;
}

/** Days of which one must be mistyped; which one, the school knows. The bounds of a hundred years and of one are [D]. */
function dateFaults({ birthDate, startOn, year }: Particulars): Fault[] {
  if (startOn <= birthDate) return [impossible('入学日期不在出生日期（见证件号码）之后，请核对两项')];
  if (Math.abs(Number(startOn.slice(0, 4)) - year) > 1)
    return [impossible('入学日期的年份与年度相差超过一年，请核对两项')];
  return isYounger(birthDate, startOn, 100)
    ? []
    : [impossible('按出生日期（见证件号码），到入学日期已满 100 周岁，请核对两项')];
}

/** 监护人 is required for who is under 18 on the first day of study [D]. */
function guardianFaults({ birthDate, startOn, guardianName, guardianPhone }: Particulars): Fault[] {
  if (!isMinor(birthDate, startOn) || (guardianName && guardianPhone)) return [];
  return [fault('guardianName', 'guardian-required', '入学时未满 18 周岁，须填写监护人姓名和电话')];
}

/** 用人单位 is required of part-time employees [D] and of new apprentices (企业新型学徒制). */
function employerFaults(particulars: Particulars): Fault[] {
  const { employerUscc, employerName } = particulars;
  if (!employerUscc && employerName)
    return [fault('employerUscc', 'employer-required', '填写了用人单位名称，须同时填写统一社会信用代码')];
  if (!employerUscc && needsEmployer(particulars))
    return [
      fault('employerUscc', 'employer-required', '企业职工非全日制学习或新型学徒，须填写用人单位信用代码'),
    ];
  if (employerUscc && !employerName)
    return [fault('employerName', 'employer-name-required', '须填写用人单位名称')];
  return [];
}

function needsEmployer({ sourceType, studyMode, programmeType }: Particulars): boolean {
  const isPartTimeEmployee = sourceType === 'ENTERPRISE_EMPLOYEE' && studyMode === 'PART_TIME';
  return isPartTimeEmployee || programmeType === 'NEW_APPRENTICESHIP';
}

export const isMinor = (birthDate: string, on: string): boolean => isYounger(birthDate, on, 18);

/** Days are compared as text; who was born on 29 February comes of age on 1 March of a common year. */
function isYounger(birthDate: string, on: string, years: number): boolean {
  return `${Number(birthDate.slice(0, 4)) + years}${birthDate.slice(4)}` > on;
}

const fault = (field: Fault['field'], code: string, message: string): Fault => ({ field, code, message });
const impossible = (message: string): Fault => fault('startOn', 'start-impossible', message);

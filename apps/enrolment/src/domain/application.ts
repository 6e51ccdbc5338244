import type {
  AdmissionChannel,
  Person,
  PlanScope,
  ProgrammeType,
  Season,
  SourceType,
  StudyMode,
} from '#contracts';

/** SUBMITTED 已报名, ADMITTED 已录取, CHECKED_IN 已报到, REGISTERED 已注册, RETURNED 注册未通过而退回, ERASED 报名信息已删除. */
export const APPLICATION_STATES = [
  'SUBMITTED',
  'ADMITTED',
  'CHECKED_IN',
  'REGISTERED',
  'RETURNED',
  'ERASED',
] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** 报名: a person asks for a place of an offering, as submitted. */
export interface Application {
  readonly offeringId: string;
  readonly schoolCode: string;
  readonly studyMode: StudyMode;
  readonly year: number;
  readonly season: Season;
  readonly scope: PlanScope;
  readonly person: Person;
  /** The primary group; groups overlap, the others are tags. */
  readonly sourceType: SourceType;
  readonly tags: readonly SourceType[];
  readonly channel: AdmissionChannel;
  readonly priorSchool?: string;
  readonly priorEducation: string;
  readonly startOn: string;
  readonly durationMonths: number;
  readonly programmeType: ProgrammeType;
  readonly employer?: { readonly uscc: string; readonly name: string };
}

/** One thing that is wrong with an application. Fields are named as the columns of an import are. */
export interface Fault {
  readonly field: 'sex' | 'birthDate' | 'guardianName' | 'employerUscc' | 'employerName';
  readonly code: string;
  readonly message: string;
}

/** What of an application decides whether it is complete; flat, as a row of a file has it. */
export interface Particulars {
  readonly birthDate: string;
  readonly sex: string;
  /** Birth date and sex as the ID number says them; absent for documents that say neither. */
  readonly numberSays: { readonly birthDate?: string; readonly sex?: '1' | '2' };
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
  return [...identityFaults(particulars), ...guardianFaults(particulars), ...employerFaults(particulars)];
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

/** Days are compared as text; who was born on 29 February comes of age on 1 March of a common year. */
export function isMinor(birthDate: string, on: string): boolean {
  return `${Number(birthDate.slice(0, 4)) + 18}${birthDate.slice(4)}` > on;
}

const fault = (field: Fault['field'], code: string, message: string): Fault => ({ field, code, message });

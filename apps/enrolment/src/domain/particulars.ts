import type { ProgrammeType, SourceType, StudyMode } from '#contracts';

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

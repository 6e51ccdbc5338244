import type { SourceType } from '#contracts';
import { type EntryQualification, entryQualificationOf } from '#national-codes';
import { ageOn } from './age.js';
import { error, type Fault, warning } from './field-rules.js';
import type { Particulars } from './particulars.js';
import type { StudyRules } from './study-rules.js';

/** 学历、层次、学制: may somebody with this education study this, and so long? */
export function studyFaults(particulars: Particulars, rules: StudyRules): Fault[] {
  const { priorEducation, level, sourceType } = particulars;
  const entry = entryQualificationOf(priorEducation);
  if (!entry) return [error('priorEducation', 'prior-education-unknown')];
  const paths = rules.regularMonths[level];
  const regular = paths?.[entry];
  if (paths && regular === undefined) return [error('level', 'level-not-open')];
  const fits = EDUCATION_OF[sourceType]?.includes(entry) ?? true;
  return [
    ...(fits ? [] : [warning('priorEducation', 'source-against-education')]),
    ...(regular === undefined ? [] : durationFaults(particulars, regular, rules)),
  ];
}

/** What the group of an applicant says of their education. */
const EDUCATION_OF: Partial<Record<SourceType, readonly EntryQualification[]>> = {
  JUNIOR_CURRENT: ['JUNIOR_HIGH'],
  JUNIOR_PAST: ['JUNIOR_HIGH'],
  SENIOR_CURRENT: ['SENIOR_HIGH'],
  SENIOR_PAST: ['SENIOR_HIGH'],
  VOCATIONAL_GRAD: ['INTERMEDIATE_WORKER', 'SENIOR_WORKER'],
  UNEMPLOYED_COLLEGE_GRAD: ['COLLEGE'],
};

/** Part-time study is flexible (弹性学制, T10); only that of employees has a least duration. */
function durationFaults(particulars: Particulars, regular: number, rules: StudyRules): Fault[] {
  const { durationMonths, studyMode } = particulars;
  if (studyMode === 'PART_TIME')
    return durationMonths < rules.partTimeMinimumMonths && !isPartTimeEmployee(particulars)
      ? [warning('durationMonths', 'duration-not-regular')]
      : [];
  const [least, most] = [regular - rules.shortenedBy, regular + rules.prolongedBy];
  if (durationMonths < least || durationMonths > most) {
    const words = `全日制学制按原学历和层次应为 ${regular} 个月（${least} 至 ${most} 个月），请核对原学历、层次和学制月数`;
    return [error('durationMonths', 'duration-impossible', words)];
  }
  return durationMonths === regular ? [] : [warning('durationMonths', 'duration-not-regular')];
}

/** 企业职工 by primary group, by tag or as a new apprentice, as student records decides too. */
export function employeeFaults(particulars: Particulars, { partTimeMinimumMonths }: StudyRules): Fault[] {
  const { programmeType, studyMode, durationMonths } = particulars;
  if (programmeType === 'NEW_APPRENTICESHIP' && studyMode !== 'PART_TIME')
    return [error('studyMode', 'apprenticeship-is-part-time')];
  return isPartTimeEmployee(particulars) && durationMonths < partTimeMinimumMonths
    ? [error('durationMonths', 'part-time-too-short')]
    : [];
}

export function isPartTimeEmployee({ sourceType, tags, programmeType, studyMode }: Particulars): boolean {
  const employed = [sourceType, ...tags].includes('ENTERPRISE_EMPLOYEE');
  return studyMode === 'PART_TIME' && (employed || programmeType === 'NEW_APPRENTICESHIP');
}

/** Days of which one must be mistyped; which one, the school knows. */
export function dateFaults(particulars: Particulars, rules: StudyRules): Fault[] {
  const { birthDate, startOn, year } = particulars;
  if (startOn <= birthDate) return [error('startOn', 'start-impossible', BEFORE_BIRTH)];
  if (Math.abs(Number(startOn.slice(0, 4)) - year) > 1)
    return [error('startOn', 'start-impossible', FAR_OFF)];
  return [...ageFaults(particulars, rules), ...seasonFaults(particulars), ...graduationFaults(particulars, rules)]; // prettier-ignore
}

const BEFORE_BIRTH = '入学日期不在出生日期（见证件号码）之后，请核对两项';
const FAR_OFF = '入学日期的年份与年度相差超过一年，请核对两项';

function ageFaults({ birthDate, startOn }: Particulars, { ages }: StudyRules): Fault[] {
  const age = ageOn(birthDate, startOn);
  if (age < ages.from || age > ages.to) {
    const words = `按出生日期（见证件号码），到入学日期为 ${age} 周岁，应为 ${ages.from} 至 ${ages.to} 周岁，请核对两项`;
    return [error('startOn', 'age-out-of-range', words)];
  }
  return age < ages.usualFrom || age > ages.usualTo ? [warning('birthDate', 'age-at-the-edge')] : [];
}

/** First months of study of a season; a season that a city has added has none here. [D] */
const MONTHS: Partial<Record<string, readonly [from: string, to: string]>> = {
  SPRING: ['02', '07'],
  AUTUMN: ['08', '12'],
};

function seasonFaults({ startOn, year, season }: Particulars): Fault[] {
  const [from, to] = MONTHS[season] ?? [];
  const month = startOn.slice(0, 7);
  const inSeason = !from || (month >= `${year}-${from}` && month <= `${year}-${to}`);
  return inSeason ? [] : [warning('startOn', 'start-out-of-season')];
}

/** The prior graduation lies between birth and study; that of this year's leavers in the year of the plan. */
function graduationFaults(particulars: Particulars, { youngestGraduate }: StudyRules): Fault[] {
  const { priorGraduatedOn, birthDate, startOn, sourceType, year, season } = particulars;
  if (!priorGraduatedOn) return [];
  if (priorGraduatedOn > startOn) return [graduationImpossible('毕业日期晚于入学日期，请核对两项')];
  if (ageOn(birthDate, priorGraduatedOn) < youngestGraduate)
    return [
      graduationImpossible(`按出生日期（见证件号码），毕业日期不满 ${youngestGraduate} 周岁，请核对两项`),
    ];
  const years = season === 'SPRING' ? [year - 1, year] : [year];
  const isCurrent = sourceType === 'JUNIOR_CURRENT' || sourceType === 'SENIOR_CURRENT';
  return isCurrent && !years.includes(Number(priorGraduatedOn.slice(0, 4)))
    ? [warning('priorGraduatedOn', 'graduation-not-current')]
    : [];
}

const graduationImpossible = (words: string) => error('priorGraduatedOn', 'graduation-impossible', words);

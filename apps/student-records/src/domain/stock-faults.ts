import { ageOn } from './age.js';
import { addMonths, isMinor } from './months.js';
import { isEnterpriseEmployee } from './part-time.js';
import { missingPapers, missingPapersWords } from './programme.js';
import type { RegistrationRules } from './rules.js';
import { extensionOf, type StockRow } from './taking-over.js';

/** What a rule has against a row: an error where the city would be wrong, a warning where old data cannot meet it. */
export interface StockFault {
  readonly on: 'state' | 'startOn' | 'awaySince' | 'returnExpectedOn' | 'guardianName' | 'employerUscc' | 'programmeType' | 'durationMonths' | 'sourceType' | 'priorEducation' | 'birthDate'; // prettier-ignore
  readonly code: string;
  readonly message: string;
  readonly grade?: 'WARNING';
}

export const stockFaults = (row: StockRow, rules: RegistrationRules, today: string): StockFault[] => [
  ...wrongDays(row, today),
  ...unmetRules(row, rules, today),
];

const error = (on: StockFault['on'], code: string, message: string): StockFault => ({ on, code, message });
const warn = (on: StockFault['on'], code: string, message: string): StockFault => ({
  ...error(on, code, message),
  grade: 'WARNING',
});

/** No day of the past may contradict another one: figures as of past days rest on them. */
function wrongDays(
  { state, startOn, birthDate, awaySince, returnExpectedOn }: StockRow,
  today: string,
): StockFault[] {
  const faults: StockFault[] = [];
  if (startOn > today) faults.push(error('startOn', 'not-begun', '入学日期晚于今天，请经报名录取办理'));
  if (ageOn(birthDate, startOn) < YOUNGEST) faults.push(error('birthDate', 'too-young', `入学时不满 ${YOUNGEST} 周岁，请核对出生日期和入学日期`)); // prettier-ignore
  if (state === 'ACTIVE') {
    if (awaySince ?? returnExpectedOn) faults.push(error('state', 'active-and-away', '在读学生不填休学（保留学籍）日期和应复学日期')); // prettier-ignore
    return faults;
  }
  if (!awaySince) faults.push(error('awaySince', 'required', '休学、保留学籍须填写起始日期'));
  else if (awaySince < startOn || awaySince > today) faults.push(error('awaySince', 'away-out-of-study', '起始日期须在入学日期之后、今天之前')); // prettier-ignore
  if (!returnExpectedOn) faults.push(error('returnExpectedOn', 'required', '休学、保留学籍须填写应复学日期'));
  else if (awaySince && returnExpectedOn <= awaySince) faults.push(error('returnExpectedOn', 'return-before-leave', '应复学日期须晚于起始日期')); // prettier-ignore
  return faults;
}
/** In full years at the first day. [D] */
export const YOUNGEST = 12;

/** What an application and its approval ask today, and what was not asked then. */
function unmetRules(row: StockRow, rules: RegistrationRules, today: string): StockFault[] {
  const { guardian, birthDate, studyMode, programmeType, employer, durationMonths, returnExpectedOn } = row;
  const faults: StockFault[] = [];
  if (!guardian && isMinor(birthDate, today)) faults.push(warn('guardianName', 'guardian-missing', '未满 18 周岁，请尽快补充监护人')); // prettier-ignore
  if (!row.sourceType) faults.push(warn('sourceType', 'source-missing', '未填来源类型，按“其他”登记'));
  if (!row.priorEducation) faults.push(warn('priorEducation', 'prior-education-missing', '未填原学历，学习年限上下限无从核定')); // prettier-ignore
  if (programmeType === 'NEW_APPRENTICESHIP' && studyMode !== 'PART_TIME') faults.push(warn('programmeType', 'apprenticeship-is-part-time', '企业新型学徒制应为非全日制')); // prettier-ignore
  const registration = { ...row, employer, sourceType: row.sourceType ?? 'OTHER', tags: [] };
  const papers = missingPapers(registration, rules);
  if (papers.length > 0) faults.push(warn('programmeType', 'programme-papers-missing', missingPapersWords(papers).title)); // prettier-ignore
  if (studyMode === 'PART_TIME' && isEnterpriseEmployee(registration)) {
    if (!employer)
      faults.push(warn('employerUscc', 'employer-missing', '企业职工非全日制学习，请尽快补充用人单位'));
    if (durationMonths < rules.partTimeMinimumMonths) faults.push(warn('durationMonths', 'part-time-too-short', `企业职工非全日制学习不足 ${rules.partTimeMinimumMonths} 个月`)); // prettier-ignore
  }
  if (addMonths(row.startOn, durationMonths + extensionOf(row)) < today) faults.push(warn('durationMonths', 'beyond-duration', '学制已满仍未毕业，请核对')); // prettier-ignore
  if (returnExpectedOn && returnExpectedOn < today) faults.push(warn('returnExpectedOn', 'return-overdue', '已过应复学日期，请尽快办理复学或退学')); // prettier-ignore
  return faults;
}

import { type MonthsByEntry, REGULAR_MONTHS } from '#national-codes';
import type { ProgrammePaper } from './programme.js';
import type { ChangeType, Decider } from './change-kinds.js';

/** The limits that the rules of student records compare with. Configuration, with these defaults. */
export interface RegistrationRules {
  /** 非全日制学籍注册 of an enterprise employee: 一年以上. [S] T10 */
  readonly partTimeMinimumMonths: number;
  /**
   * How many months a graduation may lie before the end of the agreed duration. [D] Entrants of September
   * graduate in June: two months and some days early, though they have completed their term.
   */
  readonly graduationLeadMonths: number;
  /**
   * Months that a full-time student has really studied before they graduate, whatever was agreed and whoever grants an exception:
   * those of a school year. Of a part-time student it is {@link partTimeMinimumMonths}. [D]
   */
  readonly fullTimeMinimumMonths: number;
  /** 结业转毕业: within how many months after the completion. [D] */
  readonly completionToGraduationMonths: number;
  /** 休学: how long at a time, and how often. [D] */
  readonly leaveMonthsAtMost: number;
  readonly leavesAtMost: number;
  /** Days after which evidence that no act names is not kept any more. [D] */
  readonly evidenceUnnamedDays: number;
  /** 证件照, in pixels: the two-inch portrait of certificates, and by which part its aspect may differ. [D] */
  readonly photo: { readonly width: number; readonly height: number; readonly aspectTolerance: number };
  /** 学制 by level and by what somebody has completed, in months [F10, D]; a level that is not named is held to no duration. */
  readonly regularMonths: Readonly<Record<string, MonthsByEntry>>;
  /** 弹性学制: by how much a full-time study may be shorter than the regular one, and any study longer. [D] */
  readonly shortenedByMonths: number;
  readonly prolongedByMonths: number;
  /** 培养类型: what each type rests on. [D], after T8 and T10 */
  readonly programmePapers: Readonly<Record<string, readonly ProgrammePaper[]>>;
  /** 实习: not in an earlier year of study, nor below this age on the first day [F14]; at most so long at a time [D] */
  readonly placementFromStudyYear: number;
  readonly placementMinimumAge: number;
  readonly placementMonthsAtMost: number;
  /** 评优: how many of each honour the city awards in a year. [S] 专栏4 */
  readonly honourQuotas: Readonly<Record<'OUTSTANDING_GRADUATE' | 'OUTSTANDING_CADRE', number>>;
  /** 先前学习成果认定: at most so many percent of the credits that are required. [D] */
  readonly priorLearningPercentAtMost: number;
  /** 保留学籍: for how long at most, five years of service and two to come back. [D] */
  readonly retentionMonthsAtMost: number;
  /** 恢复学籍: how long after the discharge, 2 years [M]. 0 where service counts as a leave of equal length [F7]. */
  readonly reinstatementMonthsAtMost: number;
  /** 延长学制, with repeated years: by how many months in all, where no longest duration is known. [D] */
  readonly extensionMonthsAtMost: number;
  /** 留级: how often. [D] */
  readonly repeatsAtMost: number;
  /** 退学 of who is absent or does not return: after how many days, two weeks [F7]. */
  readonly absentDaysAtLeast: number;
  /** 申诉期: how many days after the decision was handed over an expulsion can take effect. [D] */
  readonly appealDays: number;
  /** How far ahead the effective day of a change may lie. [D] */
  readonly changeDaysAheadAtMost: number;
  /** 审批权限: who decides on which kind of change. [D]; a reversal is decided by the authority at least */
  readonly deciders: Readonly<Record<ChangeType, Decider>>;
  /** 转学: nobody in the first semester [F6], which takes so many months [D]. */
  readonly firstSemesterMonths: number;
  /** 转学: within how many working days each step is taken; otherwise the transfer lapses. [F6] */
  readonly transferStepWorkingDays: number;
  /** 转学: the student number goes along, or the other school gives one of its own. [D] */
  readonly transferKeepsStudentNo: boolean;
}

export const defaultRules: RegistrationRules = {
  partTimeMinimumMonths: 12,
  graduationLeadMonths: 3,
  fullTimeMinimumMonths: 9,
  completionToGraduationMonths: 24,
  leaveMonthsAtMost: 12,
  leavesAtMost: 2,
  evidenceUnnamedDays: 30,
  photo: { width: 358, height: 441, aspectTolerance: 0.1 },
  regularMonths: REGULAR_MONTHS,
  shortenedByMonths: 12,
  prolongedByMonths: 24,
  programmePapers: {
    NEW_APPRENTICESHIP: ['employer', 'contractNo'],
    ORDER_CLASS: ['employer', 'cooperationAgreementNo'],
    INDUSTRY_COLLEGE: ['cooperationAgreementNo'],
  },
  placementFromStudyYear: 2,
  placementMinimumAge: 16,
  placementMonthsAtMost: 12,
  honourQuotas: { OUTSTANDING_GRADUATE: 100, OUTSTANDING_CADRE: 30 },
  priorLearningPercentAtMost: 50,
  retentionMonthsAtMost: 84,
  reinstatementMonthsAtMost: 24,
  extensionMonthsAtMost: 24,
  repeatsAtMost: 2,
  absentDaysAtLeast: 14,
  appealDays: 15,
  changeDaysAheadAtMost: 366,
  deciders: {
    LEAVE: 'SCHOOL',
    RETURN: 'SCHOOL',
    RETENTION: 'SCHOOL',
    REINSTATEMENT: 'SCHOOL',
    MAJOR_CHANGE: 'AUTHORITY',
    LEVEL_CHANGE: 'AUTHORITY',
    REPEAT_YEAR: 'SCHOOL',
    EXTENSION: 'FILED',
    EMPLOYER_CHANGE: 'SCHOOL',
    WITHDRAWAL: 'SCHOOL',
    EXPULSION: 'AUTHORITY',
    DEATH: 'SCHOOL',
    CANCELLATION: 'CITY',
    REVERSAL: 'AUTHORITY',
  },
  firstSemesterMonths: 5,
  transferStepWorkingDays: 10,
  transferKeepsStudentNo: false,
};

import { z } from 'zod';
import { ENTRY_QUALIFICATIONS, REGULAR_MONTHS } from '#national-codes';
import { DECIDERS } from './change-kinds.js';
import { PROGRAMME_PAPERS } from './programme.js';

/** A whole number with its default, and what it limits. */
const limit = (value: number, description: string, least = 0) =>
  z.int().min(least).default(value).describe(description);
const decider = (value: (typeof DECIDERS)[number]) => z.enum(DECIDERS).default(value);

/**
 * The limits that the rules of student records compare with. Each has a default, and a city sets those that differ by `RULES`
 * (docs/rules.md); what the plan of the city itself says [S] can be made stricter only.
 */
export const RegistrationRules = z.strictObject({
  partTimeMinimumMonths: limit(12, '非全日制学籍注册 of an enterprise employee: 一年以上. [S] T10', 12),
  graduationLeadMonths: limit(
    3,
    'How many months a graduation may lie before the end of the agreed duration. Entrants of September graduate in June: two months and some days early, though they have completed their term. [D]',
  ),
  fullTimeMinimumMonths: limit(
    9,
    'Months that a full-time student has really studied before they graduate, whatever was agreed and whoever grants an exception: those of a school year. Of a part-time student it is `partTimeMinimumMonths`. [D]',
  ),
  completionToGraduationMonths: limit(24, '结业转毕业: within how many months after the completion. [D]'),
  earlyLeavingMonthsAtLeast: limit(
    12,
    '肄业: how many months somebody who withdraws has really studied to be certified as having left early. [M, D]',
  ),
  leaveMonthsAtMost: limit(12, '休学: how long at a time. [D]'),
  leavesAtMost: limit(2, '休学: how often. [D]'),
  evidenceUnnamedDays: limit(30, 'Days after which evidence that no act names is not kept any more. [D]', 1),
  photo: z
    .strictObject({
      width: z.int().min(100).default(358),
      height: z.int().min(100).default(441),
      aspectTolerance: z.number().min(0).max(1).default(0.1),
    })
    .prefault({})
    .describe(
      '证件照, in pixels: the two-inch portrait of certificates, and by which part its aspect may differ. [D]',
    ),
  regularMonths: z
    .record(z.string(), z.partialRecord(z.enum(ENTRY_QUALIFICATIONS), z.int().min(1)))
    .default(REGULAR_MONTHS)
    .describe(
      '学制 by level and by what somebody has completed, in months [F10, D]; a level that is not named is held to no duration.',
    ),
  shortenedByMonths: limit(
    12,
    '弹性学制: by how much a full-time study may be shorter than the regular one. [D]',
  ),
  prolongedByMonths: limit(24, '弹性学制: by how much any study may be longer than the regular one. [D]'),
  programmePapers: z
    .record(z.string(), z.array(z.enum(PROGRAMME_PAPERS)))
    .default({
      NEW_APPRENTICESHIP: ['employer', 'contractNo'],
      ORDER_CLASS: ['employer', 'cooperationAgreementNo'],
      INDUSTRY_COLLEGE: ['cooperationAgreementNo'],
    })
    .describe('培养类型: what each type rests on. [D], after T8 and T10'),
  placementFromStudyYear: limit(2, '实习: not in an earlier year of study. [F14]', 2),
  placementMinimumAge: limit(16, '实习: nobody is younger on the first day. [F14]', 16),
  placementMonthsAtMost: limit(12, '实习: at most so long at a time. [D]', 1),
  honourQuotas: z
    .strictObject({
      OUTSTANDING_GRADUATE: z.int().min(0).max(100).default(100),
      OUTSTANDING_CADRE: z.int().min(0).max(30).default(30),
    })
    .prefault({})
    .describe('评优: how many of each honour the city awards in a year. [S] 专栏4'),
  priorLearningPercentAtMost: limit(
    50,
    '先前学习成果认定: at most so many percent of the credits that are required. [D]',
  ),
  retentionMonthsAtMost: limit(
    84,
    '保留学籍: for how long at most, five years of service and two to come back. [D]',
  ),
  reinstatementMonthsAtMost: limit(
    24,
    '恢复学籍: how long after the discharge, 2 years [M]. 0 where service counts as a leave of equal length [F7].',
  ),
  extensionMonthsAtMost: limit(
    24,
    '延长学制, with repeated years: by how many months in all, where no longest duration is known. [D]',
  ),
  repeatsAtMost: limit(2, '留级: how often. [D]'),
  absentDaysAtLeast: limit(
    14,
    '退学 of who is absent or does not return: after how many days, two weeks [F7].',
  ),
  appealDays: limit(
    15,
    '申诉期: how many days after the decision was handed over an expulsion can take effect. [D]',
  ),
  changeDaysAheadAtMost: limit(366, 'How far ahead the effective day of a change may lie. [D]'),
  deciders: z
    .strictObject({
      LEAVE: decider('SCHOOL'),
      RETURN: decider('SCHOOL'),
      RETENTION: decider('SCHOOL'),
      REINSTATEMENT: decider('SCHOOL'),
      MAJOR_CHANGE: decider('AUTHORITY'),
      LEVEL_CHANGE: decider('AUTHORITY'),
      REPEAT_YEAR: decider('SCHOOL'),
      EXTENSION: decider('FILED'),
      WITHDRAWAL: decider('SCHOOL'),
      EXPULSION: decider('AUTHORITY'),
      DEATH: decider('SCHOOL'),
      CANCELLATION: decider('CITY'),
      REVERSAL: z.enum(['AUTHORITY', 'CITY']).default('AUTHORITY'),
    })
    .prefault({})
    .describe(
      '审批权限: who decides on which kind of change: the school (`SCHOOL`), the school, filed with the authority (`FILED`), the authority after the school (`AUTHORITY`), the city alone (`CITY`). A reversal is decided by the authority at least. [D]',
    ),
  firstSemesterMonths: limit(5, '转学: nobody in the first semester [F6], which takes so many months [D].'),
  transferStepWorkingDays: limit(
    10,
    '转学: within how many working days each step is taken; otherwise the transfer lapses. [F6]',
    1,
  ),
  transferKeepsStudentNo: z
    .boolean()
    .default(false)
    .describe('转学: the student number goes along, or the other school gives one of its own. [D]'),
});
export type RegistrationRules = Readonly<z.output<typeof RegistrationRules>>;

export const defaultRules: RegistrationRules = RegistrationRules.parse({});

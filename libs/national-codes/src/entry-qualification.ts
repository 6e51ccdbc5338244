/** 原学历: what somebody has completed, as far as it decides what they may study. */
export const ENTRY_QUALIFICATIONS = [
  'PRIMARY',
  'JUNIOR_HIGH',
  'SENIOR_HIGH',
  'INTERMEDIATE_WORKER',
  'SENIOR_WORKER',
  'COLLEGE',
] as const;
export type EntryQualification = (typeof ENTRY_QUALIFICATIONS)[number];

/** In this order: 高级工 is no 高中, 初中 stands in many names of schools, and 本科在读 has completed a 高中 at least. */
const WRITTEN: readonly [RegExp, EntryQualification][] = [
  [/^(PRIMARY)$|小学|文盲|未上学/i, 'PRIMARY'],
  [/^(JUNIOR|JUNIOR_HIGH)$|初中|初级中学/i, 'JUNIOR_HIGH'],
  [/^(SENIOR_WORKER)$|高级工|高级技工|高技|预备技师|技师/i, 'SENIOR_WORKER'],
  [/^(INTERMEDIATE|VOCATIONAL)$|中级工|中级技工|中技|技校|技工|中专|中职|职高|职业高中|中等专业|中等职业/i, 'INTERMEDIATE_WORKER'],
  [/^(SENIOR|SENIOR_HIGH)$|高中|普高|高级中学/i, 'SENIOR_HIGH'],
  [/^(COLLEGE)$|大专|专科|高职|高等职业|本科|学士|大学|硕士|博士|研究生/i, 'COLLEGE'],
]; // prettier-ignore

/** 原学历 as people write it; undefined where no rule can tell what it is. */
export const entryQualificationOf = (priorEducation: string): EntryQualification | undefined =>
  WRITTEN.find(([form]) => form.test(priorEducation.trim()))?.[1];

/** 学制 in months for full-time study, by what somebody has completed; who is not named may not enter. */
export type MonthsByEntry = Partial<Record<EntryQualification, number>>;

/** The source document writes 预备技师（技师）班 as one class type [S]. */
const PREPARING: MonthsByEntry = {
  JUNIOR_HIGH: 72,
  SENIOR_HIGH: 48,
  INTERMEDIATE_WORKER: 48,
  SENIOR_WORKER: 24,
  COLLEGE: 36,
};

/**
 * 学制 by level, the default of admission and of student records. 初中→中级 3 years, 高中→高级 3, 高中→预备 4, 中级→高级 2, and
 * of what is disputed the longer one: 初中→高级 5 (or 4), 初中→预备 6 (or 5) [F10]. The others are [D].
 */
export const REGULAR_MONTHS: Readonly<Record<string, MonthsByEntry>> = {
  INTERMEDIATE: {
    JUNIOR_HIGH: 36,
    SENIOR_HIGH: 36,
    INTERMEDIATE_WORKER: 36,
    SENIOR_WORKER: 36,
    COLLEGE: 36,
  },
  SENIOR: { JUNIOR_HIGH: 60, SENIOR_HIGH: 36, INTERMEDIATE_WORKER: 24, SENIOR_WORKER: 24, COLLEGE: 24 },
  PREP_TECHNICIAN: PREPARING,
  TECHNICIAN: PREPARING,
};

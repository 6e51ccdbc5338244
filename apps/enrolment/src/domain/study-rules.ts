import type { Level } from '#contracts';
import { type MonthsByEntry, REGULAR_MONTHS } from '#national-codes';

/** Who may study what from a year of recruitment on. Configuration, with the defaults below. */
export interface StudyRules {
  readonly sinceYear: number;
  /** A level that a city has added is open to all, and held against no duration, until it is named here. */
  readonly regularMonths: Partial<Record<Level, MonthsByEntry>>;
  /** How far a full-time study may be shorter or longer than the regular one, in months; what differs warns. */
  readonly shortenedBy: number;
  readonly prolongedBy: number;
  /** 企业职工一年以上. [S] T10; the same rule decides in student records */
  readonly partTimeMinimumMonths: number;
  /** Age on the first day of study: outside of `from` and `to` it is refused, outside of the usual ones it warns. */
  readonly ages: {
    readonly from: number;
    readonly usualFrom: number;
    readonly usualTo: number;
    readonly to: number;
  };
  readonly youngestGraduate: number;
  /** First digits of the codes of the city's regions. */
  readonly city: string;
  /** So many applicants of a school may have one phone, such as that of a parent. */
  readonly sharedPhones: number;
}

/** Newest first. Every bound is [D]: a year less is what the disputed durations differ by. */
export const defaultStudyRules: readonly StudyRules[] = [
  {
    sinceYear: 2000,
    regularMonths: REGULAR_MONTHS,
    shortenedBy: 12,
    prolongedBy: 24,
    partTimeMinimumMonths: 12,
    ages: { from: 14, usualFrom: 15, usualTo: 60, to: 69 },
    youngestGraduate: 12,
    city: '50',
    sharedPhones: 3,
  },
];

export const studyRulesOf = (rules: readonly StudyRules[], year: number): StudyRules =>
  rules.find(({ sinceYear }) => sinceYear <= year) ?? rules.at(-1)!;

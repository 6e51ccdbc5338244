import { z } from 'zod';

/** What puts a major or an offering on the list of a yearly review, from the figures of some years. */

export const YearFigures = z.object({
  year: z.int(),
  /** seats of plan lines that were published */
  planned: z.int(),
  /** handed in, whatever became of them */
  applications: z.int(),
  /** who has checked in */
  intake: z.int(),
});
export type YearFigures = z.infer<typeof YearFigures>;

export const MAJOR_RULES = [
  'FEW_APPLICATIONS',
  'SEATS_UNFILLED',
  'NOT_RECRUITED',
  'OVERSUBSCRIBED',
  'NO_SUCCESSOR',
  'SUCCEEDED',
] as const;
export type MajorRule = (typeof MAJOR_RULES)[number];

/** All [D]: the document names what to close (供给过剩、就业率低、职业岗位消失) and no numbers. */
export const REVIEW = {
  /** years that are looked at, the reviewed one included */
  years: 3,
  /** fewer applications than this share of the seats, in percent, are few */
  fewApplicationsPercent: 50,
  /** fewer check-ins than this share of the seats, in percent, in each of the years leave them unfilled */
  filledPercent: 60,
  /** more applications than this share of the seats, in percent, want the offering to grow */
  oversubscribedPercent: 150,
} as const;

/** What is known of a major or an offering on the day of the review. */
export interface Reviewed {
  readonly figures: readonly YearFigures[];
  /** of the first offering that is not closed */
  readonly openedIn: number;
  /** whether the version of the catalogue that is in force lists the major as active; if not, whether one takes its place */
  readonly catalogue: 'LISTED' | 'SUCCEEDED' | 'DROPPED';
}

/** Compared as integers; a year without seats is never below. */
const isBelow = (count: number, percent: number, { planned }: YearFigures) => count * 100 < planned * percent;

/** 就业率低 joins them by a rule of its own, once outcomes are published by major. */
const RULES: Record<MajorRule, (reviewed: Reviewed) => boolean> = {
  FEW_APPLICATIONS: ({ figures: [year] }) =>
    isBelow(year!.applications, REVIEW.fewApplicationsPercent, year!),
  SEATS_UNFILLED: ({ figures }) => figures.every((year) => isBelow(year.intake, REVIEW.filledPercent, year)),
  NOT_RECRUITED: ({ figures, openedIn }) =>
    openedIn < figures.at(-1)!.year && figures.every(({ planned }) => planned === 0),
  OVERSUBSCRIBED: ({ figures: [year] }) =>
    year!.planned > 0 && year!.applications * 100 > year!.planned * REVIEW.oversubscribedPercent,
  NO_SUCCESSOR: ({ catalogue }) => catalogue === 'DROPPED',
  SUCCEEDED: ({ catalogue }) => catalogue === 'SUCCEEDED',
};

/** The rules that put it on the list; none where it is not on it. */
export const rulesOf = (reviewed: Reviewed): MajorRule[] =>
  MAJOR_RULES.filter((rule) => RULES[rule](reviewed));

/** The figures of a major: those of its offerings together, year by year. */
export const summed = (figures: readonly (readonly YearFigures[])[]): YearFigures[] =>
  figures[0]!.map(({ year }, at) => {
    const sum = (of: keyof YearFigures) => figures.reduce((total, each) => total + each[at]![of], 0);
    return { year, planned: sum('planned'), applications: sum('applications'), intake: sum('intake') };
  });

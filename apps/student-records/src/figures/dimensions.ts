import { z } from 'zod';
import { day, moment, schoolCode, StudyMode } from '#contracts';
import { oneOrMore } from '#runtime';
import {
  LEVEL_NAMES,
  PROGRAMME_NAMES,
  SEASON_NAMES,
  SEX_NAMES,
  SOURCE_NAMES,
  STATE_NAMES,
  STUDY_MODE_NAMES,
} from '../names-of-codes.js';
import { yearOfStudySql } from '../year-of-study-sql.js';

/** 在读第几学年 on the day `$1`. */
const STUDY_YEAR = yearOfStudySql(
  { startOn: 'start_on', daysAway: 'days_away', repeats: 'repeats', awaySince: 'away_since' },
  '$1::date',
);

/** What figures are told apart by: SQL, title and names of codes for a workbook. */
export const DIMENSIONS = {
  schoolCode: { sql: 'school_code', title: '学校代码' },
  authorityCode: { sql: 'authority_code', title: '主管部门' },
  studyMode: { sql: 'study_mode', title: '学习形式', values: STUDY_MODE_NAMES },
  level: { sql: 'level', title: '层次', values: LEVEL_NAMES },
  programmeType: { sql: 'programme_type', title: '培养类型', values: PROGRAMME_NAMES },
  majorCode: { sql: 'major_code', title: '专业代码' },
  sourceType: { sql: 'source_type', title: '生源类别', values: SOURCE_NAMES },
  year: { sql: 'year', title: '招生年度' },
  season: { sql: 'season', title: '招生季', values: SEASON_NAMES },
  studyYear: { sql: STUDY_YEAR, title: '学年' },
  state: { sql: 'state', title: '学籍状态', values: STATE_NAMES },
  sex: { sql: 'sex', title: '性别', values: SEX_NAMES },
  hukouRegion: { sql: 'hukou_region', title: '户籍所在地' },
} as const;
export type Dimension = keyof typeof DIMENSIONS;

export const By = oneOrMore(z.enum(Object.keys(DIMENSIONS) as [Dimension, ...Dimension[]]))
  .default(['schoolCode', 'studyMode'])
  .describe('What the figures are told apart by, in this order');

/** What all figures may be narrowed to. */
export const narrowing = {
  by: By,
  knownAt: moment.optional().describe('By what had been recorded at this moment; now where it is left out'),
  schoolCode: schoolCode.optional().describe('Of this school only'),
  studyMode: StudyMode.optional(),
  studyYearFrom: z.coerce.number().int().min(1).max(20).optional().describe('From this year of study on: 4 for the fourth and above'), // prettier-ignore
};

export const lastDay = day.describe('By what had taken effect on this day');

/** The dimensions of a row; absent where they are not known, such as the region of who was erased. */
export const dimensionsOfRow = z.object({
  schoolCode: schoolCode.optional(),
  authorityCode: z.string().optional(),
  studyMode: StudyMode.optional(),
  level: z.string().optional(),
  programmeType: z.string().optional(),
  majorCode: z.string().optional(),
  sourceType: z.string().optional(),
  year: z.int().optional(),
  season: z.string().optional(),
  studyYear: z.int().optional(),
  state: z.string().optional(),
  sex: z.string().optional(),
  hukouRegion: z.string().optional(),
}).shape; // prettier-ignore

export interface Narrowed {
  readonly by: readonly Dimension[];
  readonly knownAt?: string;
  readonly schoolCode?: string;
  readonly studyMode?: string;
  readonly studyYearFrom?: number;
}

/**
 * SQL of the entries until the day `$1`, each with the dimensions that were asked for and the further columns; the first five
 * values of {@link valuesOf} go with it. The authority is the one over the school on that day.
 */
export const entriesBy = (by: readonly Dimension[], further: string): string => `
  with over as (
    select distinct on (school_code) school_code, authority_code from school_authorities
    where since <= $1 and recorded_at <= coalesce($2::timestamptz, now())
    order by school_code, recorded_at desc)
  select ${[...new Set(by)].map((each) => `${DIMENSIONS[each].sql} as "${each}"`).join(', ')}, ${further}
  from registration_movements left join over using (school_code)
  where moved_on <= $1 and recorded_at <= coalesce($2::timestamptz, now())
    and ($3::text is null or school_code = $3) and ($4::text is null or study_mode = $4)
    and ($5::integer is null or ${STUDY_YEAR} >= $5)`;

/** @param until the day `$1` */
export const valuesOf = (
  until: string,
  { knownAt, schoolCode: school, studyMode, studyYearFrom }: Narrowed,
) => [until, knownAt ?? null, school ?? null, studyMode ?? null, studyYearFrom ?? null];

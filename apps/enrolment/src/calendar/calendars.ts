import { aggregate, aggregateList, fact, HistoryEntry } from '#aggregates';
import { command } from '#commands';
import { id, schoolCode, SeasonCalendarState, SEASONS } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import { z } from 'zod';
import { SeasonCalendar, widened, Windows } from '../domain/calendar.js';
import { problems } from '../problems.js';

/** 招生日程 in its table. It belongs to the city, and everybody reads it. */
export const calendars = aggregate({
  name: 'season-calendar',
  table: 'season_calendars',
  id: 'calendarId',
  school: null,
  states: SeasonCalendar,
  snapshot: fact(SeasonCalendarState),
});

/** The columns of its key, which are unique; the calendar of all schools has no school. */
export const CALENDAR_KEY = 'year, season, school_code';

const year = z.coerce.number().int().min(2000).max(2100);

export const calendarList = aggregateList(calendars, {
  component: 'SeasonCalendar',
  filters: {
    year: ['year', year],
    season: ['season', z.enum(SEASONS)],
    schoolCode: ['school_code', schoolCode],
  },
});

export const CalendarHistory = z
  .object({ calendarId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'CalendarHistory' });
export type CalendarHistory = z.infer<typeof CalendarHistory>;

const ofSeason = { year: z.int().min(2000).max(2100), season: z.enum(SEASONS) };
const reason = accountableReason.meta({ example: '中考延期' });
const byOfficer = { roles: ['city-officer'] } as const;

export const setCalendar = command({
  ...byOfficer,
  name: 'set-calendar',
  path: '',
  sentence: { zh: '设定了招生日程', en: 'set the calendar of the season' },
  body: z.strictObject({ ...ofSeason, ...Windows.partial().shape }),
  answers: [201, calendarList.view],
  refuses: [problems, 'calendar-exists', 'calendar-disordered'],
});

export const extendCalendar = command({
  ...byOfficer,
  name: 'extend-calendar',
  path: 'extend',
  sentence: { zh: '延长了招生日程', en: 'extended the calendar of the season' },
  body: z.strictObject({
    ...ofSeason,
    schoolCode: schoolCode.optional().describe('For this school alone; left out, for all'),
    ...Windows.partial().shape,
    reason,
  }),
  answers: [200, calendarList.view],
  refuses: [problems, 'not-found', 'unknown-school', 'would-shorten', 'calendar-disordered'],
});

export const correctCalendar = command({
  ...byOfficer,
  name: 'correct-calendar',
  path: ':calendarId/correct',
  sentence: { zh: '更正了招生日程', en: 'corrected the calendar of the season' },
  body: z.strictObject({ ...Windows.partial().shape, reason }),
  answers: [200, calendarList.view],
  refuses: [problems, 'not-found', 'calendar-disordered'],
});

/** The season of a school, as an application or a plan line names it. */
export interface OfSeason {
  readonly schoolCode: string;
  readonly year: number;
  readonly season: string;
}

/**
 * The windows of seasons, each as its school has them, in one statement. They are locked (`for share`), so that none is
 * changed before what rests on them is committed.
 * @returns undefined for a season for which the city has set no calendar
 */
export async function windowsOf(
  tx: Transaction,
  seasons: readonly OfSeason[],
): Promise<(season: OfSeason) => Windows | undefined> {
  const found = await calendars.find(
    tx,
    `(year, season) in (select * from unnest($1::int[], $2::text[])) and (school_code is null or school_code = any($3))
     order by calendar_id for share`,
    [
      seasons.map((each) => each.year),
      seasons.map((each) => each.season),
      seasons.map((each) => each.schoolCode),
    ],
  );
  const bySeason = Map.groupBy(found, (each) => `${each.year}/${each.season}`);
  return (season) => {
    const those = bySeason.get(`${season.year}/${season.season}`) ?? [];
    const city = those.find((each) => each.reach === 'CITY');
    const own = those.find((each) => each.reach === 'SCHOOL' && each.schoolCode === season.schoolCode);
    return city && widened(city, own ?? {});
  };
}

/**
 * The seasons of the schools of some rows of which the windows say that they are over, as the columns school codes, years and seasons.
 * @param rows a table with a condition, such as `plan_lines where status = 'PUBLISHED'`
 * @param isOver is given undefined for a season for which the city has set no calendar
 */
export async function seasonsOver(
  tx: Transaction,
  rows: string,
  isOver: (windows: Windows | undefined) => boolean,
): Promise<[schoolCodes: string[], years: number[], seasons: string[]]> {
  const all = await tx.query<OfSeason>(
    `select distinct school_code as "schoolCode", year, season from ${rows}`,
  );
  const windowsFor = await windowsOf(tx, all);
  const over = all.filter((each) => isOver(windowsFor(each)));
  return [
    over.map((each) => each.schoolCode),
    over.map((each) => each.year),
    over.map((each) => each.season),
  ];
}

/** {@link windowsOf}, as the context of a step. */
export const inSeason = async (tx: Transaction, seasons: readonly OfSeason[]) => ({
  windowsFor: await windowsOf(tx, seasons),
});

import { z } from 'zod';
import { aggregate, aggregateList, HistoryEntry } from '#aggregates';
import { command } from '#commands';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import { type CalendarOf, WorkingCalendar } from '../domain/working-days.js';
import { problems } from '../problems.js';

/** 工作日历 in its table. It belongs to the city, and everybody reads it. */
export const workingCalendars = aggregate({
  name: 'working-calendar',
  table: 'working_calendars',
  id: 'calendarId',
  school: null,
  states: WorkingCalendar,
});

export const workingYear = z.int().min(2000).max(2100);

export const workingCalendarList = aggregateList(workingCalendars, {
  component: 'WorkingCalendar',
  filters: { year: ['year', z.coerce.number().pipe(workingYear)] },
});

export const WorkingCalendarHistory = z
  .object({ calendarId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'WorkingCalendarHistory' });

const days = z.array(day).max(366);
const ofNotice = {
  documentNo: clearText(100).meta({ description: '文号 of the notice', example: '国办发明电〔2025〕7号' }),
  holidays: days.meta({ description: '放假, the days that were moved with them', example: ['2026-01-01'] }),
  shiftedWorkdays: days.meta({ description: '调休上班', example: ['2026-01-04'] }),
};

export const loadWorkingCalendar = command({
  name: 'load-working-calendar',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '载入了工作日历', en: 'loaded the calendar of working days' },
  body: z.strictObject({ year: workingYear, ...ofNotice }),
  answers: [201, workingCalendarList.view],
  refuses: [problems, 'working-calendar-exists', 'working-days-wrong'],
});

export const correctWorkingCalendar = command({
  name: 'correct-working-calendar',
  path: ':calendarId/correct',
  roles: ['city-officer'],
  sentence: { zh: '更正了工作日历', en: 'corrected the calendar of working days' },
  body: z.strictObject({
    ...z.object(ofNotice).partial().shape,
    reason: accountableReason.meta({ example: '节假日安排调整' }),
  }),
  answers: [200, workingCalendarList.view],
  refuses: [problems, 'not-found', 'working-days-wrong'],
});

/**
 * The calendars of a year and of the next one, for deadlines that begin in it. They are locked (`for share`), so that
 * none is corrected before what rests on them is committed.
 */
export async function calendarsFrom(tx: Transaction, from: string): Promise<CalendarOf> {
  const found = await workingCalendars.find(tx, 'year between $1 and $1 + 1 order by calendar_id for share', [
    Number(from.slice(0, 4)),
  ]);
  const byYear = new Map(found.map((each) => [each.year, each]));
  return (year) => byYear.get(year);
}

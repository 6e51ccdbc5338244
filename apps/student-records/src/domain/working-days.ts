import { z } from 'zod';
import { accept, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id } from '#contracts';
import { addDays } from '#national-codes';

/** Days of a year on which it is otherwise than Monday to Friday say, as the notice of the year (节假日安排) has them. */
const days = {
  /** 放假: statutory holidays, and the days off that were moved beside them */
  holidays: z.array(day),
  /** 调休上班: Saturdays and Sundays that are worked instead */
  shiftedWorkdays: z.array(day),
};

/** 工作日历: what the city has loaded of a year. */
export const WorkingCalendar = z.object({
  calendarId: id,
  year: z.int(),
  /** 文号 of the notice */
  documentNo: z.string(),
  ...days,
  version: z.int(),
});
export type WorkingCalendar = z.infer<typeof WorkingCalendar>;

export const workingDayRefusals = {
  'working-calendar-missing': {
    status: 409,
    title: '尚未载入该年度的工作日历，无法计算办理期限',
    detail: 'The city has not loaded the working days of that year, and a deadline is not guessed.',
    remedy: 'Let the city load the calendar of the year that the answer names, as the notice of it says.',
  },
} as const satisfies Record<string, RefusalWords>;

/** The calendar of a year; undefined where it was not loaded. */
export type CalendarOf = (year: number) => WorkingCalendar | undefined;

const yearOf = (date: string) => Number(date.slice(0, 4));

const isWeekend = (date: string) => [0, 6].includes(new Date(date).getUTCDay());

/**
 * The day that is so many working days after another one, which does not count itself (民法典第二百零一条: 开始的当日不计入). Days
 * are those of China. A year whose calendar nobody has loaded is refused, and not guessed.
 * @param count 1 or more
 */
export function addWorkingDays(
  from: string,
  count: number,
  calendarOf: CalendarOf,
): Decision<string, keyof typeof workingDayRefusals> {
  let [date, left] = [from, count];
  while (left > 0) {
    date = addDays(date, 1);
    const calendar = calendarOf(yearOf(date));
    if (!calendar) return refuse('working-calendar-missing', missingWords(yearOf(date)));
    if (isWorked(date, calendar)) left--;
  }
  return accept(date);
}

const isWorked = (date: string, { holidays, shiftedWorkdays }: WorkingCalendar): boolean =>
  shiftedWorkdays.includes(date) || (!isWeekend(date) && !holidays.includes(date));

const missingWords = (year: number) => ({
  title: `尚未载入${year}年的工作日历，无法计算办理期限，请市级人社部门先载入`,
  detail: `The working days of ${year} are not loaded: load the calendar of ${year} first.`,
});

type Days = Pick<WorkingCalendar, 'year' | 'holidays' | 'shiftedWorkdays'>;

export interface DayFault {
  readonly field: 'holidays' | 'shiftedWorkdays';
  readonly at: number;
  readonly code: 'other-year' | 'named-twice' | 'already-a-workday';
}

/** What cannot be right in a calendar, each by its place in the list. */
export function calendarFaults({ year, holidays, shiftedWorkdays }: Days): DayFault[] {
  const named = new Set<string>();
  const faultsOf = (field: DayFault['field'], dates: readonly string[]) =>
    dates.flatMap((date, at): DayFault[] => {
      const isTwice = named.has(date);
      named.add(date);
      if (yearOf(date) !== year) return [{ field, at, code: 'other-year' }];
      if (isTwice) return [{ field, at, code: 'named-twice' }];
      const isNoShift = field === 'shiftedWorkdays' && !isWeekend(date);
      return isNoShift ? [{ field, at, code: 'already-a-workday' }] : [];
    });
  return [...faultsOf('holidays', holidays), ...faultsOf('shiftedWorkdays', shiftedWorkdays)];
}

/** What a fault is called, for who loads a calendar by a file and by a request. */
export const DAY_FAULTS: Record<DayFault['code'], { zh: string; en: string }> = {
  'other-year': { zh: '不属于该年度；上一年度的调休日请更正上一年度的日历', en: 'lies in another year' },
  'named-twice': { zh: '同一日期重复', en: 'is named twice' },
  'already-a-workday': { zh: '该日本为工作日，调休上班只能为周六、周日', en: 'is a workday already' },
};

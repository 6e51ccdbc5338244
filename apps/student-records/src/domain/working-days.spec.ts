import { accept } from '#aggregates/rules';
import { addWorkingDays, calendarFaults, type WorkingCalendar } from './working-days.js';

/** The year 2026 as the State Council’s notice has it, from the spring on; and an invented beginning of 2027. */
const calendars: Record<number, WorkingCalendar> = {
  2026: {
    calendarId: '019aaf00-0000-7000-8000-000000000001',
    year: 2026,
    documentNo: '国办发明电〔2025〕7号',
    holidays: ['2026-09-25', '2026-09-26', '2026-09-27', '2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
    shiftedWorkdays: ['2026-09-20', '2026-10-10'],
    version: 1,
  },
}; // prettier-ignore
const after = (from: string, count: number) => addWorkingDays(from, count, (year) => calendars[year]);

describe('Working days', () => {
  it.each([
    ['pass by Saturday and Sunday', '2026-11-27', 1, '2026-11-30'],
    ['do not count the day from which they run', '2026-11-02', 10, '2026-11-16'],
    ['pass by statutory holidays', '2026-09-30', 1, '2026-10-08'],
    ['count a Saturday that is worked instead', '2026-10-09', 1, '2026-10-10'],
    ['count a Sunday that is worked instead', '2026-09-18', 1, '2026-09-20'],
    ['run across a holiday and its shifted days', '2026-09-25', 10, '2026-10-15'],
  ])('%s', (_, from, count, day) => {
    expect(after(from, count)).toEqual(accept(day));
  });

  it('are not guessed for a year that was not loaded: the refusal names the year to load', () => {
    expect(after('2026-12-28', 3)).toEqual(accept('2026-12-31'));
    expect(after('2026-12-28', 4)).toMatchObject({
      ok: false,
      code: 'working-calendar-missing',
      words: {
        title: expect.stringContaining('请市级人社部门先载入'),
        detail: expect.stringContaining('load the calendar of 2027 first'),
      },
    });
    expect(after('2025-12-30', 1)).toMatchObject({ code: 'working-calendar-missing' });
  });
});

describe('The calendar of a year', () => {
  it('names days of its year, each once, and shifts work to Saturdays and Sundays only', () => {
    expect(calendarFaults(calendars[2026]!)).toEqual([]);
    expect(
      calendarFaults({
        year: 2026,
        holidays: ['2026-01-01', '2025-12-31', '2026-01-01'],
        shiftedWorkdays: ['2026-01-01', '2026-01-05', '2026-01-04'],
      }),
    ).toEqual([
      { field: 'holidays', at: 1, code: 'other-year' },
      { field: 'holidays', at: 2, code: 'named-twice' },
      { field: 'shiftedWorkdays', at: 0, code: 'named-twice' },
      { field: 'shiftedWorkdays', at: 1, code: 'already-a-workday' },
    ]);
  });
});

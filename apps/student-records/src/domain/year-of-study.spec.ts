import { beginningsOf, yearOfStudy } from './year-of-study.js';

describe('The year of study', () => {
  it('begins anew with each school year since the month of entry', () => {
    const days = ['2025-08-01', '2025-09-15', '2026-08-31', '2026-09-01', '2028-09-01'];
    expect(days.map((day) => yearOfStudy({ startOn: '2025-09-15' }, day))).toEqual([1, 1, 1, 2, 4]);
  });

  it('leaves out leave and the years that are repeated', () => {
    expect(yearOfStudy({ startOn: '2025-09-01', daysAway: 60 }, '2026-09-01')).toBe(1);
    expect(yearOfStudy({ startOn: '2025-09-01', daysAway: 60 }, '2026-10-31')).toBe(2);
    expect(yearOfStudy({ startOn: '2025-09-01', repeats: 1 }, '2026-09-01')).toBe(1);
    expect(yearOfStudy({ startOn: '2025-09-01', repeats: 1 }, '2027-09-01')).toBe(2);
  });

  it('stands still while the student is on leave, and goes on from there when they are back', () => {
    const onLeave = { startOn: '2025-09-01', state: 'ON_LEAVE', stateSince: '2026-03-01' } as const;
    expect(['2026-02-28', '2026-09-01', '2027-09-01'].map((day) => yearOfStudy(onLeave, day))).toEqual([
      1, 1, 1,
    ]);
    const back = { ...onLeave, state: 'ACTIVE', stateSince: '2027-03-01', daysAway: 365 } as const;
    expect(['2027-08-31', '2027-09-01'].map((day) => yearOfStudy(back, day))).toEqual([1, 2]);
  });

  it.each(['2026-08-31', '2026-09-01', '2028-02-29', '2027-02-28'])(
    'is told on %s by the first day of the studies alone of who was never held up',
    (on) => {
      for (const startOn of [
        '2024-02-29',
        '2025-01-31',
        '2025-09-01',
        '2025-09-30',
        '2026-02-01',
        '2026-12-01',
      ])
        for (const year of [1, 2, 3, 4, 5]) {
          const { from, before } = beginningsOf(year, on);
          expect([startOn, year, from <= startOn && startOn < before]).toEqual([
            startOn,
            year,
            yearOfStudy({ startOn }, on) === year,
          ]);
        }
    },
  );
});

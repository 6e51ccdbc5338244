import { defaultWindows, disorders, extend, outside, widened, windowWords } from './calendar.js';

const autumn = defaultWindows(2026, 'AUTUMN');

describe('The calendar of a season', () => {
  it.each(['SPRING', 'AUTUMN'] as const)('fits together by default, in %s', (season) => {
    expect(disorders(defaultWindows(2026, season))).toEqual([]);
  });

  it('ends the registration on 20 April and on 20 October where the city has named no other day', () => {
    expect(defaultWindows(2026, 'SPRING').registrationCutOff).toBe('2026-04-20');
    expect(autumn.registrationCutOff).toBe('2026-10-20');
  });

  it('names each day that lies before the one that it has to follow', () => {
    expect(disorders({ ...autumn, admissionCloseOn: '2026-10-25' })).toEqual([
      { field: 'checkInDeadline', before: 'admissionCloseOn' },
    ]);
    expect(disorders({ ...autumn, checkInOpenOn: '2026-03-31' })).toEqual([
      { field: 'checkInOpenOn', before: 'admissionOpenOn' },
    ]);
  });

  it('allows an act on its first and last day, and names both days on any other', () => {
    const window = { from: '2026-04-01', to: '2026-09-30' };
    expect(outside(autumn, 'ADMISSION', '2026-03-31')).toEqual(window);
    expect(outside(autumn, 'ADMISSION', '2026-04-01')).toBeUndefined();
    expect(outside(autumn, 'ADMISSION', '2026-09-30')).toBeUndefined();
    expect(outside(autumn, 'ADMISSION', '2026-10-01')).toEqual(window);
    expect(windowWords(window).title).toContain('2026-04-01 至 2026-09-30');
  });

  it('limits nothing where the city has set none', () => {
    expect(outside(undefined, 'CHECK_IN', '1900-01-01')).toBeUndefined();
  });
});

describe('An extension', () => {
  it('opens earlier or closes later', () => {
    expect(extend(autumn, { checkInOpenOn: '2026-08-01', checkInDeadline: '2026-10-10' })).toEqual({
      ok: true,
      value: { ...autumn, checkInOpenOn: '2026-08-01', checkInDeadline: '2026-10-10' },
    });
  });

  it.each([
    ['takes days away', { checkInDeadline: '2026-09-20' }],
    ['changes nothing', { checkInDeadline: '2026-09-30' }],
    [
      'takes days away beside those that it gives',
      { checkInDeadline: '2026-10-10', checkInOpenOn: '2026-09-01' },
    ],
    ['names no day', {}],
  ])('is none if it %s', (_, asked) => {
    expect(extend(autumn, asked)).toEqual({ ok: false, code: 'would-shorten' });
  });

  it('of one school never takes from it what the city gives to all later on', () => {
    const own = { checkInDeadline: '2026-10-10' };
    expect(widened(autumn, own).checkInDeadline).toBe('2026-10-10');
    expect(widened({ ...autumn, checkInDeadline: '2026-10-15' }, own).checkInDeadline).toBe('2026-10-15');
  });
});

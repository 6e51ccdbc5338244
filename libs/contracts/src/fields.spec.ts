import { day, moment } from './fields.js';

describe('A day', () => {
  it('of the year 0 is refused, which PostgreSQL does not know', () => {
    expect(day.safeParse('0000-02-29').success).toBe(false);
    expect(day.parse('0001-01-01')).toBe('0001-01-01');
  });
});

describe('A moment', () => {
  it.each(['0000-01-01T00:00:00Z', '2026-07-01T00:00:00-20:24', '2026-07-01T00:00:00+16:00'])(
    'as %s is refused, which PostgreSQL cannot read',
    (text) => expect(moment.safeParse(text).success).toBe(false),
  );

  it.each(['2026-07-01T00:00:00.000Z', '2026-07-01T08:00:00+08:00', '2026-07-01T00:00:00-15:59'])(
    'as %s is taken',
    (text) => expect(moment.parse(text)).toBe(text),
  );
});

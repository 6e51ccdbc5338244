import { type Compared, countMatch } from './police-match.js';

const at = '2026-09-10T00:00:00.000Z';
const match = { name: '样例', matchedAt: '2026-09-01T00:00:00.000Z' };
const count = (known: Compared | undefined, over: Partial<typeof match> = {}) =>
  countMatch(known, { ...match, ...over }, { at });

describe('A result of the police', () => {
  it('counts where no newer comparison is known', () => {
    expect(count({ name: '样例' })).toEqual({ ok: true, value: { counts: true } });
    const newer = { name: '样例', policeMatchedAt: '2026-09-02T00:00:00.000Z' };
    expect(count(newer)).toEqual({ ok: true, value: { counts: false } });
    expect(count(newer, { matchedAt: '2026-09-03T00:00:00.000Z' })).toEqual({
      ok: true,
      value: { counts: true },
    });
  });

  it('is refused of nobody, of another name, and of tomorrow', () => {
    expect(count(undefined)).toMatchObject({ code: 'person-unknown' });
    expect(count({ name: '样例更名' })).toMatchObject({ code: 'match-of-another-name' });
    expect(count({ name: '样例' }, { matchedAt: '2026-09-11T00:00:00.000Z' })).toMatchObject({
      code: 'match-in-the-future',
    });
  });
});

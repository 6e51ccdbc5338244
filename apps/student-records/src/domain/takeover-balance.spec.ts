import { accept, refuse } from '#aggregates/rules';
import { confirmBalance, isClosed, reopenBalance, returnBalance, signBalance, type TakeoverBalance } from './takeover-balance.js'; // prettier-ignore

const at = '2026-11-29T02:00:00.000Z';
const as = (subject: string) => ({ subject, at, today: '2026-11-29' });
const figures = { files: 2, rows: 10, stored: 9, refused: 1, active: 7, onLeave: 1, retained: 1 };
const remark = '一行不属于本校';
const sign = (over: object = {}, said: { remark?: string } = { remark }, context: object = {}) =>
  signBalance({ balanceId: 'b1', schoolCode: 'S001', kind: 'STOCK', figures: { ...figures, ...over } }, said, { ...as('registrar'), known: undefined, importing: false, ...context }); // prettier-ignore
const signed = () => {
  const decision = sign();
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
};
const confirmed = () => ({ ...signed(), state: 'CONFIRMED', confirmedBy: 'principal', confirmedAt: at }) as TakeoverBalance; // prettier-ignore
const officer = (subject = 'officer', officerOf: 'CITY' | 'DISTRICT' = 'CITY') => ({ ...as(subject), officerOf, tierOf: () => 'CITY' as const }); // prettier-ignore

describe('The balance of a takeover', () => {
  it('is signed off where the rows of the files are what was stored and refused', () =>
    expect(signed()).toMatchObject({ state: 'SIGNED', ...figures, remark, signedBy: 'registrar' }));

  it.each([
    ['while a file is being stored', sign({}, { remark }, { importing: true }), 'takeover-running'],
    ['where nothing was taken over', sign({ files: 0, rows: 0, stored: 0, refused: 0, active: 0, onLeave: 0, retained: 0 }), 'takeover-empty'],
    ['where rows are missing', sign({ rows: 11 }), 'balance-does-not-add-up'],
    ['where states are not what was stored', sign({ active: 6 }), 'balance-does-not-add-up'],
    ['where nobody says what became of refused rows', sign({}, {}), 'refused-rows-unexplained'],
    ['where it is signed off', sign({}, { remark }, { known: signed() }), 'takeover-signed-off'],
    ['where it is confirmed', sign({}, { remark }, { known: confirmed() }), 'takeover-signed-off'],
  ])('is not signed off %s', (_, decision, code) => expect(decision).toEqual(refuse(code))); // prettier-ignore

  it('closes the takeover until it is returned or reopened, and is signed off anew then', () => {
    const returned = returnBalance(signed(), { reason: '漏报' }, as('principal'));
    const reopened = reopenBalance(confirmed(), { reason: '漏报' }, officer());
    if (!returned.ok || !reopened.ok) throw new Error('refused');
    expect([undefined, signed(), confirmed(), returned.value, reopened.value].map(isClosed)).toEqual([false, true, true, false, false]); // prettier-ignore
    expect(reopened.value).not.toHaveProperty('confirmedBy');
    expect(sign({}, { remark }, { known: reopened.value })).toMatchObject({ ok: true });
  });

  it('is confirmed by another one than has signed it off', () => {
    expect(confirmBalance(signed(), {}, as('principal'))).toEqual(accept(confirmed()));
    expect(confirmBalance(signed(), {}, as('registrar'))).toEqual(refuse('approver-is-submitter'));
    expect(confirmBalance(confirmed(), {}, as('other'))).toEqual(refuse('balance-not-signed'));
  });

  it('is returned before it is confirmed, and reopened after that by the authority of the school', () => {
    expect(returnBalance(confirmed(), { reason: '漏报' }, as('other'))).toEqual(refuse('balance-not-signed'));
    expect(reopenBalance(signed(), { reason: '漏报' }, officer())).toEqual(refuse('balance-not-closed'));
    expect(reopenBalance(confirmed(), { reason: '漏报' }, officer('officer', 'DISTRICT'))).toEqual(refuse('city-decides')); // prettier-ignore
    expect(reopenBalance(confirmed(), { reason: '漏报' }, officer('principal'))).toEqual(refuse('approver-is-submitter')); // prettier-ignore
  });
});

import {
  addCooperation,
  type Cooperation,
  correctCooperation,
  endCooperation,
  meetsCooperationAim,
  percentOf,
  withdrawCooperation,
} from './cooperation.js';
import type { Offering } from './offering.js';

const cooperation: Cooperation = {
  cooperationId: 'one',
  kind: 'ORDER_CLASS',
  uscc: '12500000450400000C',
  enterpriseName: '样例企业',
  agreementNo: '样例〔2026〕1号',
  from: '2026-01-01',
};
const offering = (...cooperations: Cooperation[]): Offering => ({
  offeringId: 'offering',
  schoolCode: 'S001',
  catalogueVersion: '2022',
  majorCode: '0106',
  level: 'SENIOR',
  mode: 'FULL_TIME',
  status: 'ACTIVE',
  cooperations,
  version: 1,
});
const ofSchool = 'S001';

describe('A cooperation', () => {
  it('is added, corrected, ended and withdrawn at its own school, or by the city', () => {
    const corrected = { ...cooperation, agreementNo: '样例〔2026〕2号' };
    const ended = { ...cooperation, to: '2026-06-30', endReason: '协议解除' };
    const end = { cooperationId: 'one', lastDay: '2026-06-30', reason: '协议解除' };
    const with_ = (...those: Cooperation[]) => ({ ok: true, value: offering(...those) });
    expect(addCooperation(offering(), cooperation, { ofSchool })).toEqual(with_(cooperation));
    expect(addCooperation(offering(), cooperation, {})).toEqual(with_(cooperation));
    expect(correctCooperation(offering(cooperation), corrected, { ofSchool })).toEqual(with_(corrected));
    expect(endCooperation(offering(cooperation), end, { ofSchool })).toEqual(with_(ended));
    expect(withdrawCooperation(offering(cooperation), cooperation, { ofSchool })).toEqual(with_());
  });

  it('that has ended stays ended where something else of it is corrected', () => {
    const ended = { ...cooperation, to: '2026-06-30', endReason: '协议解除' };
    const corrected = { ...cooperation, agreementNo: '样例〔2026〕2号' };
    const value = offering({ ...ended, agreementNo: '样例〔2026〕2号' });
    expect(correctCooperation(offering(ended), corrected, { ofSchool })).toEqual({ ok: true, value });
  });

  it.each<[string, string, Offering, Cooperation]>([
    ['ends before it begins', 'cooperation-days-not-possible', offering(), { ...cooperation, to: '2025-12-31' }],
    ['is there already on some of its days', 'cooperation-exists', offering(cooperation), { ...cooperation, from: '2027-01-01' }],
    ['is of an offering that is closed', 'wrong-state', { ...offering(), status: 'CLOSED' }, cooperation],
    ['is of another school', 'not-found', { ...offering(), schoolCode: 'S002' }, cooperation],
  ])('is refused where it %s', (_, code, known, added) => {
    expect(addCooperation(known, added, { ofSchool })).toEqual({ ok: false, code });
  }); // prettier-ignore

  it('is begun anew with the same enterprise once the one before has ended', () => {
    const before = { ...cooperation, to: '2025-12-31', from: '2025-01-01' };
    expect(addCooperation(offering(before), cooperation, {})).toMatchObject({ ok: true });
  });

  it('is not ended where the offering has none of this id', () => {
    const end = { cooperationId: 'other', lastDay: '2026-06-30', reason: '协议解除' };
    expect(endCooperation(offering(cooperation), end, {})).toEqual({
      ok: false,
      code: 'unknown-cooperation',
    });
  });

  it.each([
    [{ all: 10, cooperating: 9 }, true, 90],
    [{ all: 100_000, cooperating: 89_999 }, false, 89.99],
    [{ all: 29, cooperating: 26 }, false, 89.65],
    [{ all: 1, cooperating: 1 }, true, 100],
    [{ all: 0, cooperating: 0 }, false, undefined],
  ])('counts for %o: whether "90%以上" is met, which includes 90, is %s', (share, isMet, percent) => {
    expect([meetsCooperationAim(share), percentOf(share)]).toEqual([isMet, percent]);
  });
});

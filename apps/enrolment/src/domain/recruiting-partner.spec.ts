import {
  correctPartner,
  endPartner,
  isInForce,
  type RecruitingPartner,
  reinstatePartner,
} from './recruiting-partner.js';

const partner = (over: Partial<RecruitingPartner> = {}): RecruitingPartner => ({
  partnerId: '019aaf00-0000-7000-8000-000000000001',
  state: 'ACTIVE',
  name: '样例县人社局',
  regionCode: '520102',
  agreementNo: '样例1号',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  version: 1,
  ...over,
});
const asked = { city: '50', isTaken: false };
const agreement = { ...partner(), validTo: '2027-12-31' };

describe('A partner outside of the city', () => {
  it.each([
    ['on its first day', {}, '2026-01-01', true],
    ['on its last day', {}, '2026-12-31', true],
    ['the day before', {}, '2025-12-31', false],
    ['the day after', {}, '2027-01-01', false],
    ['on the day of an earlier end', { endedOn: '2026-06-30' }, '2026-06-30', true],
    ['after an earlier end', { endedOn: '2026-06-30' }, '2026-07-01', false],
    ['for its own school', { schoolCode: 'S001' }, '2026-05-01', true],
    ['for another school', { schoolCode: 'S002' }, '2026-05-01', false],
  ])('is in force or not: %s', (_, over, today, inForce) => {
    expect(isInForce(partner(over), { schoolCode: 'S001', today })).toBe(inForce);
  });

  it('has its agreement prolonged, and no region of the city', () => {
    expect(correctPartner(partner(), agreement, asked)).toMatchObject({ value: { validTo: '2027-12-31' } });
    expect(correctPartner(partner(), { ...agreement, regionCode: '500103' }, asked)).toMatchObject({
      code: 'partner-region-in-city',
    });
    expect(correctPartner(partner(), { ...agreement, validTo: '2025-01-01' }, asked)).toMatchObject({
      code: 'partner-days-disordered',
    });
    expect(correctPartner(partner(), agreement, { ...asked, isTaken: true })).toMatchObject({
      code: 'partner-already-registered',
    });
    expect(correctPartner(partner({ state: 'ENDED' }), agreement, asked)).toMatchObject({
      code: 'wrong-state',
    });
  });

  it('ends within its agreement, and is reinstated', () => {
    const ended = endPartner(partner(), { endedOn: '2026-06-30' });
    expect(ended).toMatchObject({ value: { state: 'ENDED', endedOn: '2026-06-30' } });
    expect(endPartner(partner(), { endedOn: '2027-06-30' })).toMatchObject({
      code: 'partner-days-disordered',
    });
    expect(endPartner(partner({ state: 'ENDED' }), { endedOn: '2026-06-30' })).toMatchObject({
      code: 'wrong-state',
    });
    expect(reinstatePartner(partner({ state: 'ENDED', endedOn: '2026-06-30' }))).toMatchObject({
      value: { state: 'ACTIVE', endedOn: undefined },
    });
    expect(reinstatePartner(partner())).toMatchObject({ code: 'wrong-state' });
  });
});

import { accept, refuse } from '#aggregates/rules';
import { cancelPlacement, changePlacement, endPlacement, resumePlacement } from './placement-moves.js';
import { sendOnPlacement } from './placement.js';
import type { Agreed, Placement } from './placement-states.js';
import type { Registration } from './registration-states.js';
import { defaultRules as rules } from './rules.js';

const asked = { subject: 'registrar', at: '2027-04-01T02:00:00.000Z', today: '2027-04-01', newId: 'p1' };
const terms = {
  kind: 'POST',
  employer: { uscc: '91500000MA5U00001X', name: '样例机械有限公司' },
  fromOn: '2027-03-01',
  toOn: '2027-08-31',
  insurancePolicyNo: 'PZAA2026001',
  agreementNo: '实习协议〔2027〕8号',
  studentConsent: true,
  guardianConsent: false,
  supervisingTeacher: '赵样例',
} as const;
const student = (over: object = {}) =>
  ({ registrationId: 'r1', schoolCode: 'S001', startOn: '2025-09-01', state: 'ACTIVE', ...over }) as Registration; // prettier-ignore
const of = (over: object = {}) => ({ registration: student(), birthDate: '2008-03-01', others: [] as Placement[], rules, ...over }); // prettier-ignore
const sent = (stated: object = {}, over: object = {}) =>
  sendOnPlacement({ ...terms, ...stated }, { ...asked, ...of(over) });
function agreed(stated: object = {}): Agreed {
  const decision = sent(stated);
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
}

describe('A student', () => {
  it('of the second year who is insured and agrees is sent on a placement', () => {
    expect(sent()).toMatchObject(accept({ placementId: 'p1', state: 'AGREED', recordedBy: 'registrar' }));
  });

  it('is not sent in the first year of study, to the day', () => {
    const entered = { registration: student({ startOn: '2026-03-02' }) };
    expect(sent({ fromOn: '2027-02-28' }, entered)).toEqual(refuse('first-year-student'));
    expect(sent({ fromOn: '2027-03-02' }, entered).ok).toBe(true);
    const repeated = { registration: student({ repeats: 1 }) };
    expect(sent({}, repeated)).toEqual(refuse('first-year-student'));
  });

  it('is not sent under 16, to the day in China on which they turn 16', () => {
    const born = (birthDate: string) => sent({ guardianConsent: true }, { birthDate });
    expect(born('2011-03-02')).toEqual(refuse('under-age-for-placement'));
    expect(born('2011-03-01').ok).toBe(true);
    const leap = { birthDate: '2012-02-29', registration: student() };
    const of2028 = { fromOn: '2028-02-28', toOn: '2028-06-30', guardianConsent: true };
    expect(sent(of2028, leap)).toEqual(refuse('under-age-for-placement'));
    expect(sent({ ...of2028, fromOn: '2028-02-29' }, leap).ok).toBe(true);
    expect(sent({}, { birthDate: undefined })).toEqual(refuse('birth-date-unknown'));
  });

  it('consents, and under 18 on the first day the guardian too', () => {
    expect(sent({ studentConsent: false })).toEqual(refuse('consent-missing'));
    expect(sent({}, { birthDate: '2009-03-02' })).toEqual(refuse('consent-missing'));
    expect(sent({ guardianConsent: true }, { birthDate: '2009-03-02' }).ok).toBe(true);
    expect(sent({}, { birthDate: '2009-03-01' }).ok).toBe(true);
  });

  it('is not sent while on leave, nor before the studies begin or for longer than the rules allow', () => {
    expect(sent({}, { registration: student({ state: 'ON_LEAVE' }) })).toEqual(refuse('not-in-study'));
    expect(sent({ toOn: '2027-02-28' })).toEqual(refuse('placement-days-wrong'));
    expect(sent({ fromOn: '2025-08-01', toOn: '2025-09-30' })).toEqual(refuse('placement-days-wrong'));
    expect(sent({ toOn: '2028-03-02' })).toEqual(refuse('placement-days-wrong'));
  });

  it('is at one employer at a time, and free for another after the last day of the first', () => {
    const other = { others: [agreed()] };
    expect(sent({ fromOn: '2027-08-31', toOn: '2027-12-31' }, other)).toEqual(refuse('placements-overlap'));
    expect(sent({ fromOn: '2027-09-01', toOn: '2027-12-31' }, other).ok).toBe(true);
    const ended: Placement = { ...agreed(), state: 'ENDED', endedOn: '2027-03-31' };
    expect(sent({ fromOn: '2027-04-01' }, { others: [ended] }).ok).toBe(true);
    expect(sent({}, { others: [{ ...agreed(), state: 'CANCELLED' }] }).ok).toBe(true);
  });
});

describe('A placement', () => {
  const at = { ...asked, of };
  it('is extended and corrected under the rules of a new one', () => {
    expect(changePlacement(agreed(), { ...terms, toOn: '2027-12-31' }, at)).toMatchObject(accept({ toOn: '2027-12-31' })); // prettier-ignore
    expect(changePlacement(agreed(), { ...terms, toOn: '2028-12-31' }, at)).toEqual(refuse('placement-days-wrong')); // prettier-ignore
    const next = { ...agreed({ fromOn: '2027-09-01', toOn: '2027-12-31' }), placementId: 'p2' };
    const context = { of: () => of({ others: [next] }) };
    expect(changePlacement(agreed(), { ...terms, toOn: '2027-09-01' }, context)).toEqual(refuse('placements-overlap')); // prettier-ignore
  });

  it('ends early or is broken off on one of its days that has come, and is resumed where that was wrong', () => {
    const broken = endPlacement(agreed(), { endedOn: '2027-03-31', breakReasonCode: 'SAFETY' }, asked);
    expect(broken).toMatchObject(accept({ state: 'BROKEN_OFF', endedOn: '2027-03-31' }));
    for (const endedOn of ['2027-02-28', '2027-04-02', '2027-09-01'])
      expect(endPlacement(agreed(), { endedOn }, asked)).toEqual(refuse('end-not-possible'));
    if (!broken.ok) throw new Error(broken.code);
    expect(resumePlacement(broken.value, {}, at)).toEqual(accept(agreed()));
    expect(resumePlacement(agreed(), {}, at)).toEqual(refuse('placement-not-ended'));
    expect(cancelPlacement(broken.value)).toEqual(refuse('placement-over'));
  });
});

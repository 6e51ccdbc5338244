import { accept, refuse } from '#aggregates/rules';
import type { Registration } from './registration-states.js';
import { cancelTerm, changeTerm, defaultDays, isOrdered, reopenTerm, type Term, termCode } from './term.js';
import { confirmTerm, missed } from './term-confirmation.js';

const term: Term = { ...defaultDays('2026-2027-1'), termId: 't1', term: '2026-2027-1', version: 1, state: 'OPEN' }; // prettier-ignore
const on = (today: string) => ({ subject: 'registrar', at: `${today}T02:00:00.000Z`, today, newId: 'n1' });
const student = (over: object = {}) =>
  ({ registrationId: 'r1', schoolCode: 'S001', startOn: '2025-09-01', state: 'ACTIVE', ...over }) as Registration; // prettier-ignore
const reopening = {
  reopeningId: 'x1',
  termId: 't1',
  schoolCode: 'S001',
  version: 1,
  confirmationClosesOn: '2026-11-15',
  reopenedBy: 'officer',
  reopenedAt: '2026-10-20T02:00:00.000Z',
};
const stated = (today: string, over: object = {}, statement: object = {}, of = student()) =>
  confirmTerm(of, { result: 'CONFIRMED', ...statement }, { ...on(today), term, reopening: undefined, standing: undefined, ...over }); // prettier-ignore

describe('A term', () => {
  it('is named by its school year and half', () => {
    expect(termCode.safeParse('2026-2027-1').success).toBe(true);
    for (const wrong of ['2026-2028-1', '2026-2027-3', '2026-1'])
      expect(termCode.safeParse(wrong).success).toBe(false);
  });

  it('has days in order, by default and however they are changed', () => {
    expect([defaultDays('2026-2027-1'), defaultDays('2026-2027-2')].map(isOrdered)).toEqual([true, true]);
    expect(changeTerm(term, { confirmationClosesOn: '2026-10-15' })).toMatchObject(accept({ confirmationClosesOn: '2026-10-15' })); // prettier-ignore
    expect(changeTerm(term, { confirmationClosesOn: '2026-08-01' })).toEqual(refuse('term-disordered'));
  });

  it('is cancelled while nothing was said of anybody in it', () => {
    expect(cancelTerm(term, {}, { inUse: true })).toEqual(refuse('term-in-use'));
    expect(cancelTerm(term, {}, { inUse: false })).toMatchObject(accept({ state: 'CANCELLED' }));
  });

  it('is reopened for one school by its authority, until a day within the term that has not passed', () => {
    const asked = { schoolCode: 'S001', confirmationClosesOn: '2026-11-15' };
    const reopen = (over: object, context: object = {}) =>
      reopenTerm(term, { ...asked, ...over }, { ...on('2026-10-20'), theirs: true, standing: undefined, ...context }); // prettier-ignore
    expect(reopen({})).toMatchObject(accept({ reopeningId: 'n1', ...asked }));
    expect(reopen({}, { theirs: false })).toEqual(refuse('school-of-another-authority'));
    expect(reopen({ confirmationClosesOn: '2026-10-19' })).toEqual(refuse('reopened-in-the-past'));
    expect(reopen({ confirmationClosesOn: '2027-02-01' })).toEqual(refuse('reopened-in-the-past'));
  });
});

describe('A student in a term', () => {
  it('is confirmed from the first to the last day of the window, and not a day before or after', () => {
    const codes = ['2026-08-24', '2026-08-25', '2026-09-30', '2026-10-01'].map((today) => stated(today).ok);
    expect(codes).toEqual([false, true, true, false]);
    expect(stated('2026-10-01')).toMatchObject({ code: 'confirmation-window-closed', words: { title: '不在该学期的注册时间内（2026-08-25 至 2026-09-30）' } }); // prettier-ignore
  });

  it('is confirmed after the window where the term was reopened for the school', () => {
    expect(stated('2026-11-15', { reopening }).ok).toBe(true);
    expect(stated('2026-11-16', { reopening })).toMatchObject({ code: 'confirmation-window-closed' });
  });

  it('is not confirmed with a reason, and confirmed without one', () => {
    expect(stated('2026-09-01', {}, { result: 'NOT_CONFIRMED' })).toEqual(refuse('reason-not-fitting'));
    expect(stated('2026-09-01', {}, { reasonCode: 'OTHER' })).toEqual(refuse('reason-not-fitting'));
    expect(stated('2026-09-01', {}, { result: 'NOT_CONFIRMED', reasonCode: 'LEAVING' })).toMatchObject(
      accept({ state: 'NOT_CONFIRMED', reasonCode: 'LEAVING', statedBy: 'registrar' }),
    );
  });

  it('is stated anew where the first statement was wrong or the window was missed', () => {
    const standing = missed({ confirmationId: 'k1', registrationId: 'r1', termId: 't1', schoolCode: 'S001' }, '2026-10-01'); // prettier-ignore
    const again = stated('2026-11-01', { reopening, standing });
    expect(again).toMatchObject(accept({ confirmationId: 'k1', state: 'CONFIRMED' }));
    expect(again).not.toHaveProperty('value.missedOn');
  });

  it('is not waited for while on leave, and in no term before the first day of study', () => {
    expect(stated('2026-09-01', {}, {}, student({ state: 'ON_LEAVE' }))).toEqual(refuse('not-studying'));
    expect(stated('2026-09-01', {}, {}, student({ startOn: '2027-03-01' }))).toEqual(refuse('entered-later'));
    expect(stated('2026-09-01', { term: undefined })).toEqual(refuse('term-not-known'));
  });
});

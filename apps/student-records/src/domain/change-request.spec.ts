import { refuse } from '#aggregates/rules';
import { active } from '../../test/example-registrations.js';
import { approveChange } from './change-decision.js';
import { reviseChange, submitChange } from './change-request.js';
import { defaultRules as rules } from './rules.js';
import type { StatusChange } from './status-change.js';

const at = '2026-03-10T02:00:00.000Z';
const registration = active({ stateSince: '2026-02-01' });
const context = { at, today: '2026-03-10', rules, birthDate: '1990-01-01', target: undefined, officerOf: undefined, open: new Set<string>() }; // prettier-ignore
const leave = { type: 'LEAVE', reasonCode: 'FAMILY', effectiveOn: '2026-03-01', returnExpectedOn: '2026-09-01', evidence: '证明1' } as const; // prettier-ignore
const returned = (over: object = {}) =>
  ({
    ...leave, changeId: 'c1', registrationId: registration.registrationId, schoolCode: 'S001', version: 3,
    requestedBy: 'asker', requestedAt: at, submittedBy: 'submitter', schoolApprovedBy: 'principal', schoolApprovedAt: at,
    rejectedBy: 'officer', rejectedAt: at, rejectionReason: '材料不全', state: 'REJECTED', ...over,
  }) as StatusChange; // prettier-ignore
const revise = (known: StatusChange, asked: object = {}, over: object = {}) =>
  reviseChange(known, { ...leave, ...asked }, { ...context, registration, subject: 'reviser', ...over });
const valueOf = (decision: { ok: boolean }) => (decision as unknown as { value: StatusChange }).value;

describe('A status change that was returned', () => {
  it('is revised and submitted again as if it were new, but for whom it is of and who had a hand in it', () => {
    const revised = valueOf(revise(returned({ guardianConsent: '同意书1' }), { evidence: '证明2' }));
    expect(revised).toEqual({
      ...leave, evidence: '证明2', changeId: 'c1', registrationId: registration.registrationId, schoolCode: 'S001', version: 3,
      requestedBy: 'asker', requestedAt: at, submittedBy: 'reviser', contributors: ['submitter', 'reviser'], state: 'SUBMITTED',
    }); // prettier-ignore
  });

  it.each(['asker', 'submitter', 'reviser', 'resubmitter'])('is not decided on by its %s', (subject) => {
    const draft = valueOf(revise(returned(), { draft: true }));
    expect(draft).toMatchObject({ state: 'DRAFT' });
    const again = valueOf(submitChange(draft, registration, { ...context, subject: 'resubmitter' }));
    const deciding = { ...context, tierOf: () => 'CITY' as const, officerOf: 'CITY' as const };
    expect(approveChange(again, {}, { ...deciding, subject })).toEqual(refuse('approver-is-submitter'));
    expect(approveChange(again, {}, { ...deciding, subject: 'officer' })).toMatchObject({ ok: true });
  });

  it('is submitted again as it is, and looked at by the school again', () => {
    const again = valueOf(submitChange(returned(), registration, { ...context, subject: 'resubmitter' }));
    expect(again).toMatchObject({ state: 'SUBMITTED', contributors: ['submitter'] });
    expect(Object.keys(again).filter((name) => /^(rejected|rejection|schoolApproved)/.test(name))).toEqual(
      [],
    );
  });

  it('is revised by its own side: what the city has asked for by no school, and what a school has asked for not by the city', () => {
    const cancellation = { type: 'CANCELLATION', reasonCode: 'FRAUD', decisionNo: '渝人社〔2026〕1号', returnExpectedOn: undefined } as const; // prettier-ignore
    const citys = returned({ ...cancellation, requestedBy: 'officer of the city' });
    const school = { ...context, officerOf: 'SCHOOL' as const, subject: 'registrar' };
    expect(revise(citys, {}, school)).toEqual(refuse('asker-revises'));
    expect(submitChange(citys, registration, school)).toEqual(refuse('asker-revises'));
    const city = { ...context, officerOf: 'CITY' as const, subject: 'officer of the city' };
    expect(revise(returned(), cancellation, city)).toEqual(refuse('school-requests'));
    expect(submitChange(returned(), registration, city)).toEqual(refuse('school-requests'));
    expect(revise(citys, cancellation, city)).toMatchObject({ ok: true });
  });

  it('is held to the rules anew, and waits where another one of the student is open', () => {
    expect(revise(returned(), { effectiveOn: '2026-01-31' })).toMatchObject(refuse('before-last-change'));
    const open = new Set([registration.registrationId]);
    expect(revise(returned(), {}, { open })).toEqual(refuse('change-is-open'));
    expect(revise(returned(), { draft: true }, { open })).toMatchObject({ ok: true });
  });

  it('is asked for anew where it is a reversal, and not revised while it waits for a decision', () => {
    expect(revise(returned({ type: 'REVERSAL' }))).toEqual(refuse('reversal-asked-anew'));
    expect(revise(returned({ state: 'SUBMITTED' }))).toEqual(refuse('change-not-draft'));
  });
});

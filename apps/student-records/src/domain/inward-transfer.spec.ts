import { refuse } from '#aggregates/rules';
import { active, deciding, submitted } from '../../test/example-registrations.js';
import { approveInwardTransfer, endorseInwardTransfer, recogniseInwardTransfer, rejectInwardTransfer, requestInwardTransfer } from './inward-transfer.js'; // prettier-ignore
import type { InwardTransferIn } from './inward-transfer-states.js';
import { defaultRules as rules } from './rules.js';

const calendarOf = (year: number) => ({
  calendarId: 'c', year, documentNo: '1', holidays: [], shiftedWorkdays: [], version: 1,
}); // prettier-ignore
const asking = {
  subject: 'registrar', at: '2023-10-01T02:00:00.000Z', today: '2023-10-01', rules, calendarOf, newId: 't1', isOpen: false,
  birthDate: '2004-01-01' as string | undefined, paper: undefined,
}; // prettier-ignore
const request = {
  outside: { province: '四川省', name: '样例', releaseNo: '证1' },
  enteredOn: '2022-07-01',
  monthsStudied: 12,
  evidence: '材料1',
};
const asked = requestInwardTransfer(submitted(), request, asking);
const requested = (asked as { value: InwardTransferIn<'REQUESTED'> }).value;
const endorsed: InwardTransferIn<'ENDORSED'> = { ...requested, state: 'ENDORSED', endorsedBy: 'principal', endorsedAt: 'now' }; // prettier-ignore

const endorse = (subject: string) =>
  endorseInwardTransfer(requested, {}, { ...asking, ...deciding(subject) });

describe('A transfer into the city from outside', () => {
  it('is asked for with ten working days for each step', () =>
    expect(requested).toMatchObject({ state: 'REQUESTED', registrationId: 'r1', dueOn: '2023-10-13' }));

  it.each([
    ['of a registration that is decided', active(), {}, {}, 'not-submitted'],
    ['of more months than there were', submitted(), { monthsStudied: 15 }, {}, 'months-not-possible'],
    ['from the first semester', submitted(), { monthsStudied: 4 }, {}, 'transfer-in-first-semester'],
    ['into the final year', submitted({ durationMonths: 24 }), {}, {}, 'transfer-in-final-year'],
    ['of a minor without the guardian', submitted(), {}, { birthDate: '2008-01-01' }, 'guardian-consent-missing'],
    ['on a paper of another school', submitted(), { evidenceId: 'e1' }, { paper: { schoolCode: 'S002' } }, 'evidence-not-found'],
    ['in a year without working days', submitted(), {}, { calendarOf: () => undefined }, 'working-calendar-missing'],
  ] as const)('is not asked for %s', (_, registration, over, context, code) =>
    expect(requestInwardTransfer(registration, { ...request, ...over }, { ...asking, ...context })).toMatchObject({ ok: false, code })); // prettier-ignore

  it('is decided on by three people, each at their step', () => {
    const filed = { filingNo: '1', outsideFilingNo: '2' };
    expect(endorse('registrar')).toEqual(refuse('approver-is-submitter'));
    expect(endorse('principal')).toMatchObject({ value: { state: 'ENDORSED', endorsedBy: 'principal' } });
    const approve = (context: ReturnType<typeof deciding>, registration = submitted()) =>
      approveInwardTransfer(endorsed, filed, { ...context, registration });
    expect(approve(deciding('principal'))).toEqual(refuse('approver-is-submitter'));
    expect(approve(deciding('li', 'DISTRICT', 'CITY'))).toEqual(refuse('city-decides'));
    expect(approve(deciding('city'))).toMatchObject({ value: { state: 'APPROVED', ...filed } });
    const school = { ...deciding('principal'), officerOf: 'SCHOOL' as const };
    expect(rejectInwardTransfer(endorsed, { reason: '不全' }, school)).toEqual(refuse('inward-transfer-not-at-this-step')); // prettier-ignore
  });

  it('counts what was studied there as studied, and what lies between as away', () => {
    const approved = { ...endorsed, state: 'APPROVED', approvedBy: 'city', approvedAt: 'now', filingNo: '1', outsideFilingNo: '2' } as const; // prettier-ignore
    expect(recogniseInwardTransfer(submitted(), approved)).toMatchObject({
      value: {
        startOn: '2022-07-01',
        stateSince: '2023-09-01',
        daysAway: 62,
        monthsCarried: 12,
        transferredFromOutside: { province: '四川省', name: '样例' },
        contributors: ['importer', 'registrar', 'principal'],
      },
    });
  });
});

import fc from 'fast-check';
import { active, deciding as officer, submitted } from '../../test/example-registrations.js';
import { approve, graduate, reject, revokeGraduation } from './registration.js';
import type { Hindrance } from './may-study.js';
import type { Registration, Submitted } from './registration-states.js';
import { defaultRules as rules } from './rules.js';

const context = {
  ...officer('officer'),
  hindrance: undefined as Hindrance | undefined,
  inwardTransferIsOpen: false,
  cutOff: undefined,
  rules,
};
const employer = { uscc: '91500000MA5U00001X', name: '样例机械有限公司' };
const employee = (differing: Partial<Submitted> = {}) =>
  submitted({
    sourceType: 'ENTERPRISE_EMPLOYEE',
    studyMode: 'PART_TIME',
    durationMonths: 12,
    employer,
    ...differing,
  });

describe('A registration is approved', () => {
  it('with the approver and the moment, and waits for its number', () => {
    const { studentNo: _, ...approved } = active({
      entryQualification: 'SENIOR_HIGH',
      minMonths: 24,
      maxMonths: 60,
    });
    expect(approve(submitted(), context)).toEqual({ ok: true, value: approved });
  });

  it.each<[string, Registration, Partial<typeof context>, string]>([
    ['by who submitted it', submitted(), officer('registrar'), 'approver-is-submitter'],
    ['by who imported the application', submitted(), officer('importer'), 'approver-is-submitter'],
    ['by a district for a school of the city', submitted(), officer('li', 'DISTRICT'), 'city-decides'],
    [
      'by a district for a school that nobody has heard of',
      submitted(),
      { ...officer('li', 'DISTRICT'), tierOf: () => undefined },
      'city-decides',
    ],
    ['a second time', active(), {}, 'not-submitted'],
    [
      'while the person is live elsewhere',
      submitted(),
      { hindrance: 'person-has-live-registration' },
      'person-has-live-registration',
    ],
    [
      'while two people share an ID number',
      submitted(),
      { hindrance: 'identity-mismatch' },
      'identity-mismatch',
    ],
    ['for an employee under twelve months', employee({ durationMonths: 11 }), {}, 'part-time-too-short'],
    [
      'for an employee by tag under twelve months',
      employee({ sourceType: 'VETERAN', tags: ['ENTERPRISE_EMPLOYEE'], durationMonths: 11 }),
      {},
      'part-time-too-short',
    ],
    ['for an employee without employer', employee({ employer: undefined }), {}, 'employer-missing'],
    [
      'for a full-time new apprentice',
      employee({ programmeType: 'NEW_APPRENTICESHIP', studyMode: 'FULL_TIME' }),
      {},
      'apprenticeship-is-part-time',
    ],
    [
      'for a new apprentice of another source under twelve months',
      employee({ programmeType: 'NEW_APPRENTICESHIP', sourceType: 'OTHER', durationMonths: 6 }),
      {},
      'part-time-too-short',
    ],
  ])('but not %s', (_, registration, differing, code) => {
    expect(approve(registration, { ...context, ...differing })).toEqual({ ok: false, code });
  });

  it('until the cut-off of its season, and afterwards is refused with the date', () => {
    expect(approve(submitted(), { ...context, cutOff: '2023-10-01' }).ok).toBe(true);
    expect(approve(submitted(), { ...context, cutOff: '2023-09-30' })).toMatchObject({
      code: 'registration-cut-off-over',
      words: { title: expect.stringContaining('2023-09-30') },
    });
  });

  it('for an employee from twelve months on, and for others part-time at any length', () => {
    expect(approve(employee(), context).ok).toBe(true);
    const other = submitted({ studyMode: 'PART_TIME', durationMonths: 6 });
    expect(approve(other, context).ok).toBe(true);
  });
});

describe('A decision on a registration', () => {
  it('is a district’s on the schools of its tier, and the city’s on all', () => {
    for (const deciding of [officer('li', 'DISTRICT', 'DISTRICT'), officer('wang', 'CITY', 'DISTRICT')]) {
      expect(approve(submitted(), { ...context, ...deciding }).ok).toBe(true);
      expect(reject(submitted(), { reason: '材料不全' }, deciding).ok).toBe(true);
    }
  });

  it('is never of who had a hand in it, not to reject it either', () => {
    for (const contributor of ['registrar', 'importer'])
      expect(reject(submitted(), { reason: '材料不全' }, officer(contributor))).toEqual({
        ok: false,
        code: 'approver-is-submitter',
      });
  });
});

describe('The states of a registration', () => {
  const allowed = new Set([
    'SUBMITTED ACTIVE',
    'SUBMITTED REJECTED',
    'ACTIVE GRADUATED',
    'GRADUATED GRADUATION_REVOKED',
  ]);
  const commands: ((registration: Registration) => Registration | undefined)[] = [
    (each) => valueOf(approve(each, context), (ok) => ({ ...ok, studentNo: 'S00123100001' })),
    (each) => valueOf(reject(each, { reason: '材料不全' }, context)),
    (each) =>
      each.state === 'ACTIVE' ? graduate(each, { batchId: 'b1', graduatedOn: '2026-06-30' }) : undefined,
    (each) => valueOf(revokeGraduation(each, { decisionNo: 'D1', reason: '不符' }, context)),
  ];

  it('move only along the table, whatever is commanded in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 12 }), (sequence) => {
        let now: Registration = submitted();
        for (const command of sequence) {
          const next = command(now);
          if (!next) continue;
          expect(allowed.has(`${now.state} ${next.state}`)).toBe(true);
          expect(next).toMatchObject({ registrationId: 'r1', personId: 'p1', major: now.major });
          now = next;
        }
      }),
    );
  });
});

function valueOf<T, R extends Registration = T & Registration>(
  decision: { ok: true; value: T } | { ok: false },
  then?: (value: T) => R,
): Registration | undefined {
  if (!decision.ok) return undefined;
  return then ? then(decision.value) : (decision.value as T & Registration);
}

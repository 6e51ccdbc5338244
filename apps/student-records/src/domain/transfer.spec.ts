import { accept, refuse } from '#aggregates/rules';
import { active } from '../../test/example-registrations.js';
import { defaultRules as rules } from './rules.js';
import { acceptTransfer, approveTransfer, releaseTransfer, requestTransfer } from './transfer.js';
import { cancelTransfer, lapseTransfer, rejectTransfer } from './transfer-end.js';
import type { Class } from './class.js';
import { transferredIn } from './transfer-effect.js';
import { whyNoTransfer } from './transfer-guards.js';
import type { Receiving } from './transfer-receiving.js';
import type { Transfer, TransferIn } from './transfer-states.js';

const at = '2024-11-04T02:00:00.000Z';
const today = '2024-11-04';
const held = { today, rules, birthDate: '2006-01-01', changeIsOpen: false, inGraduationBatch: false };
const request = { receivingSchoolCode: 'S002', reasonCode: 'FAMILY', effectiveOn: today, evidence: '申请1' };
const calendarOf = (year: number) => ({
  calendarId: 'c', year, documentNo: '1', holidays: [], shiftedWorkdays: [], version: 1,
}); // prettier-ignore
/** @param ownSchool of whom acts. @param supervised the schools that they decide on */
const major = { catalogueVersion: '2022', majorCode: '0107-4', name: '样例' };
const offering = {
  offeringId: 'o2',
  schoolCode: 'S002',
  major,
  level: 'SENIOR',
  studyMode: 'FULL_TIME',
  active: true,
} as const;
const qualified = { state: 'PUBLISHED', validFrom: '2024-01-01', validTo: '2025-12-31', levels: ['SENIOR'], modes: ['FULL_TIME'] } as const; // prettier-ignore
const receiving: Receiving = { schoolIsActive: true, offering, qualifications: [qualified] };
const acting = (subject: string, ownSchool?: string, ...supervised: string[]) => ({
  receivingOf: () => receiving, subject, at, today, rules, calendarOf, ownSchool, supervises: (code: string) => supervised.includes(code),
}); // prettier-ignore

const asked = requestTransfer(active(), request, {
  ...acting('registrar', 'S001'),
  ...held,
  newId: 't1',
  isOpen: false,
  receivingIsActive: true,
});
const requested = (asked as { value: TransferIn<'REQUESTED'> }).value;
const released: TransferIn<'RELEASED'> = { ...requested, state: 'RELEASED', releasedBy: 'principal', releasedAt: at }; // prettier-ignore
const accepted: TransferIn<'ACCEPTED'> = { ...released, state: 'ACCEPTED', acceptedBy: 'other', acceptedAt: at, targetOfferingId: 'o2' }; // prettier-ignore
const outside = { province: '四川省', name: '样例', acceptanceNo: '函1' };

describe('A transfer is asked for', () => {
  it('with ten working days for each step', () => {
    expect(requested).toMatchObject({ state: 'REQUESTED', dueOn: '2024-11-18', schoolCode: 'S001' });
  });

  it.each([
    ['in the first semester', { startOn: '2024-07-01' }, {}, 'transfer-in-first-semester'],
    ['in the final year', { startOn: '2022-11-01' }, {}, 'transfer-in-final-year'],
    ['while a change is open', {}, { changeIsOpen: true }, 'change-is-open'],
    ['while in a graduation batch', {}, { inGraduationBatch: true }, 'in-graduation-batch'],
    ['before the last change', { stateSince: '2024-11-05' }, {}, 'before-last-change'],
    ['for a minor without the guardian', {}, { birthDate: '2008-01-01' }, 'guardian-consent-missing'],
  ])('but not %s', (_, student, context, code) => {
    expect(whyNoTransfer(active(student), request, { ...held, ...context })).toBe(code);
  });

  it('in a year that an extension has put off from being the final one, and for a minor with consent', () => {
    const prolonged = active({ startOn: '2022-11-01', extensionMonths: 12 });
    expect(whyNoTransfer(prolonged, request, held)).toBeUndefined();
    const consented = { ...request, guardianConsent: '同意书1' };
    expect(whyNoTransfer(active(), consented, { ...held, birthDate: '2008-01-01' })).toBeUndefined();
  });
});

describe('A transfer goes on', () => {
  const registration = active();

  it('by its own steps only, each taken by whose it is and by nobody who had a hand in it', () => {
    const release = (transfer: Transfer, by: ReturnType<typeof acting>) =>
      releaseTransfer(transfer, {}, { ...by, registration, held });
    expect(release(requested, acting('principal', 'S001'))).toMatchObject({ value: { state: 'RELEASED' } });
    expect(release(requested, acting('registrar', 'S001'))).toEqual(refuse('approver-is-submitter'));
    expect(release(requested, acting('principal', 'S002'))).toEqual(refuse('other-school-decides'));
    expect(release(released, acting('principal', 'S001'))).toEqual(refuse('transfer-not-at-this-step'));
    expect(take()).toMatchObject({ value: { state: 'ACCEPTED' } });
    const junior = { ...offering, level: 'INTERMEDIATE' } as const;
    expect(take({ offering: junior })).toEqual(refuse('offering-does-not-fit'));
    expect(take({}, {}, 'S001')).toEqual(refuse('other-school-decides'));
  });

  const target = { schoolCode: 'S002', state: 'OPEN', level: 'SENIOR', studyMode: 'FULL_TIME', major } as unknown as Class; // prettier-ignore
  const take = (over: Partial<Receiving> = {}, input: object = {}, school = 'S002', targetClass: Class | undefined = target) =>
    acceptTransfer(released, { targetOfferingId: 'o2', ...input }, {
      ...acting('other', school), registration, receiving: { ...receiving, ...over }, targetClass,
    }); // prettier-ignore
  const into = (of: Partial<Class>) => take({}, { targetClassId: 'c1' }, 'S002', { ...target, ...of } as Class); // prettier-ignore

  it('to a class of the offering that is open', () => {
    expect(into({})).toMatchObject({ value: { targetClassId: 'c1' } });
    expect(into({ schoolCode: 'S003' })).toEqual(refuse('class-not-known'));
    expect(into({ state: 'CLOSED' })).toEqual(refuse('class-closed'));
    expect(into({ studyMode: 'PART_TIME' })).toEqual(refuse('class-does-not-fit'));
  });

  it.each([
    ['is closed', { schoolIsActive: false }, 'receiving-school-closed'],
    ['has closed the offering', { offering: { ...offering, active: false } }, 'receiving-offering-closed'],
    ['has lost its qualification', { qualifications: [{ ...qualified, state: 'REVOKED' }] }, 'receiving-school-not-qualified'],
    ['is not qualified any more on the day', { qualifications: [{ ...qualified, validTo: '2024-11-03' }] }, 'receiving-school-not-qualified'],
  ] as const)('nowhere where the school that is to receive the student %s: it lapses with the reason', (_, over, code) => {
    const receivingOf = () => ({ ...receiving, ...over });
    const city = { ...acting('city', undefined, 'S001', 'S002'), receivingOf };
    expect(approveTransfer(accepted, {}, city)).toEqual(refuse(code));
    const approved = { ...accepted, state: 'APPROVED', approvedAt: at } as Transfer;
    for (const each of [accepted, approved]) {
      expect(lapseTransfer(each, {}, city)).toMatchObject({ value: { state: 'LAPSED', lapsedBecause: code } });
      expect(lapseTransfer(each, {}, acting('system'))).toEqual(accept(each));
    }
  }); // prettier-ignore

  it('through both authorities, and once where one is that of both schools', () => {
    const one = approveTransfer(accepted, {}, acting('city', undefined, 'S001', 'S002'));
    expect(one).toMatchObject({ value: { state: 'APPROVED', effectiveOn: today } });
    const sending = approveTransfer(accepted, {}, acting('city', undefined, 'S001'));
    expect(sending).toMatchObject({ value: { state: 'ACCEPTED', sendingApprovedBy: 'city' } });
    const half = (sending as { value: Transfer }).value;
    expect(approveTransfer(half, {}, acting('city', undefined, 'S001'))).toEqual(refuse('authority-of-neither-school')); // prettier-ignore
    expect(approveTransfer(half, {}, acting('li', undefined, 'S002'))).toMatchObject({ value: { state: 'APPROVED', receivingApprovedBy: 'li' } }); // prettier-ignore
    expect(approveTransfer(accepted, {}, acting('other', undefined, 'S001'))).toEqual(refuse('approver-is-submitter')); // prettier-ignore
  });

  it('to the day of the last approval at the earliest', () => {
    const early = { ...accepted, effectiveOn: '2024-10-01' };
    expect(approveTransfer(early, {}, acting('city', undefined, 'S001', 'S002'))).toMatchObject({ value: { effectiveOn: today } }); // prettier-ignore
    const late = { ...accepted, effectiveOn: '2025-02-01' };
    expect(approveTransfer(late, {}, acting('city', undefined, 'S001', 'S002'))).toMatchObject({ value: { effectiveOn: '2025-02-01' } }); // prettier-ignore
  });

  it('out of the city from the release to the authority, filed with both provinces', () => {
    const leaving = { ...requested, receivingSchoolCode: undefined, outside };
    const let_go = releaseTransfer(leaving, {}, { ...acting('principal', 'S001'), registration, held });
    expect(let_go).toMatchObject({ value: { state: 'ACCEPTED' } });
    const waits = (let_go as { value: Transfer }).value;
    const city = acting('city', undefined, 'S001');
    expect(approveTransfer(waits, {}, city)).toEqual(refuse('filing-numbers-missing'));
    const filed = { filingNo: '1', outsideFilingNo: '2' };
    expect(approveTransfer(waits, filed, city)).toMatchObject({ value: { state: 'APPROVED', ...filed } });
    expect(cancelTransfer(waits, {}, acting('registrar', 'S001'))).toMatchObject({ value: { state: 'CANCELLED' } }); // prettier-ignore
  });
});

describe('A transfer ends without effect', () => {
  it('where it is cancelled before the other school has accepted', () => {
    const registrar = acting('registrar', 'S001');
    expect(cancelTransfer(released, {}, registrar)).toMatchObject({ value: { state: 'CANCELLED' } });
    expect(cancelTransfer(accepted, {}, registrar)).toEqual(refuse('transfer-accepted-already'));
  });

  it('where whose step it is refuses, and nobody else', () => {
    const because = { reason: '满员' };
    expect(rejectTransfer(released, because, acting('other', 'S002'))).toMatchObject({ value: { state: 'REJECTED' } }); // prettier-ignore
    expect(rejectTransfer(released, because, acting('principal', 'S001'))).toEqual(refuse('transfer-not-refused-here')); // prettier-ignore
    expect(rejectTransfer(accepted, because, acting('li', undefined, 'S002'))).toMatchObject({ ok: true });
  });

  it('on the day after its deadline, with whose step was not taken', () => {
    const on = (day: string) => lapseTransfer(released, {}, { ...acting('system'), today: day });
    expect(on('2024-11-18')).toEqual(accept(released));
    expect(on('2024-11-19')).toMatchObject({ value: { state: 'LAPSED', lapsedBecause: 'not-accepted-in-time' } }); // prettier-ignore
  });
});

it('Who is transferred begins anew at the other school with what was studied, and keeps the day of entry', () => {
  const before = { ...active({ daysAway: 61, leavesTaken: 1 }), state: 'TRANSFER_PENDING' } as const;
  const approved = { ...accepted, state: 'APPROVED', approvedAt: at, receivingApprovedBy: 'city' } as TransferIn<'APPROVED'>; // prettier-ignore
  const given = { newId: 'r2', at, keepsNumber: true };
  expect(transferredIn(before, approved, offering, given)).toMatchObject({
    registrationId: 'r2',
    previousRegistrationId: 'r1',
    schoolCode: 'S002',
    startOn: '2023-09-01',
    monthsCarried: 12,
    daysAway: 61,
    leavesTaken: 1,
    major,
    studentNo: before.studentNo,
    contributors: ['registrar', 'principal', 'other'],
  });
});

import { type AdmissionCase, refusalToAdmit } from './admission.js';
import { type Particulars, faultsOf, isMinor } from './application.js';
import { mayRun } from './level-rules.js';
import type { Qualification } from './qualification.js';
import { allocateSeats } from './seats.js';

const TODAY = '2026-09-01';
const qualification = (differing: Partial<Qualification> = {}): Qualification => ({
  state: 'PUBLISHED',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
  ...differing,
});
const admission = (
  differing: Partial<AdmissionCase> = {},
  ...qualifications: Qualification[]
): AdmissionCase => ({
  state: 'SUBMITTED',
  level: 'SENIOR',
  mode: 'FULL_TIME',
  scope: 'IN_CITY',
  offeringStatus: 'ACTIVE',
  school: {
    status: 'ACTIVE',
    schoolType: 'TECHNICIAN_COLLEGE',
    qualifications: qualifications.length > 0 ? qualifications : [qualification()],
  },
  ...differing,
});

describe('Admission', () => {
  it('is open to a submitted application that a published qualification covers', () => {
    expect(refusalToAdmit(admission(), TODAY)).toBeUndefined();
  });

  it.each([
    ['an application that is admitted already', admission({ state: 'ADMITTED' }), 'wrong-state'],
    ['a stopped offering', admission({ offeringStatus: 'STOPPED' }), 'offering-not-active'],
    ['a suspended qualification', admission({}, qualification({ state: 'SUSPENDED' })), 'not-qualified'],
    [
      'a qualification that has run out',
      admission({}, qualification({ validTo: '2026-08-31' })),
      'not-qualified',
    ],
    ['a mode that is not covered', admission({ mode: 'PART_TIME' }), 'not-qualified'],
    ['applicants from outside the city', admission({ scope: 'OUT_OF_CITY' }), 'not-qualified'],
  ])('is refused for %s', (_, each, code) => {
    expect(refusalToAdmit(each, TODAY)?.code).toBe(code);
  });

  it('needs one qualification that covers all, not two that cover half each', () => {
    const halves = [qualification({ levels: ['INTERMEDIATE'] }), qualification({ modes: ['PART_TIME'] })];
    expect(refusalToAdmit(admission({}, ...halves), TODAY)?.code).toBe('not-qualified');
  });

  it('does not let a lower school run a higher level', () => {
    expect(mayRun('TECHNICAL_SCHOOL', 'SENIOR')).toBe(false);
    expect(mayRun('SENIOR_TECHNICAL_SCHOOL', 'TECHNICIAN')).toBe(false);
    expect(mayRun('TECHNICIAN_COLLEGE', 'INTERMEDIATE')).toBe(true);
    expect(mayRun('ADDED_BY_A_CITY', 'INTERMEDIATE')).toBe(false);
  });

  it('gives the seats of each plan line in the order in which applicants are named', () => {
    const lines = [
      { planLineId: 'a', planned: 3, reserved: 1, used: 1 },
      { planLineId: 'b', planned: 2, reserved: 0, used: 0 },
    ];
    const candidates = ['a', 'a', 'b'].map((planLineId, place) => ({ planLineId, place }));
    const { seated, unseated } = allocateSeats(candidates, lines);
    expect(seated.map(({ place }) => place)).toEqual([0, 2]);
    expect(unseated.map(({ place }) => place)).toEqual([1]);
  });
});

const particulars = (differing: Partial<Particulars> = {}): Particulars => ({
  birthDate: '1990-01-01',
  sex: '1',
  numberSays: { birthDate: '1990-01-01', sex: '1' },
  startOn: TODAY,
  studyMode: 'FULL_TIME',
  sourceType: 'SENIOR_PAST',
  programmeType: 'REGULAR',
  ...differing,
});

describe('An application', () => {
  const employee = { studyMode: 'PART_TIME', sourceType: 'ENTERPRISE_EMPLOYEE' } as const;
  const minor = { birthDate: '2010-01-01', numberSays: {} };

  it.each([
    ['a sex that the number contradicts', { sex: '2' }, ['sex-mismatch']],
    ['a minor without a guardian', minor, ['guardian-required']],
    ['a minor with a guardian', { ...minor, guardianName: '样例', guardianPhone: '13812345678' }, []],
    ['a part-time employee without an employer', employee, ['employer-required']],
    [
      'a new apprentice without an employer',
      { programmeType: 'NEW_APPRENTICESHIP' as const },
      ['employer-required'],
    ],
    ['an employer without a name', { employerUscc: '91500000000000001X' }, ['employer-name-required']],
  ])('with %s is found so', (_, differing, codes) => {
    expect(faultsOf(particulars(differing)).map(({ code }) => code)).toEqual(codes);
  });

  it('is of a minor until the eighteenth birthday', () => {
    expect(isMinor('2008-09-02', TODAY)).toBe(true);
    expect(isMinor('2008-09-01', TODAY)).toBe(false);
  });
});

import { faultsOf, isMinor, type Particulars } from './particulars.js';

const TODAY = '2026-09-01';
const particulars = (differing: Partial<Particulars> = {}): Particulars => ({
  birthDate: '1990-01-01',
  sex: '1',
  numberSays: { birthDate: '1990-01-01', sex: '1' },
  year: 2026,
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
    [
      'a study that begins before birth',
      { year: 1989, startOn: '1989-09-01' },
      ['start-impossible', 'guardian-required'],
    ],
    ['a study that begins in the next year', { startOn: '2027-01-04' }, []],
    ['a study that begins long after its plan', { startOn: '2099-09-01' }, ['start-impossible']],
    ['a student of a hundred years', { year: 2090, startOn: '2090-01-01' }, ['start-impossible']],
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

import { ageOn, isMinor } from './age.js';
import { faultsOf, type Particulars } from './particulars.js';
import { defaultStudyRules } from './study-rules.js';

const TODAY = '2026-09-01';
const particulars = (differing: Partial<Particulars> = {}): Particulars => ({
  name: '样例',
  idType: 'RESIDENT_ID',
  birthDate: '1990-01-01',
  sex: '1',
  numberSays: { birthDate: '1990-01-01', sex: '1', knownRegion: true },
  priorEducation: '高中',
  level: 'SENIOR',
  year: 2026,
  season: 'AUTUMN',
  scope: 'IN_CITY',
  channel: 'OFFLINE',
  startOn: TODAY,
  durationMonths: 36,
  studyMode: 'FULL_TIME',
  sourceType: 'SENIOR_PAST',
  tags: [],
  programmeType: 'REGULAR',
  ...differing,
});
const codesOf = (differing: Partial<Particulars>, grade: string) =>
  faultsOf(particulars(differing), defaultStudyRules).flatMap((each) =>
    each.grade === grade ? each.code : [],
  );

const employer = { employerUscc: '91500000000000001X', employerName: '样例企业' };
const minor = { birthDate: '2010-01-01', numberSays: {} };
const guarded = { guardianName: '样例', guardianPhone: '13812345678' };
const employee = { studyMode: 'PART_TIME', sourceType: 'ENTERPRISE_EMPLOYEE' } as const;

describe('An application', () => {
  it('that is in order has nothing against it', () => {
    expect(faultsOf(particulars(), defaultStudyRules)).toEqual([]);
  });

  it.each<[string, Partial<Particulars>, string[]]>([
    ['a sex that the number contradicts', { sex: '2' }, ['sex-mismatch']],
    [
      'a study that begins before birth',
      { year: 1989, startOn: '1989-09-01' },
      ['start-impossible', 'guardian-required'],
    ],
    ['a study that begins in the next year', { startOn: '2027-01-04' }, []],
    ['a study that begins long after its plan', { startOn: '2099-09-01' }, ['start-impossible']],
    ['a student of a hundred years', { year: 2090, startOn: '2090-09-01' }, ['age-out-of-range']],
    ['a child', { ...guarded, birthDate: '2014-01-01', numberSays: {} }, ['age-out-of-range']],
    ['a minor without a guardian', minor, ['guardian-required']],
    ['a minor with a guardian', { ...minor, ...guarded }, []],
    ['a part-time employee without an employer', employee, ['employer-required']],
    [
      'a part-time employee by tag for eleven months',
      { ...employer, studyMode: 'PART_TIME', tags: ['ENTERPRISE_EMPLOYEE'], durationMonths: 11 },
      ['part-time-too-short'],
    ],
    [
      'a new apprentice for eleven months',
      { ...employer, studyMode: 'PART_TIME', programmeType: 'NEW_APPRENTICESHIP', durationMonths: 11 },
      ['part-time-too-short'],
    ],
    [
      'a new apprentice without an employer, full-time',
      { programmeType: 'NEW_APPRENTICESHIP' },
      ['apprenticeship-is-part-time', 'employer-required'],
    ],
    ['an employer without a name', { employerUscc: '91500000000000001X' }, ['employer-name-required']],
    [
      'recruitment with an enterprise that it does not name',
      { channel: 'ENTERPRISE_JOINT' },
      ['employer-required'],
    ],
    ['cooperation outside of the city without the partner', { channel: 'OUT_OF_CITY' }, ['partner-required']],
    ['a partner of no cooperation outside of the city', { partner: '样例县' }, ['partner-not-of-channel']],
    ['primary school for 技师班', { priorEducation: '小学', level: 'TECHNICIAN' }, ['level-not-open']],
    ['an education that nobody knows', { priorEducation: '其它' }, ['prior-education-unknown']],
    ['one month of full-time study', { durationMonths: 1 }, ['duration-impossible']],
    ['junior high school for 高级工班 in three years', { priorEducation: '初中' }, ['duration-impossible']],
    ['a level that a city has added', { level: 'ADDED_BY_A_CITY', durationMonths: 1 }, []],
    ['a prior graduation after the start', { priorGraduatedOn: '2026-09-02' }, ['graduation-impossible']],
    ['a prior graduation of a child', { priorGraduatedOn: '1999-07-01' }, ['graduation-impossible']],
    ['a passport of no state', { idType: 'PASSPORT', numberSays: {} }, ['issuing-state-required']],
    ['a state at a resident ID', { issuingState: 'KOR' }, ['issuing-state-not-of-document']],
  ])('with %s is refused so', (_, differing, codes) => {
    expect(codesOf(differing, 'ERROR')).toEqual(codes);
  });

  it.each<[string, Partial<Particulars>, string[]]>([
    ['a region that no table has', { numberSays: { knownRegion: false } }, ['unknown-region']],
    ['letters of two scripts in the name', { name: '王小Ming' }, ['mixed-scripts']],
    ['fourteen years', { ...guarded, birthDate: '2012-01-01', numberSays: {} }, ['age-at-the-edge']],
    ['sixty-one years', { birthDate: '1965-01-01', numberSays: {} }, ['age-at-the-edge']],
    ['a year less than the regular duration', { durationMonths: 24 }, ['duration-not-regular']],
    [
      'part-time study of less than a year',
      { studyMode: 'PART_TIME', durationMonths: 6 },
      ['duration-not-regular'],
    ],
    [
      'part-time study of an employee of less than a year, which is refused,',
      { ...employee, ...employer, durationMonths: 6 },
      [],
    ],
    ['a start in spring for the autumn', { startOn: '2026-03-01' }, ['start-out-of-season']],
    [
      'a graduation long ago of who leaves school now',
      { sourceType: 'SENIOR_CURRENT', priorGraduatedOn: '2020-06-30' },
      ['graduation-not-current'],
    ],
    ['a group that does not fit the education', { sourceType: 'JUNIOR_PAST' }, ['source-against-education']],
    ['a hukou elsewhere in the plan of the city', { hukouRegion: '510104' }, ['hukou-out-of-city']],
    [
      'a channel elsewhere in the plan of the city',
      { channel: 'OUT_OF_CITY', partner: '样例县' },
      ['channel-out-of-city'],
    ],
  ])('with %s is warned of', (_, differing, codes) => {
    expect(codesOf(differing, 'WARNING')).toEqual(codes);
  });

  it('is held against the rules of its year', () => {
    const [since2000] = defaultStudyRules;
    const since2026 = { ...since2000!, sinceYear: 2026, ages: { ...since2000!.ages, to: 30 } };
    const rules = [since2026, since2000!];
    expect(faultsOf(particulars(), rules)).toMatchObject([{ code: 'age-out-of-range' }]);
    expect(faultsOf(particulars({ year: 2025, startOn: '2025-09-01' }), rules)).toEqual([]);
  });

  it('is of a minor until the eighteenth birthday, on 1 March of a common year for who was born on 29 February', () => {
    expect(isMinor('2008-09-02', TODAY)).toBe(true);
    expect(isMinor('2008-09-01', TODAY)).toBe(false);
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
  });
});

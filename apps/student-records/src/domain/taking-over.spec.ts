import { RegistrationRules } from './rules.js';
import { stockFaults } from './stock-faults.js';
import { awaySince, enrolledBefore, type StockRow } from './taking-over.js';

const today = '2026-11-29';
const rules = RegistrationRules.parse({});
const row = (over: Partial<StockRow> = {}): StockRow => ({
  studentNo: 'OLD-1',
  state: 'ACTIVE',
  sex: '1',
  birthDate: '2006-05-01',
  level: 'SENIOR',
  studyMode: 'FULL_TIME',
  programmeType: 'REGULAR',
  sourceType: 'SENIOR_CURRENT',
  priorEducation: '高中',
  startOn: '2024-09-01',
  durationMonths: 36,
  ...over,
});
const away = { state: 'ON_LEAVE', awaySince: '2026-03-01', returnExpectedOn: '2027-03-01' } as const;
const faults = (over: Partial<StockRow>) =>
  stockFaults(row(over), rules, today).map(({ code, grade }) => `${grade ?? 'ERROR'} ${code}`);

describe('A row of the present stock', () => {
  it.each<[string, Partial<StockRow>, string[]]>([
    ['is taken over as it is where nothing is against it', {}, []],
    ['is taken over on leave since a day of the study', away, []],
    ['is refused where the study has not begun', { startOn: '2026-12-01' }, ['ERROR not-begun']],
    ['is refused where somebody began as a child', { birthDate: '2014-01-01' }, ['ERROR too-young', 'WARNING guardian-missing']],
    ['is refused where who studies is said to be away', { awaySince: '2026-03-01' }, ['ERROR active-and-away']],
    ['is refused where nobody says since when and until when somebody is away', { state: 'RETAINED' }, ['ERROR required', 'ERROR required']],
    ['is refused where the leave began before the study', { ...away, awaySince: '2024-08-31' }, ['ERROR away-out-of-study']],
    ['is refused where the leave has not begun', { ...away, awaySince: '2026-11-30' }, ['ERROR away-out-of-study']],
    ['is refused where the return is before the leave', { ...away, returnExpectedOn: '2026-03-01' }, ['ERROR return-before-leave', 'WARNING return-overdue']],
    ['is taken over with a warning where a minor has no guardian', { birthDate: '2009-05-01' }, ['WARNING guardian-missing']],
    ['is taken over with a warning where nobody knows source and education before', { sourceType: undefined, priorEducation: undefined }, ['WARNING source-missing', 'WARNING prior-education-missing']],
    ['is taken over with a warning where the programme lacks its papers', { programmeType: 'ORDER_CLASS' }, ['WARNING programme-papers-missing']],
    ['is taken over with warnings where an employee has no employer and studies for less than a year', { studyMode: 'PART_TIME', sourceType: 'ENTERPRISE_EMPLOYEE', startOn: '2026-09-01', durationMonths: 11 }, ['WARNING employer-missing', 'WARNING part-time-too-short']],
    ['is taken over with a warning where the duration is over', { startOn: '2023-09-01' }, ['WARNING beyond-duration']],
    ['is within the duration where a year was repeated', { startOn: '2023-09-01', repeats: 1 }, []],
    ['is taken over with a warning where the return is overdue', { ...away, returnExpectedOn: '2026-11-28' }, ['WARNING return-overdue']],
  ])('%s', (_, over, codes) => expect(faults(over)).toEqual(codes)); // prettier-ignore
});

describe('A record that was taken over', () => {
  const base = { registrationId: 'r1', personId: 'p1', applicationId: 'a1', schoolCode: 'S001', offeringId: 'o1', major: { catalogueVersion: '2022', majorCode: '0106-4', name: '数控加工' } }; // prettier-ignore
  const taking = { importId: 'i1', by: 'registrar', at: '2026-11-29T02:00:00.000Z', rules };
  const enrolled = (over: Partial<StockRow> = {}) => enrolledBefore(row(over), base, taking);

  it('stands as on its first day, of no plan, approved by nobody, and says what it came with', () => {
    expect(enrolled()).toMatchObject({ state: 'ACTIVE', studentNo: 'OLD-1', year: 2024, season: 'AUTUMN', checkedInOn: '2024-09-01', leavesTaken: 0, takenOverImportId: 'i1', takenOverAs: 'ACTIVE', entryQualification: 'SENIOR_HIGH' }); // prettier-ignore
    expect(enrolled()).not.toHaveProperty('planLineId');
    expect(enrolled()).not.toHaveProperty('approvedBy');
  });

  it('graduates a year later for each year that was repeated', () => {
    expect(enrolled({ repeats: 2 })).toMatchObject({ repeats: 2, extensionMonths: 24 });
  });

  it('is on leave since the day on which the leave began, and has taken one at least', () => {
    expect(awaySince(enrolled(away), row(away))).toMatchObject({ state: 'ON_LEAVE', stateSince: '2026-03-01', leavesTaken: 1, returnExpectedOn: '2027-03-01' }); // prettier-ignore
    const again = { ...away, leavesTaken: 2 };
    expect(awaySince(enrolled(again), row(again)).leavesTaken).toBe(2);
  });
});

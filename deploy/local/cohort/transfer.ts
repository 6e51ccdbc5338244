import type { Tools } from './admit.ts';
import type { Api, Registration, School } from './api.ts';
import type { Change } from './changes.ts';
import type { Imported } from './register.ts';

interface Offering extends School {
  offeringId: string;
  status: string;
  level: string;
  mode: string;
}

/** Whoever was transferred studies on at another school; the record that they left says so. */
export const TRANSFERRED = 'TRANSFERRED_OUT';

/**
 * 留级、转学: the first student who is in the fourth of four years repeats one, and goes on at another school, released and received by
 * both and approved by the city.
 */
export async function transferOne(
  api: Api,
  registrations: Imported[],
  change: Change,
  { refusals }: Pick<Tools, 'refusals'>,
): Promise<number> {
  if (registrations.some(({ state }) => state === TRANSFERRED)) return 1;
  const student = registrations.find(
    ({ state, durationMonths }) => state === 'ACTIVE' && durationMonths === 48,
  );
  const target = student && (await placeFor(api, student));
  if (!target) return 0;
  await loadWorkingDays(api);
  await change(student, { type: 'REPEAT_YEAR', reasonCode: 'OWN_REQUEST', effectiveOn: '2026-09-01' });
  const { schoolCode, registrationId } = student;
  const requested = await api('student-records', 'school-registrar', schoolCode).post('/transfers', {
    registrationIds: [registrationId],
    receivingSchoolCode: target.schoolCode,
    reasonCode: 'FAMILY_MOVED',
    effectiveOn: '2026-11-02',
    evidence: '样例：转学申请〔2026〕1号',
  });
  refusals.add('转学 transfer', requested.refused);
  if (requested.accepted === 0) return 0;
  const { transferIds } = requested;
  const principal = (school: string) => api('student-records', 'school-principal', school, 'principal');
  await principal(schoolCode).post('/transfers/batch-release', { transferIds });
  const accepted = { transferIds, targetOfferingId: target.offeringId };
  await principal(target.schoolCode).post('/transfers/batch-accept', accepted);
  const officer = api('student-records', 'city-officer', undefined, 'registrations');
  return (await officer.post('/transfers/batch-approve', { transferIds })).accepted;
}

/** At another school of the city's own, of the same level. */
async function placeFor(api: Api, { schoolCode, level }: Registration): Promise<Offering | undefined> {
  const city = api('enrolment', 'city-officer');
  const ofCity = await city.all<School & { authorityTier: string }>('/schools');
  const others = new Set(
    ofCity.filter((each) => each.authorityTier === 'CITY').map((each) => each.schoolCode),
  );
  others.delete(schoolCode);
  const offerings = await city.all<Offering>('/offerings');
  return offerings.find(
    (each) =>
      others.has(each.schoolCode) &&
      each.status === 'ACTIVE' &&
      each.level === level &&
      each.mode === 'FULL_TIME',
  );
}

/** 工作日历 by which the steps of a transfer run: of this year, and of the next into which they may reach. */
async function loadWorkingDays(api: Api): Promise<void> {
  const city = api('student-records', 'city-officer');
  const known = await city.all<{ year: number }>('/working-calendars');
  const thisYear = new Date().getFullYear();
  for (const year of [thisYear, thisYear + 1].filter((each) => !known.some((one) => one.year === each)))
    await city.post('/working-calendars', {
      year,
      documentNo: `样例：${year}年节假日安排`,
      holidays: ['01-01', '05-01', '10-01', '10-02', '10-03'].map((day) => `${year}-${day}`),
      shiftedWorkdays: [],
    });
}

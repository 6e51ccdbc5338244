import { usccCheck } from '#national-codes';
import { eventually } from '#testing';
import { applicantsCsv } from './applicants.js';
import type { RunningCity } from './running-city.js';

const school = 'S001';
const majorCode = '0106-4';

/** One answer of a route that must have worked. */
async function done<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A school that may recruit, with one offering and seats for all. */
export async function openSchool(city: RunningCity, seats: number): Promise<void> {
  const officer = city.as('enrolment', 'city-officer');
  await done(
    officer.post('/schools', {
      schoolCode: school,
      uscc: `12500000450400000${usccCheck('12500000450400000')}`,
      name: '样例技师学院',
      schoolType: 'TECHNICIAN_COLLEGE',
      ownership: 'PUBLIC',
      authorityCode: '500000',
      regionCode: '500103',
      authorityTier: 'CITY',
      inHigherEdSequence: false,
    }),
  );
  const { qualificationId } = await done(
    officer.post('/qualifications', {
      schoolCode: school,
      validFrom: '2023-01-01',
      validTo: '2030-12-31',
      levels: ['SENIOR'],
      modes: ['FULL_TIME'],
      outOfCityAllowed: false,
      reason: '样例',
      publicationNo: '样例〔2023〕1号',
    }),
  );
  await done(officer.post(`/qualifications/${qualificationId}/publish`));
  await done(
    officer.post('/catalogue/versions', {
      catalogueVersion: '2022',
      majors: [{ majorCode, name: '样例专业', levels: ['SENIOR'] }],
    }),
  );
  const { offeringIds } = await done(
    officer.post('/offerings/batch', {
      offerings: [
        { schoolCode: school, catalogueVersion: '2022', majorCode, level: 'SENIOR', mode: 'FULL_TIME' },
      ],
    }),
  );
  const admissions = city.as('enrolment', 'school-admissions', school);
  const { planLineIds } = await done(
    admissions.post('/plans/batch', {
      lines: [{ year: 2023, season: 'AUTUMN', offeringId: offeringIds[0], scope: 'IN_CITY', planned: seats }],
    }),
  );
  await done(officer.post('/plans/publish', { planLineIds }));
}

/** Applications from a file, admitted and checked in; answers their ids. */
export async function checkInCohort(city: RunningCity, count: number): Promise<string[]> {
  const admissions = city.as('enrolment', 'school-admissions', school);
  const { importId, valid } = await done(
    admissions.post(
      '/applications/imports',
      applicantsCsv(count, { schoolCode: school, majorCode }),
      'text/csv',
    ),
  );
  expect(valid).toBe(count);
  await done(admissions.post(`/applications/imports/${importId}/commit`));
  const { items } = await done(admissions.get(`/applications?importId=${importId}&limit=1000`));
  const applicationIds = items.map(({ applicationId }: { applicationId: string }) => applicationId);
  await done(admissions.post('/applications/batch-admit', { applicationIds }));
  await done(admissions.post('/applications/batch-check-in', { applicationIds, checkedInOn: '2023-09-01' }));
  return applicationIds;
}

/** Waits until the school has so many registrations in the state, and answers their ids. */
export async function registrationsIn(city: RunningCity, state: string, count: number): Promise<string[]> {
  const registrar = city.as('student-records', 'school-registrar', school);
  return eventually(`${count} registrations ${state}`, async () => {
    const { items } = await done(registrar.get(`/registrations?state=${state}&limit=1000`));
    expect(items).toHaveLength(count);
    return items.map(({ registrationId }: { registrationId: string }) => registrationId);
  });
}

/** Creates, submits and approves one graduation batch. */
export async function graduate(city: RunningCity, registrationIds: string[]): Promise<void> {
  const registrar = city.as('student-records', 'school-registrar', school);
  const items = registrationIds.map((registrationId) => ({
    registrationId,
    conductPassed: true,
    coursesPassed: true,
  }));
  const { batchId } = await done(
    registrar.post('/graduation-batches', { name: '2026届', graduatedOn: '2026-06-30', items }),
  );
  await done(registrar.post(`/graduation-batches/${batchId}/submit`));
  await done(city.as('student-records', 'city-officer').post(`/graduation-batches/${batchId}/approve`));
}

export async function revoke(city: RunningCity, registrationId: string): Promise<void> {
  const officer = city.as('student-records', 'city-officer');
  await done(
    officer.post(`/registrations/${registrationId}/revoke-graduation`, {
      decisionNo: '样例〔2026〕1号',
      reason: '样例',
    }),
  );
}

/** What the four services downstream hold, as an operator or officer sees it. */
export async function holdings(city: RunningCity) {
  const list = async (service: string, role: string, path: string) =>
    (await done(city.as(service, role).get(`${path}?limit=1000`))).items as Record<string, string>[];
  const [certificates, entries, cases] = await Promise.all([
    list('certificates', 'city-officer', '/certificates'),
    list('certificate-lookup', 'operator', '/entries'),
    list('employment', 'city-officer', '/cases'),
  ]);
  return { certificates, entries, cases };
}

import { usccCheck } from '#national-codes';
import type {
  Api,
  Application,
  Certificate,
  EmploymentCase,
  Entry,
  Registration,
} from '../../deploy/local/cohort/api.ts';
import { chunksOf } from '../../deploy/local/cohort/groups.ts';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.ts';
import { until } from '../../deploy/local/cohort/until.ts';
import { applicantsCsv } from './applicants.ts';

/** One school, S001, whose students go the whole way. */
export const SCHOOL = 'S001';
export const MAJOR = '0106-4';

/** A school of the city as it is registered, by its code and nine digits of its credit code. */
export function schoolOf(schoolCode: string, digits: string) {
  const seventeen = `12500000${digits}`;
  return {
    schoolCode,
    uscc: seventeen + usccCheck(seventeen),
    name: '样例技师学院',
    schoolType: 'TECHNICIAN_COLLEGE',
    ownership: 'PUBLIC',
    authorityCode: '500000',
    regionCode: '500103',
    authorityTier: 'CITY',
    inHigherEdSequence: false,
  };
}

/** A school that may recruit for its one offering, in one autumn. */
interface Recruiting {
  schoolCode: string;
  /** nine, of the credit code */
  digits: string;
  year: number;
  seats: number;
}

/** The school that may recruit, with one offering of the catalogue and seats for all. */
export async function openSchool(api: Api, seats: number): Promise<void> {
  await api('enrolment', 'city-officer').post('/catalogue/versions', {
    catalogueVersion: '2022',
    majors: [{ majorCode: MAJOR, name: '样例专业', levels: ['SENIOR'] }],
  });
  await openAnotherSchool(api, { schoolCode: SCHOOL, digits: '450400000', year: 2023, seats });
}

/** A school with an offering of the catalogue that {@link openSchool} has published. */
export async function openAnotherSchool(
  api: Api,
  { schoolCode, digits, year, seats }: Recruiting,
): Promise<void> {
  const officer = api('enrolment', 'city-officer');
  await officer.post('/schools', schoolOf(schoolCode, digits));
  const { qualificationId } = await officer.post('/qualifications', {
    schoolCode,
    validFrom: '2023-01-01',
    validTo: '2099-12-31',
    levels: ['SENIOR'],
    modes: ['FULL_TIME'],
    outOfCityAllowed: false,
    reason: '样例',
    publicationNo: '样例〔2023〕1号',
  });
  const publisher = api('enrolment', 'city-officer', undefined, 'publisher');
  await publisher.post(`/qualifications/${qualificationId}/publish`);
  const offering = { schoolCode, catalogueVersion: '2022', majorCode: MAJOR, level: 'SENIOR' };
  const { offeringIds } = await officer.post('/offerings/batch', {
    offerings: [{ ...offering, mode: 'FULL_TIME' }],
  });
  const line = { year, season: 'AUTUMN', offeringId: offeringIds[0], scope: 'IN_CITY', planned: seats };
  const admissions = api('enrolment', 'school-admissions', schoolCode);
  const { planLineIds } = await admissions.post('/plans/batch', { lines: [line] });
  await officer.post('/plans/publish', { planLineIds });
}

/**
 * Applications from a file, admitted and checked in.
 * @param first of the people: other numbers are other people
 * @param place where and when they begin
 */
export async function checkInStudents(
  api: Api,
  count: number,
  first = 0,
  { schoolCode, year } = { schoolCode: SCHOOL, year: 2023 },
): Promise<void> {
  const admissions = api('enrolment', 'school-admissions', schoolCode);
  const body = applicantsCsv(count, { schoolCode, majorCode: MAJOR, year }, first);
  const job = await uploadFile(admissions, body);
  if (job.valid !== count) throw new Error(`Only ${job.valid} of ${count} applicants can be imported.`);
  await commitFile(admissions, job.importId);
  const applications = await admissions.all<Application>(`/applications?importId=${job.importId}`);
  for (const some of chunksOf(applications)) {
    const applicationIds = some.map(({ applicationId }) => applicationId);
    await admissions.post('/applications/batch-admit', { applicationIds });
    await admissions.post('/applications/batch-check-in', { applicationIds, checkedInOn: `${year}-09-01` });
  }
}

/** Waits until there are so many registrations in the state, and answers them. */
export async function registrationsIn(api: Api, state: string, count: number): Promise<Registration[]> {
  let found: Registration[] = [];
  await until(`registrations ${state}`, async () => {
    found = await api('student-records', 'city-officer').all(`/registrations?state=${state}`);
    return { seen: found.length, wanted: count };
  });
  return found;
}

/** Waits for the registrations of those who were checked in. */
export const submittedRegistrations = (api: Api, count: number): Promise<Registration[]> =>
  registrationsIn(api, 'SUBMITTED', count);

/** Approves what waits; answers the registrations that are active then. */
export async function approveRegistrations(api: Api, count: number): Promise<Registration[]> {
  const submitted = await submittedRegistrations(api, count);
  for (const some of chunksOf(submitted.map(({ registrationId }) => registrationId)))
    await api('student-records', 'city-officer').post('/registrations/batch-approve', {
      registrationIds: some,
    });
  return registrationsIn(api, 'ACTIVE', count);
}

/** Creates and submits a graduation batch; answers its id. `post` is that of a registrar of the school. */
export async function submitBatch(
  post: (path: string, body?: unknown) => Promise<any>,
  registrationIds: string[],
  graduatedOn = '2026-06-30',
): Promise<string> {
  const items = registrationIds.map((registrationId) => ({
    registrationId,
    conductPassed: true,
    coursesPassed: true,
  }));
  const { batchId } = await post('/graduation-batches', {
    name: '2026届',
    graduatedOn,
    items,
  });
  await post(`/graduation-batches/${batchId}/submit`);
  return batchId;
}

export async function graduate(api: Api, registrationIds: string[], graduatedOn?: string): Promise<void> {
  const registrar = api('student-records', 'school-registrar', SCHOOL);
  const batchId = await submitBatch(registrar.post, registrationIds, graduatedOn);
  await api('student-records', 'city-officer').post(`/graduation-batches/${batchId}/approve`);
}

export const REVOCATION = { reasonCode: 'OTHER', reason: '样例', leadsTo: 'GRADUATION_REVOKED' };
export const REVOCATION_NO = '样例〔2026〕1号';

/** One officer proposes and another one decides; a third one has approved the graduation. */
export async function revokeGraduation(
  api: Api,
  registrationId: string,
  leadsTo = REVOCATION.leadsTo,
): Promise<void> {
  const officer = (person: string) => api('student-records', 'city-officer', undefined, person);
  const { revocationIds } = await officer('proposer').post('/graduation-revocations', {
    registrationIds: [registrationId],
    ...REVOCATION,
    leadsTo,
  });
  const decision = { revocationIds, decisionNo: REVOCATION_NO };
  const { accepted } = await officer('decider').post('/graduation-revocations/batch-approve', decision);
  if (accepted !== 1) throw new Error(`The graduation of ${registrationId} was not revoked.`);
}

/** What the three services behind a graduation hold, as an officer or operator sees it. */
export async function holdings(
  api: Api,
): Promise<{ certificates: Certificate[]; entries: Entry[]; cases: EmploymentCase[] }> {
  const [certificates, entries, cases] = await Promise.all([
    api('certificates', 'city-officer').all('/certificates'),
    api('certificate-lookup', 'operator').all('/entries'),
    api('employment', 'city-officer').all('/cases'),
  ]);
  return { certificates, entries, cases };
}

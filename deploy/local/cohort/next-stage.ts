import type { Tools } from './admit.ts';
import type { Api, Application, Caller, Registration } from './api.ts';
import { until } from './until.ts';

/** What some who have graduated go on to at their school: a year that begins two months after their graduation. */
const STAGE = { year: 2026, season: 'AUTUMN', scope: 'IN_CITY' };
const START_ON = '2026-09-01';
const SEATS = 10;
const STUDENTS = 3;

interface Offering {
  offeringId: string;
  level: string;
  mode: string;
  status: string;
}

/**
 * 升学: the first graduates of 中级工班 whose school also teaches 高级工班 apply there, are admitted, check in and are registered. What
 * was done in an earlier start stays.
 * @returns the registrations, each linked to that of the stage before
 */
export async function goOn(
  api: Api,
  applications: Application[],
  registrations: Registration[],
  { progress }: Tools,
): Promise<Registration[]> {
  const place = await placeFor(api, registrations);
  if (!place) return [];
  const { schoolCode, offeringId, graduates } = place;
  const admissions = api('enrolment', 'school-admissions', schoolCode);
  const listed = () =>
    admissions.all<Application>(`/applications?year=${STAGE.year}&offeringId=${offeringId}`);
  if ((await listed()).length === 0) {
    await planSeats(api, schoolCode, offeringId);
    const before = applications
      .filter(({ applicationId }) => graduates.has(applicationId))
      .slice(0, STUDENTS);
    await untilEnded(admissions, before);
    const applicationIds: string[] = [];
    for (const each of before) applicationIds.push(await apply(admissions, each, offeringId));
    await admissions.post('/applications/batch-admit', { applicationIds });
    await admissions.post('/applications/batch-check-in', { applicationIds, checkedInOn: START_ON });
  }
  const following = await registered(api, await listed());
  progress(`registered for the next stage: ${following.length}`);
  return following;
}

/** The first school that has graduates of 中级工班 and teaches 高级工班 full-time. */
async function placeFor(api: Api, registrations: Registration[]) {
  const graduated = registrations.filter(
    ({ state, level }) => state === 'GRADUATED' && level === 'INTERMEDIATE',
  );
  for (const [schoolCode, own] of Map.groupBy(graduated, (each) => each.schoolCode)) {
    const offerings = await api('enrolment', 'city-officer').all<Offering>(
      `/offerings?schoolCode=${schoolCode}`,
    );
    const offering = offerings.find(({ level, mode, status }) => level === 'SENIOR' && mode === 'FULL_TIME' && status === 'ACTIVE'); // prettier-ignore
    if (offering) return { schoolCode, offeringId: offering.offeringId, graduates: new Set(own.map(({ applicationId }) => applicationId)) }; // prettier-ignore
  }
  return undefined;
}

async function planSeats(api: Api, schoolCode: string, offeringId: string): Promise<void> {
  const body = { lines: [{ ...STAGE, offeringId, planned: SEATS }] };
  const { planLineIds } = await api('enrolment', 'school-admissions', schoolCode).post('/plans/batch', body);
  await api('enrolment', 'city-officer').post('/plans/publish', { planLineIds });
}

/** The person is free for another admission once enrolment has heard of the graduation. */
const untilEnded = (admissions: Caller, applications: Application[]) =>
  until('studies ended in enrolment', async () => {
    const now = applications.map(({ applicationId }) =>
      admissions.get<Application>(`/applications/${applicationId}`),
    );
    const ended = (await Promise.all(now)).filter(({ state }) => state === 'STUDY_ENDED');
    return { seen: ended.length, wanted: applications.length };
  });

/** The school knows the person; a list shows no numbers, so it looks, with its reason. */
async function apply(admissions: Caller, before: Application, offeringId: string): Promise<string> {
  const path = `/applications/${before.applicationId}/reveal-identity`;
  const { name, idType, idNumber } = await admissions.post(path, { reason: '样例：升入高级工班' });
  const { applicationId } = await admissions.post('/applications', {
    ...STAGE,
    offeringId,
    person: { name, idType, idNumber },
    sourceType: 'VOCATIONAL_GRAD',
    channel: 'OFFLINE',
    priorEducation: '中级工',
    startOn: START_ON,
    durationMonths: 24,
  });
  return applicationId;
}

/** 注册; by another officer than the one who imported, since four eyes know all who had a hand in it. */
async function registered(api: Api, applications: Application[]): Promise<Registration[]> {
  const officer = api('student-records', 'city-officer', undefined, 'registrations');
  let found: Registration[] = [];
  await until('registrations of the next stage', async () => {
    const each = applications.map(({ applicationId }) =>
      officer.all<Registration>(`/registrations?applicationId=${applicationId}`),
    );
    found = (await Promise.all(each)).flat();
    return { seen: found.length, wanted: applications.length };
  });
  const waiting = found.filter(({ state }) => state === 'SUBMITTED');
  const registrationIds = waiting.map(({ registrationId }) => registrationId);
  if (registrationIds.length > 0) await officer.post('/registrations/batch-approve', { registrationIds });
  return found.filter(({ previousRegistrationId }) => previousRegistrationId);
}

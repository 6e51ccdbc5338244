import { v7 as uuidv7 } from 'uuid';
import { type DataOf, type Person, SchoolState, StudentCheckedIn } from '#contracts';
import { eventOf } from '#messaging';
import { residentCheck } from '#national-codes';
import { eventually, startTestService, type TestService } from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

export const startStudentRecords = () =>
  startTestService({ name: 'student-records', module: AppModule, migrations });

let last = 0;
/** An invented adult; each call another one. Name only what matters. */
export function somebody(over: Partial<Person> = {}): Person {
  const serial = ++last;
  const day = String((serial % 28) + 1).padStart(2, '0');
  const body = `510202199001${day}${String(serial).padStart(3, '0')}`;
  return {
    name: `样例${serial}`,
    idType: 'RESIDENT_ID',
    idNumber: body + residentCheck(body),
    sex: '1',
    birthDate: `1990-01-${day}`,
    ...over,
  };
}

/** Somebody of the sex that their document says, for files that leave it to the document. */
export function somebodyByDocument(over: Partial<Person> = {}): Person {
  const person = somebody(over);
  return { ...person, sex: Number(person.idNumber[16]) % 2 === 1 ? '1' : '2' };
}

type CheckIn = DataOf<typeof StudentCheckedIn>;

/** 报到, as enrolment tells it. */
export function checkedIn(over: Partial<CheckIn> = {}) {
  const data: CheckIn = {
    applicationId: uuidv7(),
    schoolCode: 'S001',
    offeringId: uuidv7(),
    planLineId: uuidv7(),
    sourceType: 'SENIOR_CURRENT',
    channel: 'ONLINE',
    scope: 'IN_CITY',
    person: somebody(),
    tags: [],
    year: 2023,
    season: 'AUTUMN',
    studyMode: 'FULL_TIME',
    level: 'SENIOR',
    major: { catalogueVersion: '2022', majorCode: '0106-4', name: '数控加工' },
    programmeType: 'REGULAR',
    priorEducation: '高中',
    startOn: '2023-09-01',
    durationMonths: 36,
    checkedInOn: '2023-09-01',
    checkedInBy: 'school-admissions:S001',
    ...over,
  };
  return eventOf(StudentCheckedIn, { data, version: 3 });
}

/** 招生资质 for whatever a spec teaches. */
export const QUALIFICATION = {
  qualificationId: uuidv7(),
  state: 'PUBLISHED' as const,
  validFrom: '2020-01-01',
  validTo: '2099-12-31',
  levels: ['INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'],
  modes: ['FULL_TIME' as const, 'PART_TIME' as const],
  outOfCityAllowed: true,
};

/** 院校, as enrolment publishes it. */
export function schoolState(
  schoolCode = 'S001',
  version = 1,
  name = '样例技师学院',
  over: Partial<DataOf<typeof SchoolState>> = {},
) {
  return eventOf(SchoolState, {
    data: {
      schoolCode,
      uscc: '12500000450400000A',
      name,
      schoolType: 'TECHNICIAN_COLLEGE',
      ownership: 'PUBLIC',
      authorityCode: '500000',
      regionCode: '500103',
      authorityTier: 'CITY',
      inHigherEdSequence: false,
      status: 'ACTIVE',
      qualifications: [QUALIFICATION],
      ...over,
    },
    version,
  });
}

/** Waits until the service has heard of so many schools. */
export const schoolsKnown = (service: TestService, count: number) =>
  eventually(`${count} schools`, async () => {
    const known = await service.query('select school_code from schools');
    if (known.length < count) throw new Error(`${known.length} known so far`);
  });

export interface Shown {
  readonly personId: string;
  readonly registrationId: string;
  readonly state: string;
  readonly [field: string]: unknown;
}

/** Sends check-ins and waits for their registrations, in the same order. */
export async function registered(
  service: TestService,
  ...checkIns: ReturnType<typeof checkedIn>[]
): Promise<Shown[]> {
  await service.receive(...checkIns);
  const ids = checkIns.map(({ data }) => data.applicationId);
  const rows = await eventually(`${ids.length} registrations`, async () => {
    const found = await service.query(
      'select application_id, registration_id from registrations where application_id = any($1)',
      [ids],
    );
    expect(found).toHaveLength(ids.length);
    return found;
  });
  const byApplication = new Map(rows.map((row) => [row.application_id, row.registration_id]));
  return Promise.all(ids.map((id) => show(service, byApplication.get(id))));
}

export async function show(service: TestService, registrationId: string): Promise<Shown> {
  const { status, body } = await service.as('city-officer').get(`/registrations/${registrationId}`);
  expect(status).toBe(200);
  return body;
}

/** Registers and approves so many students of a school; answers their registration ids. */
export async function activeStudents(service: TestService, count: number, schoolCode = 'S001') {
  const some = await registered(service, ...Array.from({ length: count }, () => checkedIn({ schoolCode })));
  const registrationIds = some.map((each) => each.registrationId);
  const answer = await service.as('city-officer').post('/registrations/batch-approve', { registrationIds });
  expect(answer.body).toMatchObject({ accepted: count, refused: [] });
  return registrationIds;
}

export const itemsOf = (registrationIds: string[], differing: object = {}) =>
  registrationIds.map((registrationId) => ({
    registrationId,
    conductPassed: true,
    coursesPassed: true,
    ...differing,
  }));

/** Drafts a graduation batch; answers its id. */
export async function draftBatch(
  service: TestService,
  registrationIds: string[],
  schoolCode = 'S001',
  graduatedOn = '2026-06-30',
) {
  const answer = await service.as('school-registrar', schoolCode).post('/graduation-batches', {
    name: '2026届',
    graduatedOn,
    items: itemsOf(registrationIds),
  });
  expect(answer.status).toBe(201);
  return answer.body.batchId as string;
}

/** Takes students through a whole graduation batch. */
export async function graduated(
  service: TestService,
  registrationIds: string[],
  schoolCode = 'S001',
  graduatedOn?: string,
) {
  const batchId = await draftBatch(service, registrationIds, schoolCode, graduatedOn);
  const submit = await service
    .as('school-registrar', schoolCode)
    .post(`/graduation-batches/${batchId}/submit`);
  expect(submit.status).toBe(200);
  const approval = await service.as('city-officer').post(`/graduation-batches/${batchId}/approve`);
  expect(approval.body).toMatchObject({ graduated: registrationIds.length });
  return batchId;
}

/** Revokes graduations by two officers, neither of whom has approved them. */
export async function revoked(
  service: TestService,
  registrationIds: string[],
  leadsTo = 'GRADUATION_REVOKED',
) {
  const why = { reasonCode: 'CONDITIONS_NOT_MET', reason: '经查毕业条件不符', leadsTo };
  const proposer = service.as('city-officer', undefined, 'proposer');
  const proposal = await proposer.post('/graduation-revocations', { registrationIds, ...why });
  expect(proposal.body).toMatchObject({ accepted: registrationIds.length, refused: [] });
  const decision = { revocationIds: proposal.body.revocationIds, decisionNo: '渝人社撤〔2026〕1号' };
  const decider = service.as('city-officer', undefined, 'decider');
  const answer = await decider.post('/graduation-revocations/batch-approve', decision);
  expect(answer.body).toMatchObject({ accepted: registrationIds.length, refused: [] });
}

/** Takes an active student on leave. */
export async function onLeave(service: TestService, registrationId: string, schoolCode = 'S001') {
  const request = await service.as('school-registrar', schoolCode).post('/status-changes', {
    registrationIds: [registrationId],
    type: 'LEAVE',
    reasonCode: 'ILLNESS',
    effectiveOn: '2026-03-01',
    returnExpectedOn: '2026-09-01',
    evidence: '休学证明〔2026〕1号',
  });
  expect(request.body).toMatchObject({ accepted: 1, refused: [] });
  const { changeIds } = request.body;
  const approval = await service.as('city-officer').post('/status-changes/batch-approve', { changeIds });
  expect(approval.body).toMatchObject({ accepted: 1, refused: [] });
}

// Budget: 90 s: five processes are started, and killed on the way of 300 students.
import { StudentGraduated } from '#contracts';
import { kafkajsClient } from '#messaging';
import { dayInChina } from '#national-codes';
import { TopicProbe, eventually, testPlatform } from '#testing';
import { application } from './applicants.js';
import { idNumber, nameOf } from '../harness/applicants.ts';
import {
  MAJOR,
  SCHOOL,
  approveRegistrations,
  checkInStudents,
  graduate,
  holdings,
  openSchool,
  registrationsIn,
  revokeGraduation,
} from '../harness/students.ts';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.ts';
import { type RunningCity, startCity } from '../harness/running-city.ts';

const COHORT = 300;
const REVOKED = 30;
/** Two whose names are mended before they are registered. */
const MISSPELT = 2;
/** Who was taken over is admitted once more after the graduation. */
const AGAIN = 1;

let city: RunningCity;
beforeAll(async () => {
  city = await startCity();
}, 120_000);
afterAll(() => city?.stop());

/** Puts every record that lies in the topic of graduations there once more. */
async function injectDuplicates(): Promise<number> {
  const { kafkaBrokers: brokers } = testPlatform();
  const sealer = { seal: () => Promise.reject(new Error()), open: () => Promise.reject(new Error()) };
  const probe = await TopicProbe.start({
    brokers,
    prefix: city.prefix,
    topics: [StudentGraduated.topic],
    sealer: sealer as never,
  });
  const records = await eventually(`${COHORT} graduations in the topic`, () => {
    const seen = probe.recordsOf(StudentGraduated);
    expect(seen.length).toBeGreaterThanOrEqual(COHORT);
    return seen;
  });
  await probe.close();
  const producer = await kafkajsClient('duplicates', { brokers }).producer();
  await producer.send(records);
  await producer.close();
  return records.length;
}

const admissions = () => city.api('enrolment', 'school-admissions', SCHOOL);

const countBy = (items: Record<string, string>[], field: string) =>
  Object.fromEntries(
    [...Map.groupBy(items, (item) => item[field]!)].map(([value, { length }]) => [value, length]),
  );
const distinct = (items: Record<string, string>[], field: string) =>
  new Set(items.map((item) => item[field])).size;

it('a cohort of 300 graduates into exactly one certificate, lookup entry and case each, although services are killed and events come twice', async () => {
  const { api } = city;
  await openSchool(api, COHORT + MISSPELT + AGAIN);
  await checkInStudents(api, COHORT);
  await city.kill('student-records');
  await city.start('student-records');
  const active = (await approveRegistrations(api, COHORT)).map(({ registrationId }) => registrationId);

  await graduate(api, active.slice(0, 100));
  await city.kill('certificates');
  await graduate(api, active.slice(100));
  expect(await injectDuplicates()).toBe(COHORT);
  await city.start('certificates');

  await eventually('every graduate in the lookup, with a case', async () => {
    const { certificates, entries, cases } = await holdings(api);
    expect([certificates.length, entries.length, cases.length]).toEqual([COHORT, COHORT, COHORT]);
  });
  const graduates = active.filter((_, n) => n % (COHORT / REVOKED) === 0);
  for (const registrationId of graduates) await revokeGraduation(api, registrationId);
  // Sent after the duplicates, on every partition: once these have arrived, the duplicates have been handled too.
  await eventually('every revocation in the lookup and in employment', async () => {
    const { entries, cases } = await holdings(api);
    expect([countBy(entries, 'status').REVOKED, countBy(cases, 'state').CANCELLED]).toEqual([
      REVOKED,
      REVOKED,
    ]);
  });

  const { certificates, entries, cases } = await holdings(api);
  const live = COHORT - REVOKED;
  expect(countBy(certificates, 'status')).toEqual({ ISSUED: live, REVOKED });
  expect(countBy(entries, 'status')).toEqual({ VALID: live, REVOKED });
  expect(countBy(cases, 'state')).toEqual({ OPEN: live, CANCELLED: REVOKED });
  expect(distinct(certificates, 'certificateNo')).toBe(COHORT);
  expect(distinct(certificates, 'registrationId')).toBe(COHORT);
  await registrationsIn(api, 'GRADUATED', live);
  await registrationsIn(api, 'GRADUATION_REVOKED', REVOKED);
  await eventually('the end of each study in enrolment', async () =>
    expect(await admissions().all('/applications?state=STUDY_ENDED')).toHaveLength(COHORT),
  );
}, 180_000);

const statuses = (all: { status?: string }[]) => all.map(({ status = '' }) => status).toSorted();

const studying = async () => (await admissions().all(`/applications?state=REGISTERED`)).length;

it('a graduation that was revoked leads back to the studies, and the next one brings a new certificate, while the old one, sent once more, brings nothing', async () => {
  const { api } = city;
  const before = await holdings(api);
  const registrationId = before.cases.find(({ state }) => state === 'OPEN')!.registrationId;
  const ofThem = async () => {
    const { certificates, entries, cases } = await holdings(api);
    const own = certificates.filter((each) => each.registrationId === registrationId);
    const numbers = own.map((each) => each.certificateNo);
    const shown = entries.filter((each) => numbers.includes(each.certificateNo));
    const [known] = cases.filter((each) => each.registrationId === registrationId);
    return [statuses(own), statuses(shown), known!.state];
  };
  await revokeGraduation(api, registrationId, 'ACTIVE');
  await eventually('the revocation, and the study that goes on', async () => {
    expect(await ofThem()).toEqual([['REVOKED'], ['REVOKED'], 'CANCELLED']);
    expect(await studying()).toBe(1);
  });
  await injectDuplicates();
  await graduate(api, [registrationId], dayInChina(new Date()));
  await eventually('the second certificate', async () => {
    expect(await ofThem()).toEqual([['ISSUED', 'REVOKED'], ['REVOKED', 'VALID'], 'OPEN']);
    expect(await studying()).toBe(0);
  });
  const { certificates } = await holdings(api);
  expect(certificates).toHaveLength(before.certificates.length + 1);
}, 120_000);

it('a student who was taken over is admitted to no other place, and graduates into a certificate that the lookup finds', async () => {
  const { api } = city;
  const [n, studentNo] = [9_000, 'OLD-2023-0001'];
  const registrar = api('student-records', 'school-registrar', SCHOOL);
  const imports = '/stock-registrations/imports';
  const header = '学号,学籍状态,姓名,证件类型,证件号码,专业代码,层次,学习形式,培养类型,来源类型,原学历,入学日期,学制月数'; // prettier-ignore
  const row = `${studentNo},在读,${nameOf(n)},居民身份证,${idNumber(n)},${MAJOR},高级工班,全日制,常规,应届高中毕业生,高中,2023-09-01,36`; // prettier-ignore
  const file = await uploadFile(registrar, [header, row].join('\n'), imports);
  expect(await commitFile(registrar, file.importId, imports)).toMatchObject({ committed: 1, refused: 0 });
  const { body: applied } = await admissions().send('POST', '/applications', { body: await application(city, { name: nameOf(n), idNumber: idNumber(n), phone: '13900000000' }) }); // prettier-ignore
  const admit = { body: { applicationIds: [applied.applicationId] } };
  await eventually('enrolment holds the person', async () => {
    const { body } = await admissions().send('POST', '/applications/batch-admit', admit);
    expect(body.refused).toMatchObject([{ code: 'person-already-admitted' }]);
  });
  const [{ registrationId }] = await registrar.all(`/registrations?studentNo=${studentNo}`);
  await graduate(api, [registrationId]);
  const lookup = api('certificate-lookup', 'lookup-client');
  await eventually(
    'the certificate in the lookup',
    async () =>
    expect(await lookup.post('/verify', { idNumber: idNumber(n), name: nameOf(n) })).toMatchObject({ result: 'VALID' }), // prettier-ignore
  );
  await eventually('the person is free', async () => {
    const { body } = await admissions().send('POST', '/applications/batch-admit', admit);
    expect(body).toMatchObject({ accepted: 1, refused: [] });
  });
}, 60_000);

it('the certificate that a former graduate was given on paper is found in the lookup, and is no case of employment', async () => {
  const { api } = city;
  const before = await holdings(api);
  const registrar = api('student-records', 'school-registrar', SCHOOL);
  const imports = '/former-graduates/imports';
  const header = '证书编号,姓名,证件类型,证件号码,院校名称,专业名称,层次,学习形式,入学日期,毕业日期';
  const row = `渝技〔2019〕001号,${nameOf(9_001)},居民身份证,${idNumber(9_001)},样例技工学校,钳工,高级工班,全日制,2022-09-01,2025-06-30`; // prettier-ignore
  const file = await uploadFile(registrar, [header, row].join('\n'), imports);
  expect(await commitFile(registrar, file.importId, imports)).toMatchObject({ committed: 1, refused: 0 });
  const lookup = api('certificate-lookup', 'lookup-client');
  const asked = { certificateNo: '渝技〔2019〕001号', name: nameOf(9_001) };
  await eventually(
    'the certificate in the lookup',
    async () =>
    expect(await lookup.post('/verify', asked)).toMatchObject({ result: 'VALID', certificate: { takenOver: true, schoolName: '样例技工学校' } }), // prettier-ignore
  );
  expect((await holdings(api)).cases).toHaveLength(before.cases.length);
}, 60_000);

it.each([0, 1, 2])('the name of applicant %i survives the whole way to the lookup', async (n) => {
  const lookup = city.api('certificate-lookup', 'lookup-client');
  const answer = await lookup.post('/verify', { idNumber: idNumber(n), name: nameOf(n) });
  expect(answer).toMatchObject({ result: expect.stringMatching(/VALID|REVOKED/) });
  const { body } = await lookup.send('POST', '/verify', {
    body: { idNumber: idNumber(n), name: nameOf(n + 1) },
    allowed: [404],
  });
  expect(body).toMatchObject({ result: 'NOT_FOUND' });
});

const officer = () => city.api('student-records', 'city-officer');
const misspelt = async (n: number) => {
  await checkInStudents(city.api, 1, n);
  const [registration] = await registrationsIn(city.api, 'SUBMITTED', 1);
  return registration!;
};
async function isRegistered(registrationId: string, applicationId: string, name: string) {
  const outcome = await officer().post('/registrations/batch-approve', {
    registrationIds: [registrationId],
  });
  expect(outcome).toMatchObject({ accepted: 1, refused: [] });
  expect(await officer().get(`/registrations/${registrationId}`)).toMatchObject({ name, verification: 'FORMAT' }); // prettier-ignore
  await eventually('the registration in enrolment', async () =>
    expect(await admissions().get(`/applications/${applicationId}`)).toMatchObject({ state: 'REGISTERED' }),
  );
}

describe('A misspelt name', () => {
  it('is corrected before the approval, and the student is registered under the right one', async () => {
    const { registrationId, applicationId } = await misspelt(COHORT);
    const identity = { name: '样例正名', idType: 'RESIDENT_ID', idNumber: idNumber(COHORT) };
    const registrar = city.api('student-records', 'school-registrar', SCHOOL);
    await registrar.post(`/registrations/${registrationId}/correct-identity`, { identity, reason: '姓名录入有误' }); // prettier-ignore
    await isRegistered(registrationId, applicationId, '样例正名');
  });

  it('holds nobody up after a rejection and a new application with the right one', async () => {
    const wrong = await misspelt(COHORT + 1);
    await officer().post('/registrations/batch-reject', { registrationIds: [wrong.registrationId], reason: '姓名有误' }); // prettier-ignore
    await eventually(
      'the applicant is returned',
      async () =>
      expect(await admissions().get(`/applications/${wrong.applicationId}`)).toMatchObject({ state: 'RETURNED' }), // prettier-ignore
    );
    const person = { name: '样例正名', idNumber: idNumber(COHORT + 1) };
    const { applicationId } = await admissions().post('/applications', {
      ...(await application(city, person)),
      durationMonths: 36,
    });
    await admissions().post('/applications/batch-admit', { applicationIds: [applicationId] });
    await admissions().post('/applications/batch-check-in', { applicationIds: [applicationId], checkedInOn: '2023-09-01' }); // prettier-ignore
    const [registration] = await registrationsIn(city.api, 'SUBMITTED', 1);
    await isRegistered(registration!.registrationId, applicationId, '样例正名');
  });
});

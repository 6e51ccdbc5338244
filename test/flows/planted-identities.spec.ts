// Budget: 90 s: five processes are started, and all that they wrote is searched.
import { appendFileSync } from 'node:fs';
import { kafkajsClient } from '#messaging';
import { eventually, startTraceCollector, testPlatform, type TraceCollector } from '#testing';
import { reconcile } from '../../deploy/local/reconciliation.ts';
import {
  approveRegistrations,
  graduate,
  holdings,
  openSchool,
  registrationsIn,
  revokeGraduation,
  SCHOOL,
} from '../harness/students.ts';
import { HEADER } from '../harness/applicants.ts';
import { application, line } from './applicants.js';
import { json, makeMistakes } from './mistakes.js';
import { logs, records, rows, type Written } from './places.js';
import { mistyped, numbersOf, type Planted, planted, spellingsOf } from './planted-people.js';
import { type RunningCity, startCity } from '../harness/running-city.ts';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.ts';

const SERVICES = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];

/** They go the whole way; the last one is refused her registration and erased. */
const graduates = [planted(), planted('20070401')] as const;
const imported = planted();
const rejected = planted();
/** Only in requests that are refused. */
const refused = Array.from({ length: 4 }, () => planted());
const wrong = mistyped();
/** Written to a topic by somebody else, in the clear. */
const poison = planted();
const people = [...graduates, imported, rejected, ...refused];

let city: RunningCity;
let collector: TraceCollector;
const answers: Written[] = [];
const plainFetch = globalThis.fetch;

beforeAll(async () => {
  collector = await startTraceCollector();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  process.env.LOG_LEVEL = 'trace';
  globalThis.fetch = fetchAndRemember;
  city = await startCity();
}, 120_000);
afterAll(async () => {
  globalThis.fetch = plainFetch;
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  delete process.env.LOG_LEVEL;
  await city?.stop();
  await collector?.close();
});

/** Whoever calls a service in this spec does so by this. */
async function fetchAndRemember(...[url, init]: Parameters<typeof fetch>): Promise<Response> {
  const answer = await plainFetch(url, init);
  const text = await answer.clone().text();
  const place = `answer ${init?.method ?? 'GET'} ${new URL(url).pathname} ${answer.status}`;
  answers.push({ place, text: [...answer.headers].flat().join('\n') + text });
  return answer;
}

const admissions = () => city.api('enrolment', 'school-admissions', SCHOOL);

async function apply(): Promise<string[]> {
  const singly = [...graduates, rejected];
  const ids: string[] = [];
  for (const person of singly) {
    const { applicationId } = await admissions().post<{ applicationId: string }>(
      '/applications',
      await application(city, person),
    );
    ids.push(applicationId);
  }
  const again = { body: await application(city, graduates[0]), allowed: [409] };
  expect(await admissions().send('POST', '/applications', again)).toMatchObject({ status: 409 });
  const body = [HEADER, line(imported, imported.idNumber), line(refused[3]!, wrong)].join('\n');
  const job = await uploadFile(admissions(), body);
  expect(job).toMatchObject({ valid: 1, refused: 1 });
  for (const look of ['preview', 'errors', 'error-workbook'])
    await admissions().send('GET', `/applications/imports/${job.importId}/${look}`);
  await commitFile(admissions(), job.importId);
  const [first] = await admissions().all(`/applications?importId=${job.importId}`);
  return [...ids, first.applicationId];
}

/** 报名 to 撤销, through all five services. */
async function goTheWholeWay() {
  await openSchool(city.api, 20);
  const applicationIds = await apply();
  await admissions().post('/applications/batch-admit', { applicationIds });
  await admissions().post('/applications/batch-admit', { applicationIds });
  await admissions().post('/applications/batch-check-in', { applicationIds, checkedInOn: '2023-09-01' });
  const officer = city.api('student-records', 'city-officer');
  const submitted = await registrationsIn(city.api, 'SUBMITTED', 4);
  const hers = submitted.find(({ name }) => name === rejected.name)!;
  const naming = { registrationIds: [hers.registrationId], reason: `证件号码${rejected.idNumber}有误` };
  await officer.send('POST', '/registrations/batch-reject', { body: naming, allowed: [422] });
  await officer.post('/registrations/batch-reject', {
    registrationIds: [hers.registrationId],
    reason: '材料不全',
  });
  const active = await approveRegistrations(city.api, 3);
  await graduate(city.api, active.map(({ registrationId }: { registrationId: string }) => registrationId)); // prettier-ignore
  await eventually('all graduates in the lookup, with a case', async () => {
    const { entries, cases } = await holdings(city.api);
    expect([entries.length, cases.length]).toEqual([3, 3]);
  });
  await lookUp(graduates[0]);
  await revokeGraduation(city.api, active[0]!.registrationId);
  await officer.post(`/registrations/${active[1]!.registrationId}/reveal-identity`, { reason: '核对档案' });
  await officer.post(`/persons/${hers.personId}/erase`, {
    legalGround: 'CONSENT_WITHDRAWN',
    reason: '本人申请',
  });
  await eventually('the revocation and the erasure everywhere', async () => {
    const { entries } = await holdings(city.api);
    expect(entries.filter(({ status }: { status: string }) => status === 'REVOKED')).toHaveLength(1);
    const shown = await admissions().get(`/applications/${applicationIds[2]}`);
    expect(shown).toMatchObject({ name: '已删除' });
  });
}

async function lookUp({ idNumber, name }: Planted) {
  const lookup = `${city.urls['certificate-lookup']}/verify`;
  expect((await fetch(lookup, json({ idNumber, name }))).status).toBe(200);
  await fetch(lookup, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams({ idNumber, name }),
  });
}

const POISONED = [
  ['enrolment.applications.v1', 'enrolment.StudentCheckedIn.v1'],
  ['student-records.graduations.v1', 'student-records.StudentGraduated.v1'],
] as const;

/** Records that nobody can read, from outside; an operator sees that they are there. */
async function poisonATopic() {
  const producer = await kafkajsClient('poison', { brokers: testPlatform().kafkaBrokers }).producer();
  for (const [topic, ce_type] of POISONED) {
    const headers = { ce_type, ce_subject: poison.idNumber };
    const value = JSON.stringify({ person: poison });
    await producer.send([{ topic: city.prefix + topic, key: poison.phone, headers, value }]);
  }
  await producer.close();
  for (const service of ['enrolment', 'student-records', 'certificates', 'employment'])
    await eventually(`the dead letter of ${service}`, async () => {
      expect(await city.api(service, 'operator').all('/dead-letters')).toHaveLength(1);
    });
  // Digests tell of dead letters, and the comparison repeats it.
  await reconcile(city.api, { graceSeconds: 0 });
}

async function metricsPages(): Promise<Written[]> {
  return Promise.all(
    SERVICES.map(async (service) => ({
      place: `metrics ${service}`,
      text: await (await plainFetch(`${city.urls[service]}/metrics`)).text(),
    })),
  );
}

const traces = (): Written[] => [{ place: 'traces', text: collector.text() }];

/** The places that hold one of the marks. The message of a failure names the place, and of the mark only its kind. */
const holding = (written: Written[], marks: string[]): string[] => {
  const spellings = marks.flatMap(spellingsOf);
  return [...new Set(written.filter(({ text }) => spellings.some((each) => text.includes(each))).map(({ place }) => place))]; // prettier-ignore
};

const numbers = () => [...people.flatMap(numbersOf), wrong];
const names = () => people.map(({ name }) => name);
const ofPoison = () => [...numbersOf(poison), poison.name];

describe('Identities that were planted', () => {
  let metrics: Written[];
  beforeAll(async () => {
    await goTheWholeWay();
    const [one, two, three] = refused as [Planted, Planted, Planted];
    await makeMistakes(city, { strangers: [one, two, three], wrong });
    await poisonATopic();
    metrics = await metricsPages();
  }, 180_000);

  it('stand in no log', () => {
    const written = logs();
    for (const service of SERVICES)
      expect(
        written.find(({ place }) => place.includes(`${city.prefix}/logs/${service}.log`))?.text,
      ).toContain('"level":"debug"');
    expect(holding(written, [...numbers(), ...names(), ...ofPoison()])).toEqual([]);
  });

  it('stand in no trace', async () => {
    await eventually('spans of every service', () => {
      expect(new Set(collector.spans.map(({ service }) => service))).toEqual(new Set(SERVICES));
    });
    expect(holding(traces(), [...numbers(), ...names(), ...ofPoison()])).toEqual([]);
  });

  it('stand in no metrics', () => {
    expect(holding(metrics, [...numbers(), ...names(), ...ofPoison()])).toEqual([]);
  });

  it('stand in topics only sealed, the names too', async () => {
    const written = await records(city.prefix);
    expect(written.length).toBeGreaterThan(20);
    expect(holding(written, [...numbers(), ...names()])).toEqual([]);
    const poisoned = POISONED.map(([topic]) => `topic ${city.prefix}${topic}`);
    expect(holding(written, ofPoison()).toSorted()).toEqual(poisoned);
  });

  it('stand in answers only where somebody asked for the full identity', () => {
    const holders = holding(answers, [...numbers(), ...ofPoison()]);
    expect(holders).toEqual([expect.stringMatching(/^answer POST .*\/reveal-identity 200$/)]);
  });

  it('stand in databases only sealed, but for names of students', async () => {
    const written = await rows(city.prefix);
    expect(holding(written, numbers())).toEqual([]);
    expect(holding(written, [rejected.name])).toEqual([]);
    const keepers = holding(written, ofPoison()).map((place) =>
      place.replace(/^.*_(?=enrolment|student_records|certificates|employment)/, ''),
    );
    expect(keepers.toSorted()).toEqual(
      ['certificates', 'employment', 'enrolment', 'student_records'].map((name) => `${name}.dead_letters`),
    );
    expect(holding(written, names()).length).toBeGreaterThan(0);
  });

  it('would be found in each of these places, if somebody wrote them there', async () => {
    const { idNumber } = planted();
    appendFileSync(`${city.dir}/logs/enrolment.log`, `{"msg":"${idNumber}"}\n`);
    expect(holding(logs(), [idNumber])).toHaveLength(1);
    await plainFetch(`${collector.url}/v1/traces`, json({ resourceSpans: [], idNumber }));
    expect(holding(traces(), [idNumber])).toHaveLength(1);
    const producer = await kafkajsClient('mark', { brokers: testPlatform().kafkaBrokers }).producer();
    const topic = `${city.prefix}enrolment.plans.v1`;
    await producer.send([{ topic, key: 'mark', headers: { mark: idNumber }, value: '{}' }]);
    await producer.close();
    expect(holding(await records(city.prefix), [idNumber])).toEqual([`topic ${topic}`]);
    await admissions()
      .post('/plans/batch', { lines: [] })
      .catch(() => undefined);
    await city.api('enrolment', 'city-officer').post('/schools', {
      schoolCode: 'S009', uscc: '12500100TEXT0001TU', name: idNumber, schoolType: 'TECHNICIAN_COLLEGE',
      ownership: 'PUBLIC', authorityCode: '500000', regionCode: '500103', authorityTier: 'CITY', inHigherEdSequence: false,
    }); // prettier-ignore
    expect(holding(await rows(city.prefix), [idNumber])).toContainEqual(
      expect.stringMatching(/enrolment\.schools$/),
    );
    expect(holding(answers, [idNumber])).toHaveLength(1);
  });
});

// Budget: 60 s: five processes are started.
import { Kafka, logLevel } from 'kafkajs';
import { StudentGraduated } from '#contracts';
import { kafkajsClient } from '#messaging';
import { eventually, testPlatform, withClient } from '#testing';
import {
  checkTopics,
  reconcile,
  reconciliationInWords,
  topicsInWords,
} from '../../deploy/local/reconciliation.ts';
import {
  approveRegistrations,
  checkInStudents,
  graduate,
  holdings,
  openSchool,
  revokeGraduation,
} from '../harness/students.ts';
import { untilReconciled } from '../harness/reconciled.ts';
import { type RunningCity, startCity } from '../harness/running-city.ts';

const COHORT = 20;

let city: RunningCity;
let graduates: string[];
/** Stands before the others in the way of one student: nobody can read it. */
let held: string;
beforeAll(async () => {
  city = await startCity();
  const { api } = city;
  await openSchool(api, COHORT);
  await checkInStudents(api, COHORT);
  const active = (await approveRegistrations(api, COHORT)).map(({ registrationId }) => registrationId);
  [held, ...graduates] = active as [string, ...string[]];
  await graduate(api, graduates);
  await revokeGraduation(api, graduates[0]!);
  await everythingArrived();
}, 120_000);
afterAll(() => city?.stop());

const everythingArrived = () =>
  eventually('every graduation and the revocation in the lookup and in employment', async () => {
    const { certificates, entries, cases } = await heldByAll();
    expect([certificates.length, entries.length, cases.length]).toEqual(Array(3).fill(COHORT - 1));
    expect(entries.filter(({ status }) => status === 'REVOKED')).toHaveLength(1);
    expect(cases.filter(({ state }) => state === 'CANCELLED')).toHaveLength(1);
  });

const heldByAll = (): Promise<Record<'certificates' | 'entries' | 'cases', Record<string, string>[]>> =>
  holdings(city.api);
const reconciled = (graceSeconds = 0): Promise<any> => reconcile(city.api, { graceSeconds });

/** All owners replay what others read of them. */
async function republish() {
  for (const [service, topic] of [
    ['enrolment', 'enrolment.schools.v1'],
    ['student-records', 'student-records.registrations.v1'],
    ['student-records', 'student-records.graduations.v1'],
    ['certificates', 'certificates.certificates.v1'],
    ['certificates', 'certificates.lookup.v1'],
  ] as const)
    await city.api(service, 'operator').post('/republish', { topic });
}

async function consumerGroups(): Promise<string[]> {
  const admin = new Kafka({ brokers: testPlatform().kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  return groups
    .map(({ groupId }) => groupId)
    .filter((groupId) => groupId.startsWith(city.prefix))
    .toSorted();
}

/** Straight into the database of a service, as nobody should. */
async function byHand(service: string, sql: string, parameters: unknown[]) {
  const url = new URL(testPlatform().postgresUrl);
  const { rows } = await query(url, 'select datname from pg_database where datname like $1', [
    `${city.prefix.replace(/\W/g, '_')}%${service.replaceAll('-', '_')}`,
  ]);
  url.pathname = `/${rows[0]!.datname}`;
  return (await query(url, sql, parameters)).rows;
}

/** As a lost disk would: past the triggers that keep certificates and outcomes. */
const empty = (service: string, tables: string) =>
  byHand(
    service,
    `do $$ begin
       set local session_replication_role = replica;
       truncate ${tables};
     end $$`,
    [],
  );

const query = (url: URL, sql: string, parameters: unknown[]) =>
  withClient(url.href, (client) => client.query(sql, parameters));

describe('The reconciliation of five running services', () => {
  it('finds them caught up after a cohort', async () => {
    const result = await reconciled();
    const four = { live: COHORT - 2, revoked: 1 };
    expect(result).toMatchObject({ caughtUp: true, discrepancies: [] });
    expect(result.rows).toMatchObject([{ graduated: four, issued: four, visible: four, tracked: four }]);
    expect(reconciliationInWords(result)).toContain('Everything agrees.');
  });

  it('names a case and an entry that were deleted by hand', async () => {
    const [, first, second] = graduates;
    await byHand('employment', 'delete from cases where registration_id = $1', [first]);
    const { certificates } = await heldByAll();
    const { certificateNo } = certificates.find(({ registrationId }) => registrationId === second)!;
    await byHand('certificate-lookup', 'delete from entries where certificate_no = $1', [certificateNo]);
    const result = await reconciled();
    expect(result.caughtUp).toBe(false);
    expect(result.discrepancies).toHaveLength(2);
    expect(result.discrepancies).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'CASE', kind: 'MISSING', registrationId: first }),
        expect.objectContaining({ what: 'LOOKUP_ENTRY', kind: 'MISSING', certificateNo }),
      ]),
    );
    expect(reconciliationInWords(result)).toContain(
      `the employment case of registration ${first}, certificate ${certificates.find(({ registrationId }) => registrationId === first)!.certificateNo} is missing in employment`,
    );
  });

  it('finds no discrepancy any more when the owners replay what they hold, and nothing changes when they do so twice', async () => {
    await republish();
    await untilReconciled(city.api);
    const before = await heldByAll();
    await republish();
    await reconciled();
    const after = await heldByAll();
    expect(after.certificates).toEqual(before.certificates);
    expect(after.cases).toEqual(before.cases);
    expect(after.entries).toEqual(before.entries);
  });

  it('sees employment and the lookup rebuilt from what the owners replay, after both were emptied', async () => {
    for (const service of ['employment', 'certificate-lookup']) {
      const tables = service === 'employment' ? 'cases, registration_certificates, outcomes' : 'entries';
      await empty(service, `${tables}, inbox, aggregate_versions`);
    }
    expect((await reconciled()).discrepancies).toHaveLength(2 * (COHORT - 1));
    await republish();
    await untilReconciled(city.api);
  });

  it('names the dead letter that a graduation waits behind', async () => {
    const officer = city.api('student-records', 'city-officer');
    const { personId } = await officer.get<{ personId: string }>(`/registrations/${held}`);
    const producer = await kafkajsClient('poison', { brokers: testPlatform().kafkaBrokers }).producer();
    const headers = { ce_type: StudentGraduated.type };
    const topic = city.prefix + StudentGraduated.topic;
    await producer.send([{ topic, key: personId, headers, value: '{}' }]);
    await producer.close();
    await graduate(city.api, [held]);
    const parked = "select 1 from dead_letters where headers->>'ce_subject' = $1";
    await eventually('the graduation parked in two services', async () => {
      expect(await byHand('certificates', parked, [held])).toHaveLength(1);
      expect(await byHand('employment', parked, [held])).toHaveLength(1);
    });
    const { discrepancies } = await reconciled();
    const deadLetter = expect.objectContaining({ reason: 'BEHIND', subject: held });
    expect(
      discrepancies.filter((discrepancy: { registrationId: string }) => discrepancy.registrationId === held),
    ).toEqual([
      expect.objectContaining({ what: 'CERTIFICATE', kind: 'MISSING', service: 'certificates', deadLetter }),
      expect.objectContaining({ what: 'CASE', kind: 'MISSING', service: 'employment', deadLetter }),
    ]);
  });

  it('holds every state topic against the tables of its owner', async () => {
    const checks: any[] = await checkTopics(city.api);
    expect(checks.map(({ topic, differing }) => `${topic} ${differing}`)).toEqual([
      'enrolment.schools.v1 0',
      'enrolment.catalogue.v1 0',
      'enrolment.offerings.v1 0',
      'enrolment.plans.v1 0',
      'enrolment.platform-applications.v1 0',
      'enrolment.calendars.v1 0',
      'student-records.erasures.v1 0',
      'certificates.lookup.v1 0',
    ]);
    expect(topicsInWords(checks)).toContain(`certificates.lookup.v1: ${COHORT - 1} rows, 0 differ.`);
    const services = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];
    expect(await consumerGroups()).toEqual(services.map((name) => city.prefix + name).toSorted());
  });

  it('gives each its own number again when certificates has lost what it issued', async () => {
    const { certificates } = await heldByAll();
    await empty('certificates', 'certificates, number_serials, inbox, aggregate_versions, dead_letters');
    const { discrepancies } = await reconciled();
    const missing = discrepancies.filter(
      (discrepancy: { what: string }) => discrepancy.what === 'CERTIFICATE',
    );
    const numbers = missing.map((discrepancy: { certificateNo: string }) => discrepancy.certificateNo);
    expect(new Set(numbers)).toEqual(
      new Set([undefined, ...certificates.map(({ certificateNo }) => certificateNo)]),
    );
    expect(await city.command('certificates', '--recover')).toMatchObject({ ok: true });
    await republish();
    const now = await eventually(
      'all certified, also the held one, which had no certificate yet',
      async () => {
        const certified = (await heldByAll()).certificates;
        expect(certified).toHaveLength(COHORT);
        return certified;
      },
    );
    const before = new Map(certificates.map((each) => [each.registrationId, each]));
    for (const each of now)
      if (each.registrationId !== held)
        expect(each).toEqual({ ...before.get(each.registrationId), certificateId: expect.any(String) });
    expect(new Set(now.map(({ certificateNo }) => certificateNo)).size).toBe(COHORT);
  });
});

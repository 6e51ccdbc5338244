// Budget: 90 s: five processes are started, and their topics made anew.
import { Kafka, logLevel } from 'kafkajs';
import { ensureTopics } from '#messaging';
import { eventually, testPlatform } from '#testing';
import { checkTopics, topicsInWords } from '../../deploy/local/reconciliation.ts';
import {
  checkInStudents,
  graduate,
  holdings,
  openSchool,
  registrationsIn,
  submittedRegistrations,
} from '../harness/students.ts';
import { untilReconciled } from '../harness/reconciled.ts';
import { type RunningCity, startCity } from '../harness/running-city.ts';

const SERVICES = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];
/** What every owner can replay, in the order in which the others need it. */
const REPLAYS = [
  ['enrolment', 'enrolment.schools.v1'],
  ['enrolment', 'enrolment.catalogue.v1'],
  ['enrolment', 'enrolment.offerings.v1'],
  ['enrolment', 'enrolment.plans.v1'],
  ['enrolment', 'enrolment.platform-applications.v1'],
  ['enrolment', 'enrolment.calendars.v1'],
  ['enrolment', 'enrolment.applications.v1'],
  ['student-records', 'student-records.registrations.v1'],
  ['student-records', 'student-records.erasures.v1'],
  ['student-records', 'student-records.graduations.v1'],
  ['certificates', 'certificates.certificates.v1'],
  ['certificates', 'certificates.lookup.v1'],
  ...SERVICES.map((service) => [service, `${service}.audit-heads.v1`]),
] as [string, string][];

let city: RunningCity;
beforeAll(async () => {
  city = await startCity();
  await openSchool(city.api, 8);
  await checkInStudents(city.api, 6);
}, 300_000);
afterAll(() => city?.stop());

const report = (said: string) => {
  if (process.env.SHOW_OUTPUT) process.stderr.write(`\n${said}\n`);
};

/** Deletes the topics, and with them what the groups have committed; then makes them anew. */
async function emptyKafka(): Promise<void> {
  const admin = new Kafka({ brokers: testPlatform().kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const mine = async () => (await admin.listTopics()).filter((topic) => topic.startsWith(city.prefix));
  await admin.deleteTopics({ topics: await mine() });
  await eventually('the topics are gone', async () => expect(await mine()).toEqual([]));
  await admin.disconnect();
  await ensureTopics({ brokers: testPlatform().kafkaBrokers, prefix: city.prefix });
}

const replayAll = async () => {
  for (const [service, topic] of REPLAYS) {
    const told = await city.api(service, 'operator').post('/republish', { topic });
    report(JSON.stringify(told));
  }
};

const applicationsIn = async (state: string) =>
  (await city.api('enrolment', 'city-officer').all('/applications')).filter(
    (each: any) => each.state === state,
  );

const allSent = (service: string) =>
  eventually(`the outbox of ${service} is empty`, async () => {
    const metrics = await (await fetch(`${city.urls[service]}/metrics`)).text();
    expect(metrics).toContain('# TYPE outbox_rows');
    expect(metrics).not.toMatch(/^outbox_rows\{.*\} [1-9]/m);
  });

const numbers = ({ certificates }: any) =>
  certificates.map((each: any) => `${each.registrationId} ${each.certificateNo}`);

describe('A Kafka that was replaced by an empty one', () => {
  it('is filled again by the owners: what was under way arrives, and nothing is doubled', async () => {
    const [first, second, third, rejected] = await submittedRegistrations(city.api, 6);
    const officer = city.api('student-records', 'city-officer');
    const approve = (each: Record<string, string>[]) =>
      officer.post('/registrations/batch-approve', {
        registrationIds: each.map(({ registrationId }) => registrationId),
      });
    await approve([first!, second!, third!]);
    await graduate(city.api, [first!.registrationId, second!.registrationId]);
    await eventually('two certificates and cases', async () => {
      const { certificates, entries, cases } = await holdings(city.api);
      expect([certificates.length, entries.length, cases.length]).toEqual([2, 2, 2]);
    });
    const before = await holdings(city.api);

    // Sent, and lost with Kafka before anybody has handled it.
    await city.end('certificates', 'employment', 'enrolment');
    await graduate(city.api, [third!.registrationId]);
    await officer.post('/registrations/batch-reject', {
      registrationIds: [rejected!.registrationId],
      reason: '不符合条件',
    });
    await allSent('student-records');
    await city.end('student-records', 'certificate-lookup');
    await emptyKafka();
    await city.start(...SERVICES);

    await replayAll();
    await eventually('the graduation that was lost has its certificate', async () => {
      const { certificates, entries, cases } = await holdings(city.api);
      expect([certificates.length, entries.length, cases.length]).toEqual([3, 3, 3]);
    });
    await eventually('the rejection that was lost', async () =>
      expect(await applicationsIn('RETURNED')).toHaveLength(1),
    );
    await untilReconciled(city.api);
    expect(numbers(await holdings(city.api))).toEqual(expect.arrayContaining(numbers(before)));
    const checks: any[] = await checkTopics(city.api);
    report(topicsInWords(checks));
    expect(new Set(checks.map(({ differing }) => differing))).toEqual(new Set([0]));
  }, 300_000);

  it('has the heads of the audit trails again, and changes nothing when all is replayed twice', async () => {
    const verified = await city.command('student-records', '--verify-audit');
    report(verified.said);
    expect(verified.ok).toBe(true);
    const before = await holdings(city.api);
    await replayAll();
    await untilReconciled(city.api);
    expect(await holdings(city.api)).toEqual(before);
  }, 300_000);

  it('loses check-ins that nobody had handled, until enrolment replays them', async () => {
    await city.end('student-records');
    await checkInStudents(city.api, 2, 6);
    await allSent('enrolment');
    await city.end(...SERVICES.filter((each) => each !== 'student-records'));
    await emptyKafka();
    await city.start(...SERVICES);
    await city.api('enrolment', 'operator').post('/republish', { topic: 'enrolment.applications.v1' });
    await registrationsIn(city.api, 'SUBMITTED', 4);
  }, 300_000);
});

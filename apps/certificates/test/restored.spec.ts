// Budget: 30 s: a service is started five times.
import type pg from 'pg';
import { CertificateIssued, CertificateLookupState, StudentCompleted } from '#contracts';
import { eventOf, kafkaConnection, rewind, withAdmin } from '#messaging';
import { recoverNumbers } from '#reconciliation';
import { createService, type RunningService, SETTINGS, type ServiceCommand, type Settings } from '#runtime';
import {
  copyDatabase,
  eventually,
  graduated,
  graduationRevoked,
  startTestService,
  student,
  testPlatform,
  type TestService,
  withClient,
} from '#testing';
import { AppModule } from '../src/app.module.js';
import { reservedNumbers } from '../src/certificates/reserved-numbers.js';
import { serialOf } from '../src/domain/certificate-number.js';
import { migrations } from '../src/migrations/index.js';

const options = { name: 'certificates', title: '', description: '', module: AppModule } as const;

let service: TestService;
let settings: Settings;
let database: string;
let again: RunningService | undefined;
/** Before the backup, and after it. */
const before = student();
const undone = student();
const [second, third] = [student(), student()];
/** Completed and graduated later, with a certificate of each. */
const twice = student();
let held: Row[];

interface Row extends Record<string, unknown> {
  registration_id: string;
  certificate_no: string;
}
const certificates = () =>
  service.query<Row>(
    `select registration_id, certificate_no, kind, status, version, issued_at, revoked_at, decision_no from certificates
     order by registration_id, kind`,
  );
const counter = async () => (await service.query('select last from number_serials'))[0]!.last as number;

beforeAll(async () => {
  service = await startTestService({ name: 'certificates', module: AppModule, migrations });
  settings = service.app.get<Settings>(SETTINGS);
  database = new URL(settings.DATABASE_URL).pathname.slice(1);
  await service.receive(graduated(before));
  await service.published(CertificateLookupState, 1);
  await copy(database, `${database}_backup`);
  // The last one first and alone, so that the numbers would come out otherwise if they were given anew.
  await service.receive(graduated(third));
  await service.published(CertificateLookupState, 2);
  await service.receive(graduated(undone), graduated(second), graduationRevoked(undone));
  await service.published(CertificateLookupState, 5);
  const { graduatedOn: completedOn, ...completion } = graduated(twice).data;
  await service.receive(
    eventOf(StudentCompleted, { data: { ...completion, completedOn }, version: 3 }),
    graduated(twice, 4, { approvedAt: '2026-07-20T02:00:00.000Z' }),
  );
  await service.published(CertificateLookupState, 7);
  held = await certificates();
  await service.app.close();
  await restore();
}, 120_000);
afterAll(async () => {
  await again?.close();
  await dropDatabase(`${database}_backup`);
  await service.close();
});

const asSuperuser = (work: (client: pg.Client) => Promise<unknown>) =>
  withClient(testPlatform().postgresUrl, work);
const dropDatabase = (name: string) =>
  asSuperuser((client) => client.query(`drop database if exists ${name} with (force)`));
const copy = (from: string, to: string) => asSuperuser((client) => copyDatabase(client, from, to));

async function restore(): Promise<void> {
  await dropDatabase(database);
  await copy(`${database}_backup`, database);
}

/** As after the days that the topic is kept for. */
async function expireFacts(): Promise<void> {
  const topic = settings.KAFKA_TOPIC_PREFIX + CertificateIssued.topic;
  await withAdmin(kafkaConnection(settings), async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions });
  });
}

/** Runs a command of main.js; answers what it logs. */
async function commanded(command: ServiceCommand, argument?: string): Promise<Record<string, unknown>[]> {
  const logged: Record<string, unknown>[] = [];
  const logger = { info: (said: Record<string, unknown>) => logged.push(said) };
  await command(settings, logger as unknown as Parameters<ServiceCommand>[1], argument);
  return logged;
}

const start = () => createService(options, service.environment);

describe('Certificates on a database that was restored to a moment before some were issued', () => {
  it('does not start, since it would give their numbers to others', async () => {
    expect(await certificates()).toHaveLength(1);
    await expect(start()).rejects.toThrow(/does not know .* and 4 other numbers .* Run --recover/);
  }, 60_000);

  it('learns from its topics which numbers it has given, however often it is asked', async () => {
    for (let time = 0; time < 2; time++)
      expect(await commanded(recoverNumbers(reservedNumbers))).toMatchObject([{ told: 6, counters: 1 }]);
    expect(await service.query('select 1 from reserved_numbers')).toHaveLength(5);
    expect(await counter()).toBe(6);
  }, 60_000);

  it('issues the same certificates to the same people, revoked ones too, when it handles its topics again', async () => {
    const [, graduations] = await commanded(rewind('certificates'), 'earliest');
    expect(graduations).toMatchObject({ records: 7 });
    again = await start();
    await eventually('the certificates of before', async () => expect(await certificates()).toEqual(held));
    expect(await service.query('select 1 from reserved_numbers')).toEqual([]);
  }, 60_000);

  it('refuses to set back a group that is at work', async () => {
    await expect(commanded(rewind('certificates'), 'earliest')).rejects.toThrow('Stop the service first');
    await expect(commanded(rewind('certificates'), 'yesterday')).rejects.toThrow('Say until when');
  });

  it('gives nobody a number that another has', async () => {
    await service.receive(graduated(student()));
    await eventually('the next certificate', async () => expect(await certificates()).toHaveLength(7));
    const numbers = (await certificates()).map((row) => row.certificate_no);
    expect(new Set(numbers).size).toBe(7);
    const issued = await service.published(CertificateIssued, 7);
    const owners = Map.groupBy(issued, ({ data }) => data.certificateNo);
    for (const events of owners.values())
      expect(new Set(events.map(({ data }) => data.registrationId)).size).toBe(1);
  });
});

describe('Certificates on a database that is older than the facts of its topics', () => {
  beforeAll(async () => {
    await again?.close();
    await restore();
    await expireFacts();
  }, 60_000);

  it('does not start, since certificates.lookup.v1 holds numbers that it would give to others', async () => {
    await expect(start()).rejects.toThrow(
      /does not know .* and 5 other numbers that certificates\.lookup\.v1 .* Run --recover/,
    );
  }, 60_000);

  it('starts when its counters have gone past them, and gives a number that nobody had', async () => {
    expect(await commanded(recoverNumbers(reservedNumbers))).toMatchObject([{ told: 0, counters: 1 }]);
    again = await start();
    const next = student();
    await service.receive(graduated(next));
    await eventually('the next certificate', async () => {
      const row = (await certificates()).find((each) => each.registration_id === next.registrationId);
      expect(serialOf(row!.certificate_no).serial).toBeGreaterThan(7);
    });
  }, 60_000);
});

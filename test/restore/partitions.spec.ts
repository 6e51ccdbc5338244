// Budget: 200 s: five processes are started, and ended in turn.
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { eventually, testPlatform, withClient } from '#testing';
import { checkTopics } from '../../deploy/local/reconciliation.ts';
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
import { databaseOf } from './backups.js';

const FACTS = 'student-records.graduations.v1';
const STATE = 'certificates.lookup.v1';
const PARTITIONS = 5;

let city: RunningCity;
let early: string[];
let late: string[];
const kafka = new Kafka({ brokers: testPlatform().kafkaBrokers, logLevel: logLevel.NOTHING });
const admin = kafka.admin();
beforeAll(async () => {
  await admin.connect();
  city = await startCity();
  await openSchool(city.api, 12);
  await checkInStudents(city.api, 12);
  const active = (await approveRegistrations(city.api, 12)).map(({ registrationId }) => registrationId);
  early = active.slice(0, 8);
  late = active.slice(8);
  await graduate(city.api, early);
  await visible(8);
}, 300_000);
afterAll(async () => {
  await admin.disconnect();
  await city?.stop();
});

const visible = (count: number, revoked = 0) =>
  eventually(`${count} certificates, entries and cases`, async () => {
    const { certificates, entries, cases } = await holdings(city.api);
    expect([certificates.length, entries.length, cases.length]).toEqual([count, count, count]);
    expect(entries.filter(({ status }: any) => status === 'REVOKED')).toHaveLength(revoked);
    return entries;
  });

/** Waits until a service has handled all that its topics hold. */
const handledAll = (service: string, topic: string) =>
  eventually(`${service} has handled ${topic}`, async () => {
    const [group] = await admin.fetchOffsets({
      groupId: city.prefix + service,
      topics: [city.prefix + topic],
    });
    const ends = await admin.fetchTopicOffsets(city.prefix + topic);
    for (const { partition, high } of ends)
      if (high !== '0')
        expect(group!.partitions.find((each) => each.partition === partition)?.offset).toBe(high);
  });

/** The procedure of deploy/README.md: the owner stands, its readers are caught up, then they begin anew. */
async function grow(topic: string, owner: string, readers: string[]): Promise<void> {
  await city.end(owner);
  for (const reader of readers) await handledAll(reader, topic);
  await admin.createPartitions({ topicPartitions: [{ topic: city.prefix + topic, count: PARTITIONS }] });
  await city.end(...readers);
  await city.start(...readers);
  await city.start(owner);
}

/** By key, the partitions that hold it. */
async function partitionsByKey(topic: string): Promise<Map<string, Set<number>>> {
  const found = new Map<string, Set<number>>();
  const ends = await admin.fetchTopicOffsets(city.prefix + topic);
  const missing = new Set(ends.filter(({ high, low }) => high !== low).map(({ partition }) => partition));
  const consumer = kafka.consumer({ groupId: `${city.prefix}look-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [city.prefix + topic], fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { key } of batch.messages)
        found.set(String(key), (found.get(String(key)) ?? new Set()).add(batch.partition));
      if (batch.highWatermark === String(BigInt(batch.lastOffset()) + 1n)) missing.delete(batch.partition);
    },
  });
  await eventually('the end of the topic', () => expect([...missing]).toEqual([]));
  await consumer.disconnect();
  return found;
}

async function emptyLookup(): Promise<void> {
  const url = new URL(testPlatform().postgresUrl);
  url.pathname = `/${databaseOf(city, 'certificate-lookup')}`;
  await withClient(url.href, (client) =>
    client.query(`do $$ declare each record; begin
      set local session_replication_role = replica;
      for each in select tablename from pg_tables
        where schemaname = 'public' and tablename not in ('migrations', 'audit_publication')
      loop execute format('truncate %I', each.tablename); end loop; end $$`),
  );
}

describe('Partitions added to a topic', () => {
  it('of facts keep the order of each key, also of one that moves to another partition', async () => {
    await grow(FACTS, 'student-records', ['certificates', 'employment']);
    for (const registrationId of early.slice(0, 3)) await revokeGraduation(city.api, registrationId);
    await graduate(city.api, late);
    await visible(12, 3);
    await untilReconciled(city.api);
    const moved = [...(await partitionsByKey(FACTS)).values()].filter(({ size }) => size > 1);
    expect(moved.length).toBeGreaterThan(0);
  }, 300_000);

  it('of a state topic leave older records of a key in another partition, and readers end at the newest', async () => {
    await grow(STATE, 'certificates', ['certificate-lookup']);
    await revokeGraduation(city.api, early[3]!);
    await city.api('certificates', 'operator').post('/republish', { topic: STATE });
    const before = await visible(12, 4);
    const stranded = [...(await partitionsByKey(STATE)).values()].filter(({ size }) => size > 1);
    expect(stranded.length).toBeGreaterThan(0);
    const checks: any[] = await checkTopics(city.api);
    expect(checks.find(({ topic }) => topic === STATE)).toMatchObject({ rows: 12, differing: 0 });
    await rebuildLookup();
    expect(shown(await visible(12, 4))).toEqual(shown(before));
    await untilReconciled(city.api);
  }, 300_000);

  it('hold each key of a state topic once when what was there before the republishing is deleted', async () => {
    const topic = city.prefix + STATE;
    const until = await admin.fetchTopicOffsets(topic);
    await city.api('certificates', 'operator').post('/republish', { topic: STATE });
    await handledAll('certificate-lookup', STATE);
    await eventually('all were replayed', async () => {
      const told = (await admin.fetchTopicOffsets(topic)).map(
        ({ high }, at) => Number(high) - Number(until[at]!.high),
      );
      expect(told.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(12);
    });
    await setPolicy(topic, 'compact,delete');
    const partitions = until.map(({ partition, high }) => ({ partition, offset: high }));
    // The brokers take over a policy some moments after they have answered, and refuse until then.
    await eventually('records deleted', () => admin.deleteTopicRecords({ topic, partitions }));
    await setPolicy(topic, 'compact');
    const found = await partitionsByKey(STATE);
    expect([found.size, [...found.values()].filter(({ size }) => size > 1)]).toEqual([12, []]);
    await rebuildLookup();
    await visible(12, 4);
    await untilReconciled(city.api);
  }, 300_000);
});

const shown = (entries: any[]) =>
  entries.map(({ certificateNo, status, statusAt }) => `${certificateNo} ${status} ${statusAt}`).toSorted();

async function rebuildLookup(): Promise<void> {
  await city.end('certificate-lookup');
  await emptyLookup();
  expect(await city.command('certificate-lookup', '--rewind', 'earliest')).toMatchObject({ ok: true });
  await city.start('certificate-lookup');
}

async function setPolicy(topic: string, value: string): Promise<void> {
  const configEntries = [
    { name: 'cleanup.policy', value },
    { name: 'retention.ms', value: '-1' },
  ];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
  });
}

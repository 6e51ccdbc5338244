import pg from 'pg';
import { CertificateLookupState, StudentGraduated } from '#contracts';
import { toRecord } from '#messaging';
import { TopicSealer } from '#security';
import { testPlatform, type TestService } from '#testing';
import { Relay } from '../src/relay.js';
import { StrayRows } from '../src/stray-rows.js';
import { graduated, startLedger } from './ledger.js';

const FACTS = StudentGraduated.topic;
const STATE = CertificateLookupState.topic;

let service: TestService;
const errors: string[] = [];
const ignore = () => undefined;
beforeAll(async () => {
  service = await startLedger();
  service.app.useLogger({ log: ignore, warn: ignore, error: (message) => void errors.push(String(message)) });
});
afterAll(() => service?.close());

/** As a build with other shards would have left them. */
const left = (shard: number, topic: string, key: string, age = '1 minute') =>
  service.query(
    `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
     values ($1, gen_random_uuid(), $2, $3, 'x', 'x', jsonb_build_object('ce_time', now() - $4::interval))`,
    [shard, topic, key, age],
  );
const rows = async () =>
  (await service.query('select shard, aggregateid from outbox order by position')).map(
    (row) => `${row.aggregateid} in ${row.shard}`,
  );
const start = () => service.app.get(StrayRows).onModuleInit();
const isReady = async () =>
  (await service.anonymous.get('/health/ready')).body.checks['outbox-shards'] === 'up';

describe('An event in a shard of another build', () => {
  it('is sent, in its order, when a process of this one starts', async () => {
    const personId = '0193b0a0-0000-4000-8000-000000000001';
    for (const [shard, version] of [
      [3, 1],
      [2, 2],
    ] as const) {
      const event = graduated(version, { personId });
      const record = await toRecord(event, { source: 'employment' }, service.app.get(TopicSealer));
      await service.query(
        `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [shard, record.id, record.topic, record.key, record.type, record.payload, record.headers],
      );
    }
    await start();
    const sent = await service.published(StudentGraduated, 2);
    expect(sent.map(({ version }) => version)).toEqual([1, 2]);
  });

  describe('while no relay runs', () => {
    beforeAll(() => service.app.get(Relay).onApplicationShutdown());
    afterEach(() => service.query('truncate outbox'));

    it('comes into the shard of its key, also from one that has another meaning here', async () => {
      await left(3, STATE, 'one');
      await left(1, FACTS, 'two');
      await left(0, STATE, 'three');
      await left(0, FACTS, 'four');
      await left(9, FACTS, 'five');
      await start();
      expect(await rows()).toEqual(['one in 1', 'two in 0', 'three in 1', 'four in 0', 'five in 0']);
    });

    it('is left to the relay that holds its shard, and keeps the service from being ready', async () => {
      const database = await service.query<{ name: string }>('select current_database() as name');
      const url = new URL(testPlatform().postgresUrl);
      url.pathname = `/${database[0]!.name}`;
      const relay = new pg.Client({ connectionString: url.href });
      await relay.connect();
      await relay.query('select pg_advisory_lock(4504520, 3)');
      try {
        await left(3, FACTS, 'held', '1 second');
        await start();
        expect(await isReady()).toBe(true);
        await left(3, FACTS, 'forgotten');
        await start();
        expect(await rows()).toEqual(['held in 3', 'forgotten in 3']);
        expect([await isReady(), await isReady()]).toEqual([false, false]);
        expect(errors).toEqual([expect.stringContaining('start this one again')]);
      } finally {
        await relay.end();
      }
      await start();
      expect(await rows()).toEqual(['held in 0', 'forgotten in 0']);
      expect(await isReady()).toBe(true);
    });
  });
});

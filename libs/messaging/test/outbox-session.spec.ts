import { randomUUID } from 'node:crypto';
import { type TestDatabase, createTestDatabase, eventually } from '#testing';
import { OutboxSession } from '../src/outbox-session.js';
import { allShards } from '../src/shards.js';
import { CreateLedger1732400000000 } from './ledger-service.js';

let database: TestDatabase;
const sessions: OutboxSession[] = [];
beforeAll(async () => {
  database = await createTestDatabase('outbox-session');
  await database.migrate([CreateLedger1732400000000]);
});
afterAll(async () => {
  await Promise.allSettled(sessions.map((session) => session.close()));
  await database.drop();
});

async function open(onRows: () => unknown = () => undefined) {
  const session = await OutboxSession.open(database.url, 'test', () => void onRows());
  sessions.push(session);
  await session.takeFreeShards(async () => undefined);
  return session;
}

const insert = (rows: number) =>
  database.query(
    `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
     select 0, $2, 'topic', 'key', 'type', repeat('x', 500), '{}' from generate_series(1, $1)`,
    [rows, randomUUID()],
  );

const vacuums = async () =>
  Number(
    (await database.query(`select vacuum_count from pg_stat_user_tables where relname = 'outbox'`))[0]!
      .vacuum_count,
  );

describe('the session of a relay', () => {
  it('holds what no other holds, and hears of rows that another process has committed', async () => {
    let heard = 0;
    const holder = await open(() => heard++);
    const other = await open();
    expect([holder.shards, other.shards]).toEqual([allShards, []]);
    await other.tellOthers();
    await eventually('the holder has heard', () => expect(heard).toBe(1));
    await holder.close();
  });

  it('reads as little after ten thousand sent rows as after none', async () => {
    const session = await eventually('the shards are free', async () => {
      const next = await open();
      expect(next.shards).toEqual(allShards);
      return next;
    });
    for (let n = 0; n < 10; n++) {
      await insert(1_000);
      await session.delete(0, (await session.read(0)).rows, false);
    }
    await insert(1);
    const [plan] = await database.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, format json)
       select position, payload from outbox where shard = 0 order by position limit 1000`,
    );
    const { 'Shared Hit Blocks': hit = 0, 'Shared Read Blocks': read = 0 } = plan!['QUERY PLAN'][0].Plan;
    expect(hit + read).toBeLessThan(200);
  });

  it('vacuums seldom while many rows wait', async () => {
    const session = sessions.at(-1)!;
    await insert(12_000);
    const before = await vacuums();
    for (let more = true; more;) {
      const next = await session.read(0);
      await session.delete(0, next.rows, next.more);
      more = next.more;
    }
    expect((await vacuums()) - before).toBe(1);
  });
});

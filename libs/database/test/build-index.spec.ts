import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';

class CreatePlans1732400000000 implements MigrationInterface {
  up = async (runner: QueryRunner) => void (await runner.query('create table plans (plan text, year int)'));
  down = async () => {};
}
class FindPlans1732400000001 implements MigrationInterface {
  transaction = false;
  up = (runner: QueryRunner) => buildIndex(runner, 'plans_by_year', 'plans (year)');
  down = async () => {};
}
const both = [CreatePlans1732400000000, FindPlans1732400000001];

let database: TestDatabase;
let writer: pg.Client;
beforeEach(async () => {
  database = await createTestDatabase('build_index');
  await database.migrate([CreatePlans1732400000000]);
  writer = new pg.Client({ connectionString: database.url });
  await writer.connect();
});
afterEach(async () => {
  await writer.end();
  await database.drop();
});

const index = () =>
  database.query(`select indisvalid as whole, indisunique as one from pg_index
    where indexrelid = to_regclass('plans_by_year')`);
const WHOLE = [{ whole: true, one: false }];

describe('An index of a table that is written to', () => {
  it('is built while transactions stay open for long, and holds up no writer', async () => {
    await writer.query(`begin; insert into plans values ('open', 2026)`);
    const migrated = database.migrate(both);
    let longest = 0;
    for (const end = Date.now() + 5_000; Date.now() < end; await sleep(50)) {
      const began = Date.now();
      await database.query(`insert into plans values ('new', 2026)`);
      longest = Math.max(longest, Date.now() - began);
    }
    expect(await index()).toEqual([{ whole: false, one: false }]);
    await writer.query('commit');
    await migrated;
    expect(longest).toBeLessThan(1_000);
    expect(await index()).toEqual(WHOLE);
  }, 30_000);

  it('takes the place of what a build left behind that failed', async () => {
    await database.query(`insert into plans values ('a', 2026), ('b', 2026)`);
    const failed = database.query('create unique index concurrently plans_by_year on plans (year)');
    await expect(failed).rejects.toThrow('could not create unique index');
    expect(await index()).toEqual([{ whole: false, one: true }]);
    await database.migrate(both);
    expect(await index()).toEqual(WHOLE);
  }, 30_000);

  it('is built by one of two processes that migrate at once', async () => {
    await writer.query(`begin; insert into plans values ('open', 2026)`);
    const all = Promise.all([database.migrate(both), database.migrate(both)]);
    await sleep(2_500);
    await writer.query('commit');
    await all;
    expect(await index()).toEqual(WHOLE);
  }, 30_000);
});

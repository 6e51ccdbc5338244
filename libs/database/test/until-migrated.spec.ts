import type { MigrationInterface, QueryRunner } from 'typeorm';
import { untilMigrated } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';

class CreatePlans1732400000000 implements MigrationInterface {
  up = async (runner: QueryRunner) => void (await runner.query('create table plans (plan text)'));
  down = async () => {};
}
class WidenPlans1732400000001 implements MigrationInterface {
  up = async (runner: QueryRunner) => void (await runner.query('alter table plans add column year int'));
  down = async () => {};
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('until_migrated');
});
afterAll(async () => {
  await database?.drop();
});

const silent = () => undefined;
const withPassword = (password: string) => {
  const url = new URL(database.url);
  url.password = password;
  return url.href;
};

describe('A service that starts', () => {
  it('waits until its migrations have run, and says which it lacks', async () => {
    const said: string[] = [];
    const all = [CreatePlans1732400000000, WidenPlans1732400000001];
    const waiting = untilMigrated(database.url, all, (reason) => said.push(reason));
    await database.migrate([CreatePlans1732400000000]);
    await expect(untilMigrated(database.url, [CreatePlans1732400000000], silent, 0)).resolves.toBeUndefined();
    await expect(untilMigrated(database.url, all, silent, 0)).rejects.toThrow(
      'The database lacks the migrations WidenPlans1732400000001: run this program with --migrate first',
    );
    await database.migrate(all);
    await expect(waiting).resolves.toBeUndefined();
    expect(said[0]).toContain('The database lacks the migrations');
  });

  it.each([
    ['a wrong password', () => withPassword('no-such-secret'), /refuses the role .* look at the password/],
    ['a database that is not there', () => database.url.replace(/\/[^/]*$/, '/nowhere'), /There is no database nowhere/], // prettier-ignore
    ['a server that does not run', () => 'postgres://role:secret@127.0.0.1:9/plans', /127\.0\.0\.1:9 does not answer \(ECONNREFUSED\)/], // prettier-ignore
  ])('says of %s what to look at, without the password', async (_what, url, sentence) => {
    const refused = await untilMigrated(url(), [], silent, 0).catch((error: Error) => error.message);
    expect(refused).toMatch(sentence);
    expect(refused).not.toContain('secret');
  });
});

describe('A migration', () => {
  it('that waits for a table in use lets others through, and goes on when it is free', async () => {
    const inUse = database.query(`
      begin; insert into plans values ('long'); select pg_sleep(4); commit`);
    const migrated = database.migrate([
      CreatePlans1732400000000,
      WidenPlans1732400000001,
      IndexPlans1732400000002,
    ]);
    let longest = 0;
    let reads = 0;
    for (let done = false; !done; reads++) {
      const started = Date.now();
      await database.query('select count(*) from plans');
      longest = Math.max(longest, Date.now() - started);
      done = await Promise.race([
        inUse.then(() => true),
        new Promise<false>((go) => setTimeout(go, 50, false)),
      ]);
    }
    await migrated;
    expect(reads).toBeGreaterThan(3);
    expect(longest).toBeLessThan(3_500); // less than the transaction that the migration waits for
    await expect(database.query('select plan, year, place from plans')).resolves.toBeDefined();
  });
});

class IndexPlans1732400000002 implements MigrationInterface {
  up = async (runner: QueryRunner) => void (await runner.query('alter table plans add column place text'));
  down = async () => {};
}

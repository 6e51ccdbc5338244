import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createDataSource, runMigrations, untilMigrated } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';

/** Unescaped it would end or change an address. */
const PASSWORD = 'a/b#c?d@e:f%20g h&i+"\\$(X)';

class CreateTables1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query('create table outbox (id int)');
  }

  async down() {}
}

let database: TestDatabase;
let role: string;
beforeAll(async () => {
  database = await createTestDatabase('beside');
  role = new URL(database.url).username;
  for (const each of [role, `${role}_owner`])
    await database.query(`alter role ${each} password '${PASSWORD}'`);
});
afterAll(async () => {
  delete process.env.PGPASSWORD;
  await database?.drop();
});

function withoutPassword(address: string) {
  const url = new URL(address);
  url.password = '';
  return url.href;
}

it('An address without a password takes that of PGPASSWORD as it is, to migrate, to wait and to serve', async () => {
  process.env.PGPASSWORD = PASSWORD;
  const [url, ownerUrl] = [withoutPassword(database.url), withoutPassword(database.ownerUrl)];
  const migrations = [CreateTables1732400000000];
  expect(await runMigrations(ownerUrl, migrations, role)).toHaveLength(1);
  await untilMigrated(url, migrations, () => undefined, 0);
  const dataSource = await createDataSource(url).initialize();
  expect(await dataSource.query('select current_user as name')).toEqual([{ name: role }]);
  await dataSource.destroy();
  process.env.PGPASSWORD = 'another';
  await expect(createDataSource(url).initialize()).rejects.toThrow('password authentication failed');
});

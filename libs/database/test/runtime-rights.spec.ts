import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, fourEyes } from '#database';
import { createTestDatabase, type TestDatabase, testPlatform, withClient } from '#testing';
import { createDataSource, runMigrations } from '../src/data-source.js';
import { expectPlainRole } from '../src/runtime-rights.js';

class CreateTables1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table outbox (id int);
      create table plans (plan text, drafted_by text, published_by text);
      create table entries (entry bigint generated always as identity, entered text);
      ${fourEyes('plans', 'drafted_by', 'published_by')}
      ${appendOnly('entries')}`);
  }

  async down() {}
}

class AddTable1732500000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query('create table added (id bigint generated always as identity)');
  }

  async down() {}
}

let database: TestDatabase;
let service: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('rights');
  await database.migrate([CreateTables1732400000000]);
  service = new pg.Client({ connectionString: database.url });
  await service.connect();
});
afterAll(async () => {
  await service?.end();
  await database?.drop();
});

/** As a service begins with that address. */
async function started(url: string): Promise<void> {
  const dataSource = await createDataSource(url).initialize();
  try {
    await expectPlainRole(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

describe('The role of a running service', () => {
  it.each([
    `insert into plans values ('p', 'wang', null)`,
    `update plans set published_by = 'li'`,
    'delete from plans',
    `insert into entries (entered) values ('first')`,
    'select * from entries',
    'vacuum (skip_locked, index_cleanup on, truncate off) outbox',
  ])('may: %s', async (sql) => {
    await expect(service.query(sql)).resolves.toBeDefined();
  });

  it.each([
    'truncate plans',
    'create table more ()',
    'create temporary table more ()',
    'create schema more',
    'alter table plans disable row level security',
    'drop table plans',
    'create policy open on plans using (true)',
    'select * from migrations',
    `update entries set entered = 'changed'`,
    'delete from entries',
    'truncate entries',
    'select * from entries for update',
    'set role postgres',
  ])('may not: %s', async (sql) => {
    await expect(service.query(sql)).rejects.toThrow(/permission denied|must be (owner|able)/);
  });

  it('keeps its rights when the database is migrated again', async () => {
    await database.migrate([CreateTables1732400000000]);
    await expect(service.query('delete from entries')).rejects.toThrow('permission denied');
    await expect(service.query('select * from plans')).resolves.toBeDefined();
  });

  it('is taken at the start, and is not the owner of the tables nor a superuser', async () => {
    await expect(started(database.url)).resolves.toBeUndefined();
    await expect(started(database.ownerUrl)).rejects.toThrow('owns tables');
    await expect(started(testPlatform().postgresUrl)).rejects.toThrow('owns tables');
  });
});

const turn = (letter: string) => {
  const url = new URL(database.url);
  url.username += `_${letter}`;
  return { url: url.href, role: url.username };
};
const take = async (letter: string) => {
  const { username, password } = new URL(database.url);
  await database.query(`create role ${turn(letter).role} login password '${password}' in role ${username}`);
};
const mayUse = (url: string) =>
  withClient(url, (client) => client.query('insert into added default values returning id'));

describe('Roles that take turns for a new password', () => {
  afterAll(() => database.query(`drop role if exists ${turn('b').role}, ${turn('c').role}`));

  it('all have what a migration adds, and each can be dropped when the next has taken over', async () => {
    await take('b');
    // What a version gave it that did not know of turns.
    await database.query(`grant select on plans to ${turn('b').role}`);
    await runMigrations(
      database.ownerUrl,
      [CreateTables1732400000000, AddTable1732500000000],
      turn('b').role,
    );
    await expect(mayUse(turn('b').url)).resolves.toBeDefined();
    await take('c');
    await expect(mayUse(turn('c').url)).resolves.toBeDefined();
    await expect(database.query(`drop role ${turn('b').role}`)).resolves.toEqual([]);
    await expect(mayUse(turn('c').url)).resolves.toBeDefined();
  });
});

it('Rows of an append-only table are not changed by its owner either, nor by a superuser', async () => {
  await database.query(`insert into entries (entered) values ('kept')`);
  for (const sql of ['delete from entries', 'truncate entries', `update entries set entered = 'x'`])
    await expect(database.query(sql)).rejects.toThrow('never changed or removed');
});

it.each([
  ['who drafted it', `'wang', 'wang'`, 'published_by_is_not_drafted_by'],
  ['somebody, of nobody knows whom', `null, 'wang'`, 'published_by_is_not_drafted_by'],
])('Four eyes: the database refuses what is published by %s', async (_, hands, constraint) => {
  await expect(database.query(`insert into plans values ('p', ${hands})`)).rejects.toThrow(constraint);
  await expect(database.query(`insert into plans values ('p', 'wang', 'li')`)).resolves.toEqual([]);
});

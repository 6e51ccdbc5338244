import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '#testing';
import { migrations as contract } from './changes/contract.ts';
import { migrations as expand } from './changes/expand.ts';
import { versions, writeVersion } from './versions.ts';

const FIRST = `insert into inbox (event_id) values (gen_random_uuid())`;
const SECOND = `insert into inbox (event_id, noted_at) values (gen_random_uuid(), '2026-07-01T00:00:00Z')`;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('versions');
  await database.migrate([CreateInbox1]);
  await database.query(FIRST);
});
afterEach(() => database.drop());

class CreateInbox1 {
  name = 'CreateInbox1000000000001';
  up = (runner: any) =>
    runner.query(
      `create table inbox (event_id uuid primary key, handled_at timestamptz not null default now())`,
    );
  down = async () => {};
}

it('keeps the old column and the new one in step, whichever version writes', async () => {
  await database.migrate([CreateInbox1, ...expand]);
  await database.query(FIRST);
  await database.query(SECOND);
  const rows = await database.query('select from inbox where handled_at is distinct from noted_at');
  expect(rows).toEqual([]);
  expect(await database.query('select from inbox')).toHaveLength(3);
});

it('leaves the new column, filled, to the version that needs no other', async () => {
  await database.migrate([CreateInbox1, ...expand]);
  await database.query(SECOND);
  await database.migrate([CreateInbox1, ...expand, ...contract]);
  await database.query(SECOND);
  const rows = await database.query('select * from inbox where noted_at is not null');
  expect(rows).toHaveLength(3);
  expect(Object.keys(rows[0]!)).toEqual(['event_id', 'noted_at']);
});

it.each(Object.entries(versions))('makes the version %s of the build as it is', (_, version) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'versions-'));
  writeVersion(dir, version, 'an-image:1');
  expect(readFileSync(path.join(dir, 'Dockerfile'), 'utf8')).toContain('FROM an-image:1');
  rmSync(dir, { recursive: true });
});

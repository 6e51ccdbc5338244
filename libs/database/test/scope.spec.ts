import type { MigrationInterface, QueryRunner } from 'typeorm';
import { acrossSchools, rowLevelSecurity, type Scope, Transactions } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';
import { createDataSource } from '../src/data-source.js';

class CreateNotes1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table schools (school_code text primary key, authority_code text not null);
      create table notes (note text primary key, school_code text);
      insert into schools values ('S001', '500112'), ('S002', '500112'), ('S003', '500113');
      insert into notes values ('one', 'S001'), ('two', 'S002'), ('three', 'S003'), ('of nobody', null);
      ${rowLevelSecurity('notes')}`);
  }

  async down() {}
}

let database: TestDatabase;
let transactions: Transactions;
let close: () => Promise<void>;
beforeAll(async () => {
  database = await createTestDatabase('scope');
  await database.migrate([CreateNotes1732400000000]);
  const dataSource = await createDataSource(database.url).initialize();
  transactions = new Transactions(dataSource);
  close = () => dataSource.destroy();
});
afterAll(async () => {
  await close?.();
  await database?.drop();
});

const NOTES = 'select note from notes order by note';
const seenUnder = (scope: Scope) =>
  transactions.run(scope, async (tx) => (await tx.query<{ note: string }>(NOTES)).map(({ note }) => note));

describe('What a transaction sees', () => {
  it.each<[string, Scope, string[]]>([
    ['a school: its own rows', { kind: 'school', schoolCode: 'S001' }, ['one']],
    ['a school without rows: none', { kind: 'school', schoolCode: 'S009' }, []],
    ['a district: the rows of its schools', { kind: 'district', authorityCode: '500112' }, ['one', 'two']],
    ['a district without schools: none', { kind: 'district', authorityCode: '500114' }, []],
    ['a district without a code: none', { kind: 'district', authorityCode: '' }, []],
    ['the city: everything', { kind: 'all' }, ['of nobody', 'one', 'three', 'two']],
  ])('is for %s', async (_, scope, notes) => {
    expect(await seenUnder(scope)).toEqual(notes);
  });

  it('is nothing without a scope, also on a connection that had one before', async () => {
    const dataSource = await createDataSource(database.url).initialize();
    try {
      const runner = dataSource.createQueryRunner();
      expect(await runner.query(NOTES)).toEqual([]);
      await runner.query(`begin; select set_config('jiangtu.scope', 'all', true); commit`);
      expect(await runner.query(NOTES)).toEqual([]);
      await runner.release();
    } finally {
      await dataSource.destroy();
    }
  });

  it.each<[string, Scope]>([
    ['a school', { kind: 'school', schoolCode: 'S001' }],
    ['a district', { kind: 'district', authorityCode: '500112' }],
  ])('is also what it may write: %s stores nothing for another', async (_, scope) => {
    const insert = transactions.run(scope, (tx) => tx.query(`insert into notes values ('foreign', 'S003')`));
    await expect(insert).rejects.toThrow('row-level security');
    const update = transactions.run(scope, (tx) => tx.query(`update notes set school_code = 'S003'`));
    await expect(update).rejects.toThrow('row-level security');
    expect(await seenUnder({ kind: 'all' })).toHaveLength(4);
  });

  it('widens to all schools for one question, and goes back', async () => {
    const counts = await transactions.run({ kind: 'district', authorityCode: '500112' }, async (tx) => {
      const count = async () => (await tx.query(NOTES)).length;
      return [await count(), await acrossSchools(tx, count), await count()];
    });
    expect(counts).toEqual([2, 4, 2]);
  });
});

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { acrossSchools, readByRegion, rowLevelSecurity, type Scope, Transactions } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';
import { createDataSource } from '../src/data-source.js';

class CreateNotes1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table schools (school_code text primary key, authority_code text not null, region_code text);
      create table notes (note text primary key, school_code text);
      insert into schools values ('S001', '500112', '500101'), ('S002', '500112', '500101'), ('S003', '500113', '500112');
      create table transfers (transfer text primary key, from_school text, to_school text, employer_uscc text);
      insert into transfers values ('one to two', 'S001', 'S002', 'E1'), ('two to three', 'S002', 'S003', 'E2');
      insert into notes values ('one', 'S001'), ('two', 'S002'), ('three', 'S003'), ('of nobody', null);
      ${rowLevelSecurity('notes')}
      ${rowLevelSecurity('transfers', ['from_school', 'to_school'], { partner: 'employer_uscc' })}
      ${readByRegion('transfers', ['from_school', 'to_school'])}`);
  }

  async down() {}
}

/** As a migration of a later release does, on a table in use. */
class CountLetters1732400000001 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(
      `alter table notes add column letters integer; update notes set letters = length(note)`,
    );
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

const transfersSeen = (scope: Scope) =>
  transactions.run(scope, async (tx) =>
    (await tx.query<{ transfer: string }>('select transfer from transfers order by 1')).map(
      ({ transfer }) => transfer,
    ),
  );
const transfersChanged = (scope: Scope) =>
  transactions.run(scope, async (tx) =>
    (await tx.query<{ transfer: string }>('update transfers set transfer = transfer returning transfer')).map(
      ({ transfer }) => transfer,
    ),
  );

describe('A row of two schools', () => {
  it.each<[string, Scope, string[]]>([
    ['the school it leaves', { kind: 'school', schoolCode: 'S001' }, ['one to two']],
    ['a school of both rows', { kind: 'school', schoolCode: 'S002' }, ['one to two', 'two to three']],
    ['the school it comes to', { kind: 'school', schoolCode: 'S003' }, ['two to three']],
    ['the employer whom it names', { kind: 'partner', partnerCode: 'E1' }, ['one to two']],
    ['an employer whom it does not name', { kind: 'partner', partnerCode: 'E9' }, []],
    ['an employer without a code', { kind: 'partner', partnerCode: '' }, []],
    ['the district of one of the schools', { kind: 'district', authorityCode: '500113' }, ['two to three']],
  ])('is seen by %s', async (_, scope, transfers) => {
    expect(await transfersSeen(scope)).toEqual(transfers);
  });

  it('is read, and not changed, by a district in whose region one of the schools lies', async () => {
    await database.query(
      `update schools set authority_code = '500000' where school_code in ('S001', 'S002')`,
    );
    const district: Scope = { kind: 'district', authorityCode: '500112' };
    expect(await transfersSeen(district)).toEqual(['two to three']);
    expect(await transfersChanged(district)).toEqual([]);
  });
});

describe('A migration', () => {
  it('sees the rows of every school, also under an owner who is held to the policies', async () => {
    await database.migrate([CreateNotes1732400000000, CountLetters1732400000001]);
    expect(await database.query('select from notes where letters is null')).toEqual([]);
  });
});

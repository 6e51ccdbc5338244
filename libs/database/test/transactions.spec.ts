import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { allSchools, Transactions } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';
import { createDataSource } from '../src/data-source.js';

let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;

beforeAll(async () => {
  database = await createTestDatabase('transactions');
  await database.query('create table notes (note text); grant all on notes to public');
  dataSource = createDataSource(database.url);
  await dataSource.initialize();
  transactions = new Transactions(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

const notes = async () => (await database.query('select note from notes')).map(({ note }) => note);

describe('A transaction', () => {
  it('takes no statement after its end, from work that nobody waited for', async () => {
    let late: Promise<unknown> | undefined;
    const run = transactions.run(allSchools, async (tx) => {
      late = sleep(100).then(() => tx.query("insert into notes values ('late')"));
      late.catch(() => undefined);
      throw new Error('no');
    });
    await expect(run).rejects.toThrow('no');
    await expect(late).rejects.toThrow('ended');
    expect(await notes()).toEqual([]);
  });

  it('is not taken for committed when a statement of it failed and nobody said so', async () => {
    let committed = false;
    const run = transactions.run(allSchools, async (tx) => {
      tx.afterCommit(() => (committed = true));
      await tx.query("insert into notes values ('lost')");
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(run).rejects.toThrow('rolled back');
    expect(committed).toBe(false);
    expect(await notes()).toEqual([]);
  });
});

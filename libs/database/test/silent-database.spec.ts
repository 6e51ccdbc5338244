import type { DataSource } from 'typeorm';
import { allSchools, isOutOfTime, isPassing, Transactions } from '#database';
import { createTestDatabase, eventually, type TestDatabase } from '#testing';
import { createDataSource } from '../src/data-source.js';
import { MuffledDoor } from './muffled-door.js';

const STATEMENT_MS = 400;
const CONNECT_MS = 400;

let database: TestDatabase;
let door: MuffledDoor;
let dataSource: DataSource;
let transactions: Transactions;

beforeAll(async () => {
  database = await createTestDatabase('silent');
  const behind = await MuffledDoor.before(database.url);
  door = behind.door;
  dataSource = createDataSource(behind.url, {
    statementTimeoutMs: STATEMENT_MS,
    connectTimeoutMs: CONNECT_MS,
  });
  await dataSource.initialize();
  transactions = new Transactions(dataSource);
});
afterEach(() => {
  door.isSilent = false;
});
afterAll(async () => {
  await dataSource?.destroy();
  door?.close();
  await database?.drop();
});

const select = async (sql: string) =>
  (await transactions.run(allSchools, (tx) => tx.query<{ answer: number }>(sql)))[0]!.answer;
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('A database that goes silent without closing its connections', () => {
  it('fails what waits for it, in a way that passes and is not held against the work', async () => {
    const failure = await failureOf(
      transactions.run(allSchools, async (tx) => {
        door.isSilent = true;
        await tx.query('select 1');
      }),
    );
    expect(isPassing(failure)).toBe(true);
    expect(isOutOfTime(failure)).toBe(false);
  });

  it('fails a commit that it does not answer', async () => {
    const failure = await failureOf(transactions.run(allSchools, async () => void (door.isSilent = true)));
    expect(isPassing(failure)).toBe(true);
  });

  it('fails a statement that has no transaction', async () => {
    await dataSource.query('select 1');
    door.isSilent = true;
    expect(isPassing(await failureOf(dataSource.query('select 1')))).toBe(true);
  });

  it('fails whoever wants a new connection', async () => {
    await Promise.all([select('select 1 as answer'), select('select 1 as answer')]);
    door.isSilent = true;
    const failures = await Promise.all(
      Array.from({ length: 14 }, () => failureOf(select('select 1 as answer'))),
    );
    expect(failures.map(isPassing)).toEqual(failures.map(() => true));
  });

  it('leaves no connection behind, and answers again when it speaks again', async () => {
    expect(await select('select 6 as answer')).toBe(6);
    door.isSilent = true;
    await failureOf(select('select 1 as answer'));
    await eventually('the connections are closed', () => expect(door.sockets.size).toBe(0));
    door.isSilent = false;
    expect(await select('select 7 as answer')).toBe(7);
  });
});

it('An answer that comes too late is not taken for that of the next statement', async () => {
  expect(isPassing(await failureOf(select(`select 1 as answer from pg_sleep(0.6)`)))).toBe(true);
  const answers = await Promise.all([2, 3, 4].map((each) => select(`select ${each} as answer`)));
  expect(answers).toEqual([2, 3, 4]);
  expect(await select('select 5 as answer from pg_sleep(0.3)')).toBe(5);
});

import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { allSchools, createDataSource, type Transaction, Transactions } from '#database';
import { listOf } from '#runtime';
import { createTestDatabase, type TestDatabase } from '#testing';

const ROWS = 5_000;
const visits = listOf({
  filters: { colour: ['colour', z.enum(['red', 'blue'])] },
  sorts: { visitId: ['visit_id'], visitedAt: ['visited_at', 'visit_id'] },
  defaultSort: '-visitedAt',
});

/** Seven at each moment, and moments a microsecond apart: a Date could not tell them. */
class CreateVisits1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table visits (visit_id integer primary key, colour text not null, visited_at timestamptz not null);
      create index visits_by_time on visits (visited_at, visit_id);
      create index visits_by_colour on visits (colour, visited_at, visit_id);
      insert into visits select n, case when n % 100 = 0 then 'red' else 'blue' end,
        timestamptz '2026-11-24' + (n / 7) * interval '1 us'
      from generate_series(1, ${ROWS}) n`);
  }

  async down() {}
}

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase('list');
  await database.migrate([CreateVisits1732400000000]);
  dataSource = await createDataSource(database.url).initialize();
  await database.query('analyze visits');
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

/** What a caller gives, read by the schema as a route does. */
const page = (given: Record<string, string>, watch: (tx: Transaction) => Transaction = (tx) => tx) =>
  new Transactions(dataSource).run(allSchools, (tx) =>
    visits.page(watch(tx), visits.query.parse(given), {
      select: 'select * from visits',
      itemOf: (row: { visit_id: number }) => row.visit_id,
    }),
  );

async function all(given: Record<string, string>): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page({ limit: '999', ...given, ...(cursor && { cursor }) });
    seen.push(...items);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return seen;
}

const numbers = Array.from({ length: ROWS }, (_, at) => at + 1);
const refused = { status: 400, code: 'cursor-invalid' };

describe('a list', () => {
  it.each([
    ['visitId', numbers],
    ['-visitId', numbers.toReversed()],
    ['visitedAt', numbers],
    ['-visitedAt', numbers.toReversed()],
  ])('is paged through by %s, each item once and in order', async (sort, expected) => {
    expect(await all({ sort })).toEqual(expected);
  });

  it('filters, and sorts as it does by default', async () => {
    expect(await all({ colour: 'red' })).toEqual(numbers.filter((n) => n % 100 === 0).toReversed());
  });

  it.each([
    ['an unknown parameter', { page: '2' }],
    ['a sort that is not allowed', { sort: 'colour' }],
    ['more than a page may hold', { limit: '1001' }],
    ['nothing', { limit: '0' }],
  ])('refuses %s', (_, given) => {
    expect(visits.query.safeParse(given).success).toBe(false);
  });

  it('goes on with a cursor only where it was given: the same sort, the same filters', async () => {
    const { nextCursor: cursor } = await page({ limit: '2', colour: 'red' });
    await expect(page({ colour: 'red', cursor: cursor! })).resolves.toMatchObject({
      items: expect.any(Array),
    });
    await expect(page({ colour: 'blue', cursor: cursor! })).rejects.toMatchObject(refused);
    await expect(page({ cursor: cursor! })).rejects.toMatchObject(refused);
    await expect(page({ colour: 'red', sort: 'visitId', cursor: cursor! })).rejects.toMatchObject(refused);
  });

  it.each(['abc', '%', 'bnVsbA', 'WyJhIl0', '2026-11-24'])('refuses the cursor %s', async (cursor) => {
    await expect(page({ cursor })).rejects.toMatchObject(refused);
  });

  it('refuses a cursor that was changed, or made of what is no value of its column', async () => {
    const { nextCursor } = await page({ limit: '2' });
    const [sum, ...values] = JSON.parse(Buffer.from(nextCursor!, 'base64url').toString()) as string[];
    const changed = Buffer.from(JSON.stringify([sum, values[0], '1'])).toString('base64url');
    await expect(page({ cursor: changed })).rejects.toMatchObject(refused);
    const { cursorAt } = await import('../src/cursor.js');
    const made = cursorAt(['2026-99-99', 'x'], ['-visitedAt']);
    await expect(page({ cursor: made })).rejects.toMatchObject(refused);
  });

  it.each<[string, Record<string, string>]>([
    ['visits_pkey', { sort: 'visitId' }],
    ['visits_by_time', {}],
    ['visits_by_colour', { colour: 'red', sort: 'visitedAt' }],
  ])('is read from the index %s alone, whatever page it is', async (index, given) => {
    const { nextCursor } = await page({ ...given, limit: '20' });
    let plan = '';
    const explained = (tx: Transaction): Transaction => ({
      ...tx,
      query: async (sql, parameters) => {
        const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, parameters);
        plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        return tx.query(sql, parameters);
      },
    });
    await page({ ...given, limit: '10', cursor: nextCursor! }, explained);
    expect(plan).toContain(index);
    expect(plan).toMatch(/Index Cond: .*[<>] /);
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});

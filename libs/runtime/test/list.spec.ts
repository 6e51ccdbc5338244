import ExcelJS from 'exceljs';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import {
  allSchools,
  createDataSource,
  rowLevelSecurity,
  type Scope,
  type Transaction,
  Transactions,
} from '#database';
import { holds, listOf, nameBegins, partOfName, range, several } from '#runtime';
import { createTestDatabase, type TestDatabase } from '#testing';

const ROWS = 5_000;
const visits = listOf({
  filters: {
    colour: ['colour', z.enum(['red', 'blue'])],
    hue: several('colour', z.enum(['red', 'blue'])),
    number: range('visit_id', z.coerce.number().int()),
    name: nameBegins(),
    part: partOfName('array[name, name_pinyin, name_initials]'),
    marked: holds('array[colour, school_code]', z.string()),
  },
  sorts: { visitId: ['visit_id'], visitedAt: ['visited_at', 'visit_id'] },
  defaultSort: '-visitedAt',
  workbook: {
    sheet: '来访',
    columns: { visitId: '编号', name: '姓名', colour: { title: '颜色', values: { red: '红', blue: '蓝' } } },
  },
});

/** Seven at each moment, and moments a microsecond apart: a Date could not tell them. */
class CreateVisits1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table visits (visit_id integer primary key, colour text not null, visited_at timestamptz not null,
        school_code text not null, name text not null, name_pinyin text not null, name_initials text not null);
      create index visits_by_time on visits (visited_at, visit_id);
      create index visits_by_colour on visits (colour, visited_at, visit_id);
      create index visits_by_name on visits (name text_pattern_ops);
      create index visits_by_pinyin on visits (name_pinyin text_pattern_ops);
      create index visits_by_initials on visits (name_initials text_pattern_ops);
      insert into visits select n, case when n % 100 = 0 then 'red' else 'blue' end,
        timestamptz '2026-11-24' + (n / 7) * interval '1 us', 'S00' || n % 2, '李雷', 'lilei', 'll'
      from generate_series(1, ${ROWS}) n;
      update visits set name = '王小明', name_pinyin = 'wangxiaoming', name_initials = 'wxm' where visit_id in (7, 4000);
      update visits set name = '=王', name_pinyin = 'wang', name_initials = 'w' where visit_id = 8;
      ${rowLevelSecurity('visits', 'school_code', { districts: false })}`);
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

type Given = Record<string, string | string[]>;

/** What a caller gives, read by the schema as a route does. */
const page = (
  given: Given,
  watch: (tx: Transaction) => Transaction = (tx) => tx,
  scope: Scope = allSchools,
) =>
  new Transactions(dataSource).run(scope, (tx) =>
    visits.page(watch(tx), visits.query.parse(given), {
      select: 'select * from visits',
      itemOf: (row: { visit_id: number }) => row.visit_id,
    }),
  );

/** Calls `read` with a transaction that notes the plan of each statement. */
async function plansOf(read: (watch: (tx: Transaction) => Transaction) => Promise<unknown>): Promise<string> {
  let plan = '';
  await read((tx) => ({
    ...tx,
    query: async (sql, parameters) => {
      const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, parameters);
      plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      return tx.query(sql, parameters);
    },
  }));
  return plan;
}

async function all(given: Given): Promise<number[]> {
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
    const plan = await plansOf((watch) => page({ ...given, limit: '10', cursor: nextCursor! }, watch));
    expect(plan).toContain(index);
    expect(plan).toMatch(/Index Cond: .*[<>] /);
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });

  it.each<[string, Given, number[]]>([
    ['one value of several', { hue: 'red', numberTo: '300' }, [300, 200, 100]],
    ['several values', { hue: ['red', 'blue'], numberTo: '3' }, [3, 2, 1]],
    ['a range, both ends included', { numberFrom: '5', numberTo: '7' }, [7, 6, 5]],
    ['the end of a range alone', { numberFrom: '4999' }, [5000, 4999]],
    ['a name in characters', { name: '王小' }, [4000, 7]],
    ['a name in pinyin', { name: 'Wang Xiao' }, [4000, 7]],
    ['initials', { name: 'wxm' }, [4000, 7]],
    ['a beginning of both', { name: 'w' }, [4000, 8, 7]],
    ['signs that begin no name', { name: '%' }, []],
    ['what no name has', { name: '%雷' }, []],
    ['a part of a name in characters', { part: '小明' }, [4000, 7]],
    ['a part of a name in pinyin', { part: 'Xiao Ming' }, [4000, 7]],
    ['signs that no name holds', { part: '%' }, []],
    ['a value that an array holds', { marked: 'red', numberTo: '200' }, [200, 100]],
  ])('is filtered by %s', async (_, given, expected) => {
    expect(await all(given)).toEqual(expected);
  });

  it('refuses a value of several that is none', () => {
    expect(visits.query.safeParse({ hue: ['red', 'green'] }).success).toBe(false);
    expect(visits.query.safeParse({ hue: [] }).success).toBe(false);
  });

  it.each(['王小', 'wangx', 'wxm'])('looks for %s by index, also under row-level security', async (name) => {
    const school: Scope = { kind: 'school', schoolCode: 'S001' };
    const plan = await plansOf(async (watch) => {
      expect((await page({ name }, watch, school)).items).toEqual([7]);
    });
    expect(plan).toMatch(/Index Cond: .*name/);
    expect(plan).not.toContain('Seq Scan');
  });

  it('counts what the filters leave, over all pages and up to a bound, for who asks', async () => {
    expect(await page({ limit: '1' })).not.toHaveProperty('total');
    const { nextCursor, total } = await page({ limit: '2', colour: 'red', total: 'true' });
    expect(total).toEqual({ count: 50, atLeast: false });
    const next = await page({ limit: '2', colour: 'red', total: 'true', cursor: nextCursor! });
    expect(next.total).toEqual({ count: 50, atLeast: false });
    await database.query(`insert into visits select n, 'blue', now(), 'S001', '李雷', 'lilei', 'll'
      from generate_series(10001, 15001) n`);
    expect((await page({ limit: '1', total: 'true' })).total).toEqual({ count: 10_000, atLeast: true });
  });

  const workbook = (given: Given) =>
    new Transactions(dataSource).run(allSchools, (tx) =>
      visits.workbook(tx, visits.exportQuery.parse(given), {
        select: 'select * from visits',
        itemOf: ({ visit_id, ...row }: { visit_id: number; name: string; colour: string }) => ({
          ...row,
          visitId: visit_id,
        }),
      }),
    );

  it('is exported as filtered and sorted, all pages in one workbook, codes in words and no formula', async () => {
    const book = new ExcelJS.Workbook();
    const bytes = await workbook({ numberTo: '2100', sort: 'visitId' });
    await book.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    const sheet = book.getWorksheet('来访')!;
    const row = (at: number) => [1, 2, 3].map((column) => sheet.getCell(at, column).value);
    expect(sheet.rowCount).toBe(2101);
    expect([1, 8, 9, 101, 2101].map(row)).toEqual([
      ['编号', '姓名', '颜色'],
      [7, '王小明', '蓝'],
      [8, '=王', '蓝'],
      [100, '李雷', '红'],
      [2100, '李雷', '红'],
    ]);
  });

  it('is not exported where that would be more than ten thousand items', async () => {
    await database.query(`insert into visits select n, 'blue', now(), 'S001', '李雷', 'lilei', 'll'
      from generate_series(20001, 25001) n`);
    await expect(workbook({})).rejects.toMatchObject({ status: 422, code: 'too-many-to-export' });
    expect(visits.exportQuery.safeParse({ limit: '5' }).success).toBe(false);
  });
});

import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Transactions, type Scope } from '#database';
import { commitImport, createImportJobsTable, findImport, openImport, type ImportSheet } from '#importing';
import { createSchoolsTable } from '#schools';
import { Sealer } from '#security';
import { createTestDatabase, type TestDatabase } from '#testing';

const city: Scope = { kind: 'all' };
const school = (schoolCode: string): Scope => ({ kind: 'school', schoolCode });
const sealer = new Sealer({
  SEALING_KEYS: { current: 'k1', keys: { k1: Buffer.alloc(32, 1) }, index: Buffer.alloc(32, 2) },
});

interface Person {
  name: string;
}
const sheet: ImportSheet<Person> = {
  ok: true,
  total: 3,
  rows: [
    { row: 2, values: { name: '王𬎆' } },
    { row: 4, values: { name: '阿依·买买提' } },
  ],
  errors: [{ row: 3, column: '姓名', code: 'missing', message: '不能为空' }],
};
const upload = (fileSha256: string, schoolCode?: string) => ({
  kind: 'people',
  actor: { subject: 'registrar', schoolCode },
  fileSha256,
});

class CreateImports1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createSchoolsTable(runner);
    await createImportJobsTable(runner);
    await runner.query('create table people (name text not null)');
  }

  async down() {}
}

describe('an import job', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase('importing');
    await database.migrate([CreateImports1732400000000]);
    dataSource = await new DataSource({ type: 'postgres', url: database.url, poolSize: 4 }).initialize();
    transactions = new Transactions(dataSource);
  });

  beforeEach(() => database.query('truncate people'));

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  const open = (scope: Scope, ...of: Parameters<typeof upload>) =>
    transactions.run(scope, (tx) => openImport(tx, sealer, upload(...of), sheet));

  const commit = (importId: string, scope: Scope = city, failing = false) =>
    transactions.run(scope, (tx) =>
      commitImport<Person>(tx, sealer, importId, async (rows) => {
        await tx.query('insert into people select unnest($1::text[])', [
          rows.map(({ values }) => values.name),
        ]);
        if (failing) throw new Error('the process fell over');
        return { committed: rows.length };
      }),
    );

  it('stores the outcome of the dry run and nothing that names a person', async () => {
    const { job, created } = await open(city, 'file-1');
    expect({ ...job, created }).toMatchObject({
      created: true,
      state: 'VALIDATED',
      rows: 3,
      valid: 2,
      invalid: 1,
      errors: sheet.errors,
      committed: null,
    });
    const stored = await database.query('select import_jobs::text as stored from import_jobs');
    expect(JSON.stringify(stored)).not.toMatch(/王|买买提/);
    expect(await database.query('select * from people')).toEqual([]);
  });

  it('is the same job for the same file of the same person, and another for another', async () => {
    const [one, other] = await Promise.all([open(city, 'file-2'), open(city, 'file-2')]);
    expect([one.created, other.created].filter(Boolean)).toHaveLength(1);
    expect(other.job.importId).toBe(one.job.importId);
    expect((await open(city, 'file-3')).job.importId).not.toBe(one.job.importId);
  });

  it('is committed once, however many commit it at the same moment, with one answer', async () => {
    const { job } = await open(city, 'file-4');
    const answers = await Promise.all([commit(job.importId), commit(job.importId), commit(job.importId)]);
    expect(answers[0]).toMatchObject({ state: 'DONE', committed: 2 });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect((await database.query('select name from people')).map(({ name }) => name)).toEqual([
      '王𬎆',
      '阿依·买买提',
    ]);
    const [kept] = await database.query('select sealed_rows from import_jobs where import_id = $1', [
      job.importId,
    ]);
    expect(kept).toEqual({ sealed_rows: null });
  });

  it('can be committed again after a commit that fell over half-way', async () => {
    const { job } = await open(city, 'file-5');
    await expect(commit(job.importId, city, true)).rejects.toThrow('fell over');
    expect(await database.query('select * from people')).toEqual([]);
    expect(await commit(job.importId)).toMatchObject({ state: 'DONE', committed: 2 });
  });

  it('moves rows that are no longer valid at the commit to the errors', async () => {
    const { job } = await open(city, 'file-6');
    const late = { row: 2, column: '专业代码', code: 'offering-stopped', message: '该专业点已停招' };
    const done = await transactions.run(city, (tx) =>
      commitImport<Person>(tx, sealer, job.importId, async () => ({ committed: 1, refused: [late] })),
    );
    expect(done).toMatchObject({ committed: 1, valid: 1, invalid: 2, errors: [late, ...sheet.errors] });
  });

  it('of one school is not seen or committed by another', async () => {
    const { job } = await open(school('S001'), 'file-7', 'S001');
    const find = (scope: Scope) => transactions.run(scope, (tx) => findImport(tx, job.importId));
    expect(await find(school('S002'))).toBeUndefined();
    expect(await commit(job.importId, school('S002'))).toBeUndefined();
    expect(await find(school('S001'))).toMatchObject({ schoolCode: 'S001' });
    expect(await find(city)).toMatchObject({ schoolCode: 'S001', state: 'VALIDATED' });
  });

  it('of the city is not seen by a school, and a school cannot open one', async () => {
    const { job } = await open(city, 'file-8');
    expect(await transactions.run(school('S001'), (tx) => findImport(tx, job.importId))).toBeUndefined();
    await expect(open(school('S001'), 'file-9')).rejects.toThrow(/row-level security/);
  });
});

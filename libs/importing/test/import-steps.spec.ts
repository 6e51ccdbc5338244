import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { allSchools as city, type Scope, Transactions } from '#database';
import {
  cancelImport,
  commitImport,
  createImportTables,
  gradeImportErrors,
  firstErrors,
  fileSha256,
  findImport,
  ForgetImports,
  type ImportFile,
  type ImportJob,
  type ImportMode,
  ImportSteps,
  openImport,
  readFile,
  withValues,
} from '#importing';
import { createSchoolsTable } from '#copies';
import { Sealer } from '#security';
import { createTestDatabase, type TestDatabase } from '#testing';
import { fileOfPeople, PeopleImport } from './people.js';

const school = (schoolCode: string): Scope => ({ kind: 'school', schoolCode });
const sealer = new Sealer({
  SEALING_KEYS: { current: 'k1', keys: { k1: Buffer.alloc(32, 1) }, index: Buffer.alloc(32, 2) },
});

class CreatePeople1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createSchoolsTable(runner);
    await createImportTables(runner);
    await gradeImportErrors(runner);
    await runner.query('create table people (name text not null)');
  }

  async down() {}
}

describe('an import', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;
  let people: PeopleImport;
  let steps: ImportSteps;

  beforeAll(async () => {
    database = await createTestDatabase('importing');
    await database.migrate([CreatePeople1732400000000]);
    dataSource = await new DataSource({ type: 'postgres', url: database.url, poolSize: 6 }).initialize();
    transactions = new Transactions(dataSource);
  });

  beforeEach(async () => {
    await database.query('truncate people, import_errors, import_chunks, import_jobs');
    people = new PeopleImport();
    steps = stepsOf(people);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  async function open(bytes: Buffer, schoolCode?: string): Promise<ImportJob> {
    const file = (await readFile(bytes, people.rules)) as ImportFile;
    const actor = { subject: 'registrar', role: 'school-admissions', schoolCode };
    const upload = { kind: 'people', actor, fileSha256: fileSha256(bytes) };
    const scope = schoolCode === undefined ? city : school(schoolCode);
    return (await transactions.run(scope, (tx) => openImport(tx, sealer, upload, file))).job;
  }
  const find = (importId: string, scope: Scope = city) =>
    transactions.run(scope, (tx) => findImport(tx, 'people', importId));
  const commit = (importId: string, mode: ImportMode = 'VALID_ROWS', scope: Scope = city) =>
    transactions.run(scope, (tx) => commitImport(tx, 'people', importId, mode));
  const cancel = (importId: string) => transactions.run(city, (tx) => cancelImport(tx, 'people', importId));
  const errors = (importId: string) =>
    transactions.run(city, async (tx) =>
      withValues(tx, sealer, importId, people.rules.columns, await firstErrors(tx, importId, 1000)),
    );
  const names = async () => (await database.query('select name from people')).map(({ name }) => name);
  function stepsOf(kind: PeopleImport): ImportSteps {
    const made = new ImportSteps(transactions, sealer);
    made.register(kind);
    return made;
  }
  async function untilIdle(by = steps): Promise<void> {
    while (await by.next());
  }
  async function checkedFile(...of: Parameters<typeof open>): Promise<ImportJob> {
    const job = await open(...of);
    await untilIdle();
    return (await find(job.importId))!;
  }

  it('keeps the rows of a file sealed: nothing in the database names a person', async () => {
    const job = await checkedFile(fileOfPeople(3, { 3: '王𬎆', 4: '无名' }));
    expect(job).toMatchObject({ state: 'VALIDATED', rows: 3, checked: 3, refused: 1, committed: 0 });
    for (const table of ['import_jobs', 'import_chunks', 'import_errors']) {
      const stored = await database.query(`select ${table}::text as stored from ${table}`);
      expect(JSON.stringify(stored)).not.toMatch(/样例|王𬎆|无名/u);
    }
    expect(await errors(job.importId)).toMatchObject([{ row: 4, column: '姓名', value: '无*' }]);
  });

  it('stores each row once, however many processes are at it at the same moment', async () => {
    const jobs = await Promise.all([open(fileOfPeople(2_300)), open(fileOfPeople(1_700, { 9: '王𬎆' }))]);
    const processes = Array.from({ length: 3 }, () => stepsOf(people));
    await Promise.all(processes.map(untilIdle));
    await Promise.all(jobs.flatMap(({ importId }) => [commit(importId), commit(importId)]));
    await Promise.all(processes.map(untilIdle));
    await untilIdle();
    for (const { importId, rows } of jobs)
      expect(await find(importId)).toMatchObject({ state: 'DONE', committed: rows });
    expect(await names()).toHaveLength(4_000);
    expect(await commit(jobs[0].importId)).toMatchObject({ state: 'DONE', committed: 2_300 });
  });

  it('forgets the rows that are stored and keeps those that are refused', async () => {
    const { importId } = await checkedFile(fileOfPeople(1_200, { 700: '无名', 701: '样例甲' }));
    people.taken.add('样例甲');
    await commit(importId);
    await untilIdle();
    expect(await find(importId)).toMatchObject({ state: 'DONE', committed: 1_198, refused: 2 });
    expect(await errors(importId)).toMatchObject([
      { row: 700, code: 'unknown', value: '无*' },
      { row: 701, code: 'known', value: '样**' },
    ]);
    const kept = await database.query('select chunk from import_chunks where sealed_rows is not null');
    expect(kept).toEqual([{ chunk: 1 }]);
  });

  it('that is done is taken up again by the same file, for the rows that were refused', async () => {
    const bytes = fileOfPeople(1_200, { 700: '无名', 701: '样例甲' });
    const { importId } = await checkedFile(bytes);
    people.taken.add('样例甲');
    await commit(importId);
    await untilIdle();
    people.taken.clear();
    expect(await checkedFile(bytes)).toMatchObject({
      importId,
      state: 'VALIDATED',
      mode: null,
      checked: 1_200,
      refused: 1,
      committed: 1_198,
    });
    await commit(importId);
    await untilIdle();
    expect(await find(importId)).toMatchObject({ state: 'DONE', committed: 1_199, refused: 1 });
    expect(await names()).toHaveLength(1_199);
    // The rows are forgotten after some days; the file brings them again.
    await database.query('delete from import_chunks');
    expect(await checkedFile(bytes)).toMatchObject({ importId, state: 'VALIDATED', refused: 1 });
  });

  it('comes again after a step that a lost connection has undone, and fails by what will not pass', async () => {
    const { importId } = await checkedFile(fileOfPeople(1_000));
    await commit(importId);
    const failures = [
      Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
      undefined,
      new Error('defect'),
    ];
    people.onStore = () => {
      const failure = failures.shift();
      if (failure) throw failure;
    };
    await expect(steps.next()).rejects.toThrow('reset');
    expect(await find(importId)).toMatchObject({ state: 'COMMITTING', committed: 0 });
    await untilIdle();
    expect(await find(importId)).toMatchObject({
      state: 'FAILED',
      failure: 'internal-error',
      committed: 500,
    });
    expect(await names()).toHaveLength(500);
  });

  it('of rows that were moved from another import fails, and tells nothing of them', async () => {
    const [one, other] = [await open(fileOfPeople(1)), await open(fileOfPeople(1, { 2: '王明' }))];
    await database.query(
      `update import_chunks set sealed_rows = (select sealed_rows from import_chunks where import_id = $1)
       where import_id = $2`,
      [one.importId, other.importId],
    );
    await untilIdle();
    expect(await find(one.importId)).toMatchObject({ state: 'VALIDATED' });
    expect(await find(other.importId)).toMatchObject({ state: 'FAILED', failure: 'internal-error' });
  });

  describe('as a whole', () => {
    it('stores all rows or, when one is refused at the last moment, none and names it', async () => {
      const whole = await checkedFile(fileOfPeople(1_200));
      const refused = await checkedFile(fileOfPeople(1_200, { 1_100: '样例甲', 1_101: '样例乙' }));
      people.taken = new Set(['样例甲', '样例乙']);
      for (const { importId } of [whole, refused]) await commit(importId, 'ALL_OR_NOTHING');
      await untilIdle();
      expect(await find(whole.importId)).toMatchObject({ state: 'DONE', committed: 1_200 });
      expect(await find(refused.importId)).toMatchObject({
        state: 'FAILED',
        failure: 'rows-refused',
        committed: 0,
      });
      expect((await errors(refused.importId)).map(({ row, value }) => [row, value])).toEqual([
        [1_100, '样**'],
        [1_101, '样**'],
      ]);
      expect(await names()).toHaveLength(1_200);
    });

    it('is not even begun while a row is refused', async () => {
      const { importId } = await checkedFile(fileOfPeople(2, { 2: '无名' }));
      await expect(commit(importId, 'ALL_OR_NOTHING')).rejects.toMatchObject({ code: 'import-has-refusals' });
      expect(await commit(importId)).toMatchObject({ state: 'COMMITTING' });
      await expect(commit(importId, 'ALL_OR_NOTHING')).rejects.toMatchObject({
        code: 'import-committed-otherwise',
      });
    });

    it('can be cancelled while it is being stored, and then nothing is', async () => {
      const { importId } = await checkedFile(fileOfPeople(1_200));
      await commit(importId, 'ALL_OR_NOTHING');
      let stores = 0;
      people.onStore = async () => {
        if (++stores === 2) await cancel(importId);
      };
      await untilIdle();
      expect([stores, await find(importId)]).toMatchObject([2, { state: 'CANCELLED', committed: 0 }]);
      expect(await names()).toEqual([]);
    });
  });

  describe('that is cancelled', () => {
    it('between two pieces keeps what was stored, counts it and forgets the rest', async () => {
      const { importId } = await checkedFile(fileOfPeople(1_200));
      await commit(importId);
      await steps.next();
      expect(await cancel(importId)).toMatchObject({ state: 'CANCELLED', committed: 500 });
      await untilIdle();
      expect(await names()).toHaveLength(500);
      expect(await database.query('select from import_chunks')).toEqual([]);
      expect(await cancel(importId)).toMatchObject({ state: 'CANCELLED' });
      await expect(commit(importId)).rejects.toMatchObject({ code: 'import-over' });
    });

    it('within a piece undoes that piece', async () => {
      const { importId } = await checkedFile(fileOfPeople(1_200));
      await commit(importId);
      await steps.next();
      people.onStore = async () => void (await cancel(importId));
      await untilIdle();
      expect(await find(importId)).toMatchObject({ state: 'CANCELLED', committed: 500 });
      expect(await names()).toHaveLength(500);
    });

    it('may be uploaded again as another import; one that is done may not', async () => {
      const job = await open(fileOfPeople(3));
      await expect(commit(job.importId)).rejects.toMatchObject({ code: 'import-not-checked' });
      await cancel(job.importId);
      const again = await checkedFile(fileOfPeople(3));
      expect(again.importId).not.toBe(job.importId);
      await commit(again.importId);
      await untilIdle();
      await expect(cancel(again.importId)).rejects.toMatchObject({ code: 'import-over' });
      expect(await open(fileOfPeople(3))).toMatchObject({ importId: again.importId, state: 'DONE' });
    });
  });

  it('of one school is not seen or committed by another, and that of the city by none', async () => {
    const own = await checkedFile(fileOfPeople(1), 'S001');
    const whole = await checkedFile(fileOfPeople(1));
    expect(own.importId).not.toBe(whole.importId);
    for (const { importId } of [own, whole]) {
      expect(await find(importId, school('S002'))).toBeUndefined();
      expect(await commit(importId, 'VALID_ROWS', school('S002'))).toBeUndefined();
    }
    expect(await find(own.importId, school('S001'))).toMatchObject({ schoolCode: 'S001' });
    expect(await find(own.importId)).toMatchObject({ state: 'VALIDATED' });
  });

  it('expires after a week without a commit, and refused rows of one that is done are forgotten then', async () => {
    const bytes = [1, 2, 3].map((at) => fileOfPeople(3, { 2: '无名', 3: `样例甲${'乙'.repeat(at)}` }));
    const jobs: ImportJob[] = [];
    for (const each of bytes) jobs.push(await checkedFile(each));
    await commit(jobs[1]!.importId);
    await untilIdle();
    const age = `update import_jobs set moved_at = now() - interval '7 days 1 minute' where import_id = any($1)`;
    await database.query(age, [[jobs[0]!.importId, jobs[1]!.importId]]);
    await transactions.run(city, (tx) => new ForgetImports().handle({}, tx));
    const states = await Promise.all(jobs.map(async ({ importId }) => (await find(importId))!.state));
    expect(states).toEqual(['EXPIRED', 'DONE', 'VALIDATED']);
    const kept = await database.query('select distinct import_id from import_chunks');
    expect(kept).toEqual([{ import_id: jobs[2]!.importId }]);
    expect(await errors(jobs[1]!.importId)).toMatchObject([{ row: 2, code: 'unknown', value: undefined }]);
    await expect(commit(jobs[0]!.importId)).rejects.toMatchObject({ code: 'import-over' });
  });
});

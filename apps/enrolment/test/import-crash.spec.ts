// Budget: 40 s: two processes are started, and 5,000 rows stored.
import type ExcelJS from 'exceljs';
import { residentCheck } from '#national-codes';
import { eventually, hold, type HttpCaller, testPlatform, type TestService } from '#testing';
import { MuffledDoor } from '../../../libs/database/test/muffled-door.js';
import { column, committed, errorsOf, row, settled, sheetOf, XLSX, xlsx } from './import-files.js';
import { EnrolmentProcess } from './import-processes.js';
import { recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const ROWS = 5_000;
const BAD = 37;
/** Row of the file that the first bad one stands in; the five parts before it hold none. */
const FIRST_BAD = 2_502;

const born = (year: number, serial: number) => {
  const seventeen = `500103${year}0101${String(serial).padStart(3, '0')}`;
  return seventeen + residentCheck(seventeen);
};
const wrongCheckDigit = () => somebody().replace(/.$/, (digit) => (digit === '1' ? '2' : '1'));

const times = (count: number, make: (at: number) => string[]) =>
  Array.from({ length: count }, (_, at) => make(at));

/** What is wrong with a file of a school, and how often. */
function badRows(): string[][] {
  const twice = [somebody(), somebody(), somebody()];
  return [
    ...times(5, () => row({ 证件号码: wrongCheckDigit() })),
    ...times(5, () => row({ 姓名: '数字格式' })),
    ...times(2, () => row({ 姓名: '公式' })),
    ...times(5, () => row({ 专业代码: '9999' })),
    ...times(6, (at) => row({ 证件号码: twice[at % 3]! })),
    ...times(4, () => row({ 姓名: '·买买提' })),
    ...times(4, () => row({ 联系电话: '1381234567' })),
    ...times(4, (at) => row({ 证件号码: born(2010, at + 1) })),
    ...times(2, () => row({ 学校代码: 'S002' })),
  ];
}
const WRONG = {
  'bad-check-digit': 5,
  'number-cell': 5,
  'formula-cell': 2,
  'unknown-offering': 5,
  'duplicate-in-file': 6,
  'dot-at-the-end': 4,
  'bad-phone': 4,
  'guardian-required': 4,
  'other-school': 2,
};

/** The bad rows stand scattered over the second half. */
function fileWithBadRows(): Promise<Buffer> {
  const bad = badRows();
  const rows = Array.from({ length: ROWS - bad.length }, () => row());
  bad.forEach((each, at) => rows.splice(FIRST_BAD - 2 + at * 67, 0, each));
  return xlsx(rows, (sheet) => sheet.eachRow(spoil));
}

/** What only a workbook can do to a cell. */
function spoil(each: ExcelJS.Row): void {
  const name = each.getCell(column('姓名')).text;
  const cell = each.getCell(column('证件号码'));
  if (name === '数字格式') cell.value = Number(cell.text.slice(0, 17)) * 10;
  if (name === '公式') cell.value = { formula: 'A1', result: cell.text };
}

describe('An import of 5,000 rows of which 37 are bad', () => {
  /** Before the Redis of the service: while it is shut, its jobs are those of the processes that are killed. */
  let door: MuffledDoor;
  let service: TestService;
  let one: EnrolmentProcess;
  let another: EnrolmentProcess | undefined;
  const registrar = (): HttpCaller => service.as('school-admissions', 'S001');
  const applications = (importId: string) =>
    service.query(
      `select count(*)::int as stored, count(distinct import_row)::int as rows,
         count(distinct id_number_index)::int as people from applications where import_id = $1`,
      [importId],
    );

  beforeAll(async () => {
    const before = await MuffledDoor.before(testPlatform().redisUrl);
    door = before.door;
    service = await startEnrolment({ REDIS_URL: before.url });
    await recruitingSchool(service, 'S001', 100);
    door.shut();
    one = await EnrolmentProcess.start(service);
  }, 120_000);
  afterAll(async () => {
    await one?.kill();
    await another?.kill();
    await service?.close();
    door?.close();
  });

  it('stores 4,963 once and hands out 37, though processes are killed in the middle of check and commit', async () => {
    const file = await fileWithBadRows();

    const check = await hold(service, 'lock table import_errors in share mode');
    const uploaded = await one.as('school-admissions', 'S001').post('/applications/imports', file, XLSX);
    expect([uploaded.status, uploaded.body.rows]).toEqual([201, ROWS]);
    const { importId } = uploaded.body;
    await check.isReached('insert into import_errors');
    await one.kill();
    const half = await registrar().get(`/applications/imports/${importId}`);
    expect(half.body).toMatchObject({ state: 'VALIDATING', checked: 2_500, refused: 0 });
    await check.release();
    another = await EnrolmentProcess.start(service);
    expect(await settled(registrar(), importId)).toMatchObject({
      state: 'VALIDATED',
      checked: ROWS,
      valid: ROWS - BAD,
      refused: BAD,
    });
    const codes = (await errorsOf(registrar(), importId)).map(({ code }) => code as string);
    expect(Object.fromEntries(Object.keys(WRONG).map((code) => [code, count(codes, code)]))).toEqual(WRONG);
    expect(await applications(importId)).toMatchObject([{ stored: 0 }]);

    const commit = await hold(service, `select from import_chunks where chunk = 6 for update`);
    await another.as('school-admissions', 'S001').post(`/applications/imports/${importId}/commit`);
    await commit.isReached('update import_chunks');
    await another.kill();
    await commit.release();
    await eventually('what the killed process had not committed is undone', async () => {
      const open = await service.query(
        `select from pg_stat_activity where datname = current_database() and query like 'update import_chunks%'
           and state <> 'idle'`,
      );
      if (open.length > 0) throw new Error('not yet');
    });
    const before = (await registrar().get(`/applications/imports/${importId}`)).body;
    expect(before).toMatchObject({ state: 'COMMITTING' });
    expect(await applications(importId)).toMatchObject([{ stored: before.committed }]);
    expect(before.committed).toBeGreaterThan(2_900);
    expect(before.committed).toBeLessThan(3_000);

    door.open();
    const done = await committed(registrar(), importId);
    expect(done).toMatchObject({ state: 'DONE', committed: ROWS - BAD, refused: BAD });
    expect(await applications(importId)).toEqual([
      { stored: ROWS - BAD, rows: ROWS - BAD, people: ROWS - BAD },
    ]);
    const book = await sheetOf(
      (await registrar().get(`/applications/imports/${importId}/error-workbook`)).body,
    );
    expect(book.rowCount).toBe(1 + BAD);
    // The same file again is the same import: its refused rows are checked anew, and nothing is stored twice.
    const again = await registrar().post('/applications/imports', file, XLSX);
    expect([again.status, again.body.importId]).toEqual([200, importId]);
    expect(await settled(registrar(), importId)).toMatchObject({
      state: 'VALIDATED',
      checked: ROWS,
      refused: BAD,
      committed: ROWS - BAD,
    });
    expect(await applications(importId)).toMatchObject([{ stored: ROWS - BAD }]);
  }, 120_000);
});

const count = (codes: string[], code: string) => codes.filter((each) => each === code).length;

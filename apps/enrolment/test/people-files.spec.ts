import { readFile } from 'node:fs/promises';
import { usccCheck } from '#national-codes';
import type { TestService } from '#testing';
import { checked, committed, errorsOf, XLSX } from './import-files.js';
import { recruitingSchool, startEnrolment } from './recruiting.js';

const fileOf = (name: string): Promise<Buffer> => readFile(new URL(`files/${name}`, import.meta.url));

describe('A file as a registrar has it', () => {
  let service: TestService;
  let qualificationId: string;
  const school = () => service.as('school-admissions', 'BG01');
  const check = async (name: string, type?: string) => checked(school(), await fileOf(name), type);
  const errorsIn = async (name: string) => {
    const { importId } = await check(name);
    return (await errorsOf(school(), importId)).filter(({ grade }) => grade !== 'WARNING');
  };

  const openMajor = async (majorCode: string) => {
    const city = service.as('city-officer');
    const catalogueVersion = `of ${majorCode}`;
    const majors = [{ majorCode, name: '数控加工', levels: ['SENIOR'] }];
    await city.post('/catalogue/versions', { catalogueVersion, majors });
    const place = { schoolCode: 'BG01', catalogueVersion, majorCode, level: 'SENIOR', mode: 'FULL_TIME' };
    expect((await city.post('/offerings/batch', { offerings: [place] })).status).toBe(200);
  };

  beforeAll(async () => {
    service = await startEnrolment();
    const body = '91500000MA5U00001';
    ({ qualificationId } = await recruitingSchool(service, 'BG01', 100, { uscc: body + usccCheck(body) }));
    await openMajor('0106-3');
  });
  afterAll(() => service?.close());

  it('is read by the sheet that is shown, not by the hidden one before it', async () => {
    const job = await check('hidden-first-sheet.xlsx', XLSX);
    expect(job).toMatchObject({ refused: 0 });
    expect(job.sheet).not.toBe('报名');
  });

  it.each(['empty-cells-left-out.csv', 'sep-line.csv'])('is taken as Excel writes it: %s', async (name) => {
    expect(await check(name)).toMatchObject({ refused: 0 });
  });

  it('is refused where two encodings would make other names of it', async () => {
    const bytes = await fileOf('gb18030-that-is-utf-8-too.csv');
    const { status, body } = await school().post('/applications/imports', bytes, 'text/csv');
    expect([status, body.errors[0].code]).toEqual([422, 'ambiguous-encoding']);
  });

  it('is told by its number which sign of a name shows nothing', async () => {
    const errors = await errorsIn('invisible-names.csv');
    expect(errors.map(({ message }) => /U\+\w+/.exec(message)?.[0])).toEqual([
      'U+3164', 'U+3164', 'U+FFA0', 'U+034F', 'U+FE0F', 'U+E0100',
    ]); // prettier-ignore
    for (const { column } of errors) expect(column).toBe('姓名');
  });

  it('is told the usual character for one that only looks like it', async () => {
    const errors = await errorsIn('look-alike-names.csv');
    expect(errors.map(({ row, message }) => [row, message])).toEqual([
      [2, expect.stringContaining('“高”')],
      [3, expect.stringContaining('“长”')],
      [4, expect.stringContaining('普通空格')],
    ]);
  });

  it('is told of a mark before a number, and its phones in brackets and abroad are taken', async () => {
    const errors = await errorsIn('marks-and-phones.csv');
    expect(errors.map(({ row, column, message }) => [row, column, message])).toEqual([
      [2, '证件号码', expect.stringContaining('U+202D')],
      [3, '联系电话', expect.stringContaining('U+202D')],
    ]);
  });

  it('is told both fields of dates that cannot be true together', async () => {
    const errors = await errorsIn('impossible-dates.csv');
    expect(new Set(errors.map(({ row }) => row))).toEqual(new Set([2, 3, 4]));
    for (const { column, message } of errors.filter(({ code }) => code === 'start-impossible'))
      expect(`${column}：${message}`).toMatch(/入学日期.*(出生日期|年度)/);
  });

  it('that is uploaded again after its cause was mended is checked again, also when it was stored in part', async () => {
    const first = await check('cause-mended-later.csv');
    expect(await committed(school(), first.importId)).toMatchObject({ committed: 1, refused: 1 });
    await openMajor('0107-3');
    const again = await check('cause-mended-later.csv');
    expect(again).toMatchObject({ importId: first.importId, refused: 0 });
    expect(await committed(school(), again.importId)).toMatchObject({ committed: 2, refused: 0 });
  });

  it('has no required text of signs that show nothing, nor has a request', async () => {
    const city = service.as('city-officer');
    const asked: [string, object][] = [
      [`/qualifications/${qualificationId}/suspend`, { reason: '\u200B' }],
      ['/catalogue/versions', { catalogueVersion: '\u3164', majors: [] }],
    ];
    for (const [path, body] of asked) {
      const answer = await city.post(path, body);
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ code: 'invisible-sign' }));
    }
  });
});

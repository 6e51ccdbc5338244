import iconv from 'iconv-lite';
import type { TestService } from '#testing';
import { recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const HEADER =
  '学校代码,专业代码,层次,学习形式,年度,季节,姓名,证件类型,证件号码,性别,民族,联系电话,来源类型,标签,渠道,原毕业学校,原学历,户籍地,入学日期,学制月数,培养类型,用人单位信用代码,用人单位名称,监护人姓名,监护人关系,监护人电话,计划范围';

interface Cells {
  schoolCode?: string;
  majorCode?: string;
  name?: string;
  idNumber?: string;
  startOn?: string;
}

function row({
  schoolCode = 'S001',
  majorCode = '0106',
  name = '样例乙',
  idNumber = somebody(),
  startOn = '2026-09-01',
}: Cells = {}) {
  const sex = Number(idNumber[16]) % 2 === 1 ? '男' : '女';
  return [
    schoolCode, majorCode, '高级工班', '全日制', '2026', '秋季', name, '居民身份证', idNumber, sex, '汉族', '13812345678',
    '往届高中毕业生', '', '现场报名', '样例中学', '高中', '500103', startOn, '36', '常规', '', '', '', '', '', '市内',
  ].join(','); // prettier-ignore
}
const file = (...rows: string[]) => Buffer.from([HEADER, ...rows].join('\r\n'));

describe('Import of applications', () => {
  let service: TestService;
  const school = (code = 'S001') => service.as('school-admissions', code);
  const upload = (bytes: Buffer, caller = school()) =>
    caller.post('/applications/imports', bytes, 'text/csv');
  const stored = async () => Number((await service.query('select count(*) as n from applications'))[0]!.n);

  beforeAll(async () => {
    service = await startEnrolment();
    await recruitingSchool(service, 'S001', 100);
    await recruitingSchool(service, 'S002', 100);
  });
  afterAll(() => service?.close());

  it.each([
    ['UTF-8', (bytes: Buffer) => bytes, ['王𬎆', '𠮷田', '阿依·买买提']],
    ['GB18030', (bytes: Buffer) => iconv.encode(bytes.toString(), 'gb18030'), ['李𬎆', '𠮷野', '阿依·古丽']],
  ])('reads a file in %s, stores nothing at the dry run and every row once', async (_, encode, names) => {
    const before = await stored();
    const bytes = encode(file(...names.map((name) => row({ name }))));
    const dryRun = await upload(bytes);
    expect(dryRun.body).toMatchObject({ state: 'VALIDATED', rows: 3, valid: 3, invalid: 0, errors: [] });
    expect(dryRun.status).toBe(201);
    expect(await stored()).toBe(before);
    const again = await upload(bytes);
    expect([again.status, again.body.importId]).toEqual([200, dryRun.body.importId]);
    const path = `/applications/imports/${dryRun.body.importId}`;
    const commits = await Promise.all([school().post(`${path}/commit`), school().post(`${path}/commit`)]);
    for (const { status, body } of commits)
      expect([status, body.state, body.committed]).toEqual([200, 'DONE', 3]);
    expect(await stored()).toBe(before + 3);
    const list = await school().get(`/applications?importId=${dryRun.body.importId}`);
    expect(list.body.items.map((each: any) => each.name).toSorted()).toEqual(names.toSorted());
  });

  it('tells what is wrong by row and column, and stores the other rows', async () => {
    const before = await stored();
    const twice = somebody();
    const bytes = file(
      row(),
      row({ idNumber: '5.10202E+17' }),
      '只有,三个,格子',
      row({ majorCode: '9999' }),
      row({ schoolCode: 'S002' }),
      row({ startOn: '2005-09-01' }),
      row({ idNumber: twice }),
      row({ idNumber: twice }),
    );
    const { body } = await upload(bytes);
    const told = body.errors.map((each: any) => `${each.row} ${each.column} ${each.code}`);
    expect(told).toEqual([
      '3 证件号码 excel-mangled',
      '4 整行 wrong-cell-count',
      '5 专业代码 unknown-offering',
      '6 学校代码 other-school',
      '7 监护人姓名 guardian-required',
      '8 证件号码 duplicate-in-file',
      '9 证件号码 duplicate-in-file',
    ]);
    expect(JSON.stringify(body)).not.toContain(twice);
    const done = await school().post(`/applications/imports/${body.importId}/commit`);
    expect(done.body).toMatchObject({ committed: 1, invalid: 7 });
    expect(await stored()).toBe(before + 1);
  });

  it('looks again at the commit for who has applied meanwhile', async () => {
    const idNumber = somebody();
    const [one, other] = [file(row({ idNumber })), file(row({ idNumber }), row())];
    const jobs = [(await upload(one)).body, (await upload(other)).body];
    expect(jobs.map(({ valid }) => valid)).toEqual([1, 2]);
    await school().post(`/applications/imports/${jobs[0].importId}/commit`);
    const second = await school().post(`/applications/imports/${jobs[1].importId}/commit`);
    expect(second.body).toMatchObject({ committed: 1, errors: [{ row: 2, code: 'already-applied' }] });
  });

  it('keeps the imports of a school from another school, and takes a file of the whole city from the city', async () => {
    const own = await upload(file(row()));
    expect((await school('S002').get(`/applications/imports/${own.body.importId}`)).status).toBe(404);
    const city = service.as('city-officer');
    const whole = await upload(file(row(), row({ schoolCode: 'S002' })), city);
    expect(whole.body).toMatchObject({ valid: 2, invalid: 0 });
    const done = await city.post(`/applications/imports/${whole.body.importId}/commit`);
    expect(done.body.committed).toBe(2);
  });

  it('refuses a file that is too large, or none', async () => {
    expect((await upload(Buffer.alloc(10 * 2 ** 20, 'a'))).status).toBe(413);
    expect((await school().post('/applications/imports', {})).status).toBe(415);
    expect((await upload(Buffer.from('一,二\r\n1,2'))).body.code).toBe('file-unreadable');
  });
});

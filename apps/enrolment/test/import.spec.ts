// Budget: 40 s: workbooks of up to 10,000 rows are read.
import iconv from 'iconv-lite';
import type { TestService } from '#testing';
import { checked, column, committed, csv, errorsOf, row, sheetOf, XLSX, xlsx } from './import-files.js';
import { recruitingSchool, somebody, startEnrolment } from './recruiting.js';

describe('Import of applications', () => {
  let service: TestService;
  const school = (code = 'S001') => service.as('school-admissions', code);
  const upload = (body: unknown, type?: string) => school().post('/applications/imports', body, type);
  const stored = async () => Number((await service.query('select count(*) as n from applications'))[0]!.n);
  const namesOf = async (importId: string) =>
    (await school().get(`/applications?importId=${importId}`)).body.items.map((each: any) => each.name);

  const errorBook = async (importId: string) =>
    sheetOf((await school().get(`/applications/imports/${importId}/error-workbook`)).body);

  beforeAll(async () => {
    service = await startEnrolment();
    await recruitingSchool(service, 'S001', 100);
    await recruitingSchool(service, 'S002', 100);
  });
  afterAll(() => service?.close());

  const rare = ['王𬎆', '𠮷田', '阿依·买买提'];
  it.each([
    ['CSV in UTF-8', async (rows: string[][]) => csv(...rows), 'text/csv'],
    [
      'CSV in GB18030',
      async (rows: string[][]) => iconv.encode(csv(...rows).toString(), 'gb18030'),
      'text/csv',
    ],
    ['Excel', (rows: string[][]) => xlsx(rows), XLSX],
  ])(
    'reads rare characters from %s, stores nothing at the check and every row once',
    async (_, write, type) => {
      const before = await stored();
      const bytes = await write(rare.map((name) => row({ 姓名: name })));
      const job = await checked(school(), bytes, type);
      expect(job).toMatchObject({
        state: 'VALIDATED',
        rows: 3,
        checked: 3,
        valid: 3,
        refused: 0,
        committed: 0,
      });
      expect(await stored()).toBe(before);
      const again = await school().post('/applications/imports', bytes, type);
      expect([again.status, again.body.importId]).toEqual([200, job.importId]);
      await checked(school(), bytes, type);
      const answers = await Promise.all([1, 2].map(() => committed(school(), job.importId)));
      for (const done of answers)
        expect(done).toMatchObject({ state: 'DONE', mode: 'VALID_ROWS', committed: 3 });
      expect(await stored()).toBe(before + 3);
      expect((await namesOf(job.importId)).toSorted()).toEqual(rare.toSorted());
    },
  );

  it('tells what is wrong by row and column, shows values masked only, and stores the other rows', async () => {
    const before = await stored();
    const twice = somebody();
    const bytes = csv(
      row(),
      row({ 证件号码: '5.10202E+17' }),
      ['只有', '三个', '格子'],
      row({ 专业代码: '9999' }),
      row({ 学校代码: 'S002' }),
      row({ 年度: '2005', 入学日期: '2005-09-01' }),
      row({ 入学日期: '2099-09-01' }),
      row({ 证件号码: twice }),
      row({ 证件号码: twice, 姓名: '·欧阳样例' }),
    );
    const job = await checked(school(), bytes);
    const errors = await errorsOf(school(), job.importId);
    expect(
      errors.map((each) => `${each.row} ${each.column} ${each.code} ${each.value ?? ''}`.trim()),
    ).toEqual([
      '3 证件号码 excel-mangled 5*********7',
      '4 整行 wrong-cell-count',
      '5 专业代码 unknown-offering 9999',
      '6 学校代码 other-school S002',
      '7 监护人姓名 guardian-required',
      '8 入学日期 start-impossible 2099-09-01',
      `9 证件号码 duplicate-in-file ${twice.slice(0, 4)}**********${twice.slice(-4)}`,
      `10 证件号码 duplicate-in-file ${twice.slice(0, 4)}**********${twice.slice(-4)}`,
      '10 姓名 dot-at-the-end ·****',
    ]);
    const preview = await school().get(`/applications/imports/${job.importId}/preview`);
    expect(preview.body.rows[7]).toMatchObject({ row: 9, isRefused: true, cells: { 姓名: '样**' } });
    for (const seen of [preview.body, errors]) expect(JSON.stringify(seen)).not.toMatch(/样例|\d{17}/);
    const done = await committed(school(), job.importId);
    expect(done).toMatchObject({ committed: 1, refused: 8 });
    expect(await stored()).toBe(before + 1);
  });

  it('looks again at the commit for who has applied meanwhile', async () => {
    const 证件号码 = somebody();
    const one = await checked(school(), csv(row({ 证件号码 })));
    const other = await checked(school(), csv(row({ 证件号码 }), row()));
    expect([one.valid, other.valid]).toEqual([1, 2]);
    await committed(school(), one.importId);
    expect(await committed(school(), other.importId)).toMatchObject({ committed: 1, refused: 1 });
    expect(await errorsOf(school(), other.importId)).toMatchObject([{ row: 2, code: 'already-applied' }]);
  });

  it('hands out the refused rows as a workbook, which is mended and uploaded as it is until all are in', async () => {
    // As Excel would keep it: the last digits are gone.
    const tooLong = Number('510202199001011234');
    const whole = await checked(
      school(),
      await xlsx(
        [row(), row(), row({ 联系电话: '12345' }), row({ 专业代码: '9999', 姓名: '=1+1' })],
        (sheet) => {
          sheet.getCell(3, column('证件号码')).value = tooLong;
        },
      ),
      XLSX,
    );
    expect(whole).toMatchObject({ valid: 1, refused: 3, sheet: '报名' });
    await committed(school(), whole.importId);
    const book = await errorBook(whole.importId);
    const numberCell = book.getCell(2, column('证件号码') + 1);
    expect([book.rowCount, numberCell.text, numberCell.numFmt]).toEqual([4, String(tooLong), '@']);
    expect(numberCell.fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
    expect(numberCell.note).toContain('“文本”格式');
    expect(book.getCell(2, column('姓名') + 1).fill).toMatchObject({ pattern: 'none' });
    expect(book.getRow(1).getCell(1).text).toBe('原行号');
    expect([2, 3, 4].map((at) => book.getCell(at, 1).text)).toEqual(['3', '4', '5']);
    expect(book.getCell(4, book.columnCount).text).toMatch(/^姓名：.*$/);
    expect(book.getCell(4, column('姓名') + 1)).toMatchObject({ text: '=1+1', formula: undefined });

    const idNumber = somebody();
    book.getCell(2, column('证件号码') + 1).value = idNumber;
    book.getCell(2, column('性别') + 1).value = Number(idNumber[16]) % 2 === 1 ? '男' : '女';
    book.getCell(3, column('联系电话') + 1).value = '13812345678';
    book.getCell(4, column('姓名') + 1).value = '王明';
    const half = await checked(school(), Buffer.from(await book.workbook.xlsx.writeBuffer()), XLSX);
    expect(await errorsOf(school(), half.importId)).toMatchObject([{ row: 4, code: 'unknown-offering' }]);
    await committed(school(), half.importId);
    const rest = await errorBook(half.importId);
    rest.getCell(2, column('专业代码') + 1).value = '0106';
    const last = await checked(school(), Buffer.from(await rest.workbook.xlsx.writeBuffer()), XLSX);
    expect(await committed(school(), last.importId)).toMatchObject({
      state: 'DONE',
      committed: 1,
      refused: 0,
    });
    const imported = await service.query(
      'select count(*)::int as n from applications where import_id = any($1)',
      [[whole, half, last].map(({ importId }) => importId)],
    );
    expect(imported).toEqual([{ n: 4 }]);
  });

  it('has a template that is filled in: text throughout, lists to choose from, notes, and a guide', async () => {
    const { body, headers } = await school().get('/applications/imports/template');
    expect(headers.get('content-disposition')).toBe('attachment; filename="applications-template.xlsx"');
    const sheet = await sheetOf(body);
    const titles = row().map((_, at) => sheet.getCell(1, at + 1).text);
    expect(titles.slice(6, 11)).toEqual(['姓名*', '证件类型*', '证件号码*', '性别*', '民族']);
    expect(sheet.getCell(1, column('证件号码')).note).toContain('“文本”格式');
    expect(sheet.getColumn(column('证件号码')).numFmt).toBe('@');
    expect(sheet.getCell(300, column('层次')).dataValidation).toMatchObject({
      type: 'list',
      formulae: ["'可选值'!$A$2:$A$5"],
    });
    expect(sheet.workbook.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ['报名', 'visible'],
      ['填写说明', 'visible'],
      ['可选值', 'hidden'],
    ]);
    row({ 姓名: '欧阳𬎆' }).forEach((cell, at) => (sheet.getCell(2, at + 1).value = cell));
    const job = await checked(school(), Buffer.from(await sheet.workbook.xlsx.writeBuffer()), XLSX);
    expect(job).toMatchObject({ rows: 1, valid: 1 });
  });

  it('takes a file as a browser sends it, in a form', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await xlsx([row()]))]), '报名.xlsx');
    const request = new Request('http://any', { method: 'POST', body: form });
    const sent = Buffer.from(await request.arrayBuffer());
    expect(await checked(school(), sent, request.headers.get('content-type')!)).toMatchObject({ valid: 1 });
  });

  it('stores a whole file or nothing of it', async () => {
    const before = await stored();
    const bad = await checked(school(), csv(row(), row({ 专业代码: '9999' })));
    const refused = await school().post(`/applications/imports/${bad.importId}/commit`, {
      mode: 'ALL_OR_NOTHING',
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'import-has-refusals']);
    const 证件号码 = somebody();
    const whole = await checked(school(), csv(row(), row({ 证件号码 })));
    const meanwhile = await checked(school(), csv(row({ 证件号码 })));
    await committed(school(), meanwhile.importId);
    const failed = await committed(school(), whole.importId, 'ALL_OR_NOTHING');
    expect(failed).toMatchObject({ state: 'FAILED', failure: 'rows-refused', committed: 0, refused: 1 });
    expect(await stored()).toBe(before + 1);
    expect((await errorBook(whole.importId)).getCell(2, 1).text).toBe('3');
    const good = await checked(school(), csv(row(), row()));
    expect(await committed(school(), good.importId, 'ALL_OR_NOTHING')).toMatchObject({ committed: 2 });
  });

  it('is cancelled, and listed by school with the newest first', async () => {
    const job = await checked(school('S002'), csv(row({ 学校代码: 'S002' })));
    const cancelled = await school('S002').post(`/applications/imports/${job.importId}/cancel`);
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'CANCELLED']);
    const again = await school('S002').post(`/applications/imports/${job.importId}/commit`);
    expect([again.status, again.body.code]).toEqual([409, 'import-over']);
    const later = await checked(school('S002'), csv(row({ 学校代码: 'S002' })));
    const list = await school('S002').get('/applications/imports?limit=1');
    expect(list.body.items).toMatchObject([{ importId: later.importId, state: 'VALIDATED' }]);
    const next = await school('S002').get(`/applications/imports?cursor=${list.body.nextCursor}`);
    expect(next.body.items).toMatchObject([{ importId: job.importId, state: 'CANCELLED' }]);
  });

  it('makes applications that are found by name in characters, pinyin and initials, and handed out as a workbook', async () => {
    const job = await checked(school(), csv(row({ 姓名: '单小明' }), row({ 姓名: '单小红' })));
    await committed(school(), job.importId);
    const named = async (name: string) =>
      (await school().get(`/applications?name=${encodeURIComponent(name)}&total=true`)).body;
    for (const name of ['单小', 'shanxiao', 'sx']) {
      const { items, total } = await named(name);
      expect(items.map((each: any) => each.name)).toEqual(['单小明', '单小红']);
      expect(total).toEqual({ count: 2, atLeast: false });
    }
    expect((await school('S002').get('/applications?name=shanxiao')).body.items).toEqual([]);
    const { body, headers } = await school().get(
      '/applications/export?name=sx&state=SUBMITTED&state=ADMITTED',
    );
    expect(headers.get('content-disposition')).toBe('attachment; filename="applications.xlsx"');
    const sheet = await sheetOf(body);
    const cells = (at: number) => [4, 5, 9].map((place) => sheet.getCell(at, place).text);
    expect(cells(1)).toEqual(['姓名', '证件号码', '状态']);
    expect(cells(2)).toEqual(['单小明', expect.stringMatching(/^\d{4}\*{10}\w{4}$/), '已报名']);
    expect(sheet.rowCount).toBe(3);
    const [look] = await service.query(
      `select action, outcome, chain from audit_entries where action = 'export-applications'`,
    );
    expect(look).toEqual({ action: 'export-applications', outcome: 'done', chain: 'S001' });
    expect((await school().get('/applications/export?limit=1')).status).toBe(422);
    expect((await school('S002').get('/applications/export?schoolCode=S001')).status).toBe(403);
  });

  it('keeps the imports of a school from another school, and takes a file of the whole city from the city', async () => {
    const own = await checked(school(), csv(row()));
    const path = `/applications/imports/${own.importId}`;
    const others = [
      ...['', '/preview', '/errors', '/error-workbook'].map((what) => school('S002').get(path + what)),
      ...['/commit', '/cancel'].map((what) => school('S002').post(path + what)),
    ];
    for (const { status } of await Promise.all(others)) expect(status).toBe(404);
    const city = service.as('city-officer');
    const whole = await checked(city, csv(row(), row({ 学校代码: 'S002' })));
    expect(whole).toMatchObject({ valid: 2, refused: 0 });
    expect((await committed(city, whole.importId)).committed).toBe(2);
  });

  it('refuses a file that is too large, unreadable, or none', async () => {
    const form = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
    const large = Buffer.alloc(10 * 2 ** 20, 'a');
    expect((await upload(large, 'text/csv')).status).toBe(413);
    const inForm = Buffer.concat([Buffer.from(form), large, Buffer.from('\r\n--x--\r\n')]);
    expect((await upload(inForm, 'multipart/form-data; boundary=x')).status).toBe(413);
    for (const boundary of ['', '; boundary=x'])
      expect((await upload(form, `multipart/form-data${boundary}`)).body.code).toBe('bad-request');
    expect((await upload('--x--\r\n', 'multipart/form-data; boundary=x')).status).toBe(415);
    expect((await upload({})).status).toBe(415);
    const unreadable = await upload(Buffer.from('一,二\r\n1,2'), 'text/csv');
    expect([unreadable.status, unreadable.body.code]).toEqual([422, 'file-unreadable']);
    expect(unreadable.body.errors).toMatchObject([{ code: 'header-missing' }]);
    const many = csv(...Array.from({ length: 10_001 }, () => ['x']));
    expect((await upload(many, 'text/csv')).body.errors).toMatchObject([{ code: 'too-many-rows' }]);
  });
});

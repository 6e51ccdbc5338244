// Budget: 15 s: four kinds of files go through their import.
import ExcelJS from 'exceljs';
import { usccCheck } from '#national-codes';
import { eventually, type HttpCaller, type TestService } from '#testing';
import { sheetOf, XLSX } from './import-files.js';
import { applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const WORKING = ['UPLOADED', 'VALIDATING', 'COMMITTING'];

async function settled(caller: HttpCaller, address: string): Promise<any> {
  return eventually(`${address} comes to rest`, async () => {
    const { body } = await caller.get(address);
    if (WORKING.includes(body.state)) throw new Error(JSON.stringify(body));
    return body;
  });
}

/** Uploads a sheet or a CSV file and waits until it is checked; answers its address and what is wrong with its rows. */
async function checked(caller: HttpCaller, imports: string, file: ExcelJS.Worksheet | string) {
  const isText = typeof file === 'string';
  const bytes = isText ? Buffer.from(file) : Buffer.from(await file.workbook.xlsx.writeBuffer());
  const { status, body } = await caller.post(imports, bytes, isText ? 'text/csv' : XLSX);
  if (status >= 300) return { address: '', job: body, errors: body.errors.map((each: any) => each.code) };
  const address = `${imports}/${body.importId}`;
  const job = await settled(caller, address);
  const { items } = (await caller.get(`${address}/errors`)).body;
  return { address, job, errors: items.map((each: any) => `${each.row} ${each.column} ${each.code}`) };
}

async function committed(caller: HttpCaller, address: string, mode = 'VALID_ROWS') {
  await caller.post(`${address}/commit`, { mode });
  return settled(caller, address);
}

const exported = async (caller: HttpCaller, address: string) => sheetOf((await caller.get(address)).body);

/** The cell of a row below a title; required titles are marked by a *. */
function cell(sheet: ExcelJS.Worksheet, row: number, title: string): ExcelJS.Cell {
  for (let at = 1; at <= sheet.columnCount; at++)
    if (sheet.getCell(1, at).text.replace('*', '') === title) return sheet.getCell(row, at);
  throw new Error(`There is no column ${title}.`);
}

const uscc = (n: number) => `9150000000009${n}0` + usccCheck(`9150000000009${n}0`);
const SCHOOLS =
  '学校代码,统一社会信用代码,学校名称,院校类型,办学性质,主管部门代码,主管部门层级,所在区县代码,纳入高校序列';
const schoolRow = (code: string, n: number, name = '样例高级技工学校') =>
  `${code},${uscc(n)},${name},高级技工学校,公办,500000,市,500103,否`;

const offeringRow = (schoolCode: string, majorCode: string, level = '高级工班', mode = '非全日制') => [schoolCode, 'v1', majorCode, '', level, mode]; // prettier-ignore

describe('The registers of the city by file', () => {
  let service: TestService;
  let offeringId: string;
  let qualificationId: string;
  const city = (person?: string) => service.as('city-officer', undefined, person);
  const school = () => service.as('school-admissions', 'S001');
  const errorsOf = async (file: string | ExcelJS.Worksheet) =>
    (await checked(city(), '/schools/imports', file)).errors;

  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId, qualificationId } = await recruitingSchool(service, 'S001', 9));
  });
  afterAll(() => service?.close());

  it('registers the schools of an exported file that are new, and leaves those that are known as they are', async () => {
    const sheet = await exported(city(), '/schools/export');
    expect(cell(sheet, 2, '院校类型').text).toBe('技师学院');
    sheet.insertRow(3, schoolRow('S011', 101).split(','));
    sheet.insertRow(4, schoolRow('S012', 102).replace(',500000,', ',999999,').split(','));
    sheet.insertRow(5, schoolRow('S013', 101).split(','));
    const { address, job, errors } = await checked(city(), '/schools/imports', sheet);
    expect([errors, job.valid]).toEqual([['4 主管部门代码 unknown-authority'], 3]);
    expect(await committed(city(), address)).toMatchObject({ state: 'DONE', committed: 2, refused: 2 });
    const { items } = (await city().get('/schools')).body;
    expect(items).toMatchObject([{ schoolCode: 'S001', version: expect.any(Number) }, { schoolCode: 'S011', version: 1, status: 'ACTIVE' }]); // prettier-ignore
    expect(await service.query(`select aggregate_id, actor from audit_entries where action = 'register-school' and aggregate_id = 'S011'`)).toHaveLength(1); // prettier-ignore
    const again = await exported(city(), '/schools/export');
    cell(again, 3, '学校名称').value = '改名技工学校';
    expect((await checked(city(), '/schools/imports', again)).errors).toEqual(['3 学校名称 school-already-registered']); // prettier-ignore
  });

  it('are read from the files that spreadsheets make as those of applications are', async () => {
    const separated = ['sep=;', SCHOOLS, schoolRow('S014', 104)].join('\r\n').replaceAll(',', ';');
    expect(await errorsOf(separated)).toEqual([]);
    const invisible = [SCHOOLS, schoolRow('S014', 104, '样例\u3164学校')].join('\n');
    expect(await errorsOf(invisible)).toEqual(['2 学校名称 control-character']);
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('去年', { state: 'hidden' }).addRow(['别的']);
    const shown = workbook.addWorksheet('今年');
    shown.addRows([SCHOOLS.split(','), schoolRow('S014', 104).split(',')]);
    cell(shown, 2, '统一社会信用代码').value = 91500000000900000;
    cell(shown, 2, '办学性质').value = { formula: '"公"&"办"', result: '公办' };
    expect(await errorsOf(shown)).toEqual(['2 统一社会信用代码 number-cell', '2 办学性质 formula-cell']);
    expect(await errorsOf('一,二\n1,2')).toEqual(['header-missing']);
  });

  it('load a version of the catalogue whole or not at all, and correct it until the day before it holds', async () => {
    const title = '目录版本,施行日期,专业代码,专业名称,培养层次,状态,接续专业代码';
    const rows = (successor: string) =>
      [title, 'v2,2099-01-01,0106,数控加工,中级工班；高级工班,,', `v2,,0107,旧专业,高级工班,撤销,${successor}`].join('\n'); // prettier-ignore
    const bad = await checked(city(), '/catalogue/imports', rows('0199'));
    expect(bad.errors).toEqual(['3 接续专业代码 unknown-successor']);
    expect(await committed(city(), bad.address)).toMatchObject({ committed: 0, refused: 2 });
    const good = await checked(city(), '/catalogue/imports', rows('0106'));
    expect(await committed(city(), good.address, 'ALL_OR_NOTHING')).toMatchObject({ committed: 2 });
    const sheet = await exported(city(), '/catalogue/majors/export?catalogueVersion=v2');
    expect(cell(sheet, 2, '培养层次').text).toBe('中级工班；高级工班');
    cell(sheet, 2, '专业名称').value = '数控技术';
    const unexplained = await checked(city(), '/catalogue/imports', sheet);
    expect(unexplained.errors).toEqual(['2 更正原因 missing']);
    cell(sheet, 2, '更正原因').value = '名称有误';
    const corrected = await checked(city(), '/catalogue/imports', sheet);
    expect(await committed(city(), corrected.address)).toMatchObject({ committed: 2, refused: 0 });
    const { items } = (await city().get('/catalogue/majors?catalogueVersion=v2')).body;
    expect(items).toMatchObject([{ name: '数控技术' }, { name: '旧专业', status: 'CLOSED', successorCode: '0106' }]); // prettier-ignore
    const inForce = await exported(city(), '/catalogue/majors/export?catalogueVersion=v1');
    expect((await checked(city(), '/catalogue/imports', inForce)).errors).toEqual([]);
    cell(inForce, 2, '专业名称').value = '改名';
    expect((await checked(city(), '/catalogue/imports', inForce)).errors).toEqual(['2 专业代码 catalogue-in-force']); // prettier-ignore
  });

  it('open the offerings of an exported file that are new, and refuse what opening would not bring about', async () => {
    const sheet = await exported(city(), '/offerings/export');
    expect(['专业名称', '状态'].map((each) => cell(sheet, 2, each).text)).toEqual(['数控加工', '招生']);
    sheet.insertRows(3, [offeringRow('S001', '0106'), offeringRow('S011', '0106'), offeringRow('S099', '0106'), offeringRow('S011', '9999'), offeringRow('S011', '0106', '技师班')]); // prettier-ignore
    const { address, errors } = await checked(city(), '/offerings/imports', sheet);
    expect(errors).toEqual(['5 学校代码 unknown-school', '6 专业代码 unknown-major', '7 层次 level-not-in-catalogue']); // prettier-ignore
    expect(await committed(city(), address)).toMatchObject({ committed: 3, refused: 3 });
    const offerings = (await city().get('/offerings?schoolCode=S011')).body.items;
    expect(offerings).toMatchObject([{ majorCode: '0106', mode: 'PART_TIME', status: 'ACTIVE' }]);

    const offeringIds = offerings.map((each: any) => each.offeringId);
    const ended = { accepted: 1, offeringIds, refused: [] };
    const reason = '连续三年未招生';
    expect((await city().post('/offerings/batch-stop', { offeringIds, reason })).body).toEqual(ended);
    const stopped = await exported(city(), '/offerings/export?schoolCode=S011');
    expect((await checked(city(), '/offerings/imports', stopped)).errors).toEqual([]);
    cell(stopped, 2, '状态').value = '招生';
    expect((await checked(city(), '/offerings/imports', stopped)).errors).toEqual(['2 状态 offering-stopped']); // prettier-ignore
    expect((await city().post('/offerings/batch-close', { offeringIds, reason })).body).toEqual(ended);
    expect((await city().post('/offerings/batch-reopen', { offeringIds, reason })).body).toEqual(ended);
  });

  it('publish, suspend and resume qualifications in batches, each under the rules of the one', async () => {
    const terms = { validFrom: '2026-01-01', validTo: '2099-12-31', levels: ['SENIOR'], modes: ['PART_TIME'], outOfCityAllowed: false, reason: '年度审核', publicationNo: '样例2号' }; // prettier-ignore
    const draft = async (by: string) => (await city(by).post('/qualifications', { schoolCode: 'S011', ...terms })).body.qualificationId; // prettier-ignore
    const [own, ofOther] = [await draft('publisher'), await draft('drafter')];
    const act = async (name: string, ids: string[], more: object = { reason: '年度审核' }) => {
      const { body } = await city('publisher').post(`/qualifications/batch-${name}`, { qualificationIds: ids, ...more }); // prettier-ignore
      return [body.qualificationIds, body.refused.map((each: any) => each.code)];
    };
    expect(await act('publish', [own, ofOther], {})).toEqual([[ofOther], ['approver-is-submitter']]);
    expect(await act('withdraw', [own, ofOther])).toEqual([[own], ['wrong-state']]);
    for (const name of ['suspend', 'resume']) expect(await act(name, [ofOther, qualificationId])).toEqual([[ofOther, qualificationId], []]); // prettier-ignore
    const later = { reason: '年度审核', effectiveOn: '2099-01-01' };
    expect(await act('revoke', [ofOther], later)).toEqual([[ofOther], []]);
    expect(await act('cancel-act', [ofOther])).toEqual([[ofOther], []]);
    expect((await city().get('/schools/S011')).body.qualifications).toMatchObject([{ state: 'WITHDRAWN' }, { state: 'PUBLISHED' }]); // prettier-ignore
  });

  it('check in whoever came by the sheet of who is admitted, by application or by document, and nobody else', async () => {
    const numbers = Array.from({ length: 4 }, somebody);
    const ids: string[] = [];
    for (const [at, idNumber] of numbers.entries()) ids.push(await applied(service, 'S001', offeringId, { name: `样例${'甲乙丙丁'[at]}`, idNumber })); // prettier-ignore
    await school().post('/applications/batch-admit', { applicationIds: ids });
    const sheet = await exported(school(), '/check-ins/export?year=2026');
    const masked = `${numbers[0]!.slice(0, 4)}**********${numbers[0]!.slice(-4)}`;
    const shown = ['报名编号', '姓名', '证件号码（部分）', '专业名称', '证件号码'].map((each) => cell(sheet, 2, each).text); // prettier-ignore
    expect(shown).toEqual([ids[0], '样例甲', masked, '数控加工', '']);
    expect((await service.query(`select chain from audit_entries where action = 'export-check-in-sheet'`))[0]).toEqual({ chain: 'S001' }); // prettier-ignore
    const came = (row: number, on: string) => {
      cell(sheet, row, '报到日期').value = on;
      cell(sheet, row, '已核验证件').value = '是';
    };
    came(2, '2026-09-01');
    came(3, '2099-09-01');
    cell(sheet, 4, '报名编号').value = null;
    cell(sheet, 4, '证件号码').value = numbers[2]!;
    came(4, '2026-09-02');
    came(5, '2026-09-01');
    cell(sheet, 5, '姓名').value = '样例戊';
    sheet.addRow([]);
    cell(sheet, 6, '证件号码').value = somebody();
    came(6, '2026-09-01');
    sheet.addRow([]);
    cell(sheet, 7, '姓名').value = '样例己';
    const { address, errors } = await checked(school(), '/check-ins/imports', sheet);
    expect(errors).toEqual([
      '3 报名编号 check-in-in-the-future', '5 姓名 other-name', '6 报名编号 not-found', '7 报到日期 missing', '7 已核验证件 missing',
    ]); // prettier-ignore
    expect(await committed(school(), address)).toMatchObject({ committed: 2, refused: 4 });
    const states = (await school().get('/applications?limit=9')).body.items.map((each: any) => [each.state, each.checkedInOn]); // prettier-ignore
    expect(states).toEqual([['CHECKED_IN', '2026-09-01'], ['ADMITTED', undefined], ['CHECKED_IN', '2026-09-02'], ['ADMITTED', undefined]]); // prettier-ignore
    const rest = await exported(school(), '/check-ins/export');
    for (const row of [2, 3]) {
      cell(rest, row, '报到日期').value = '2026-09-03';
      cell(rest, row, '已核验证件').value = '是';
    }
    const whole = await checked(school(), '/check-ins/imports', rest);
    expect(await committed(school(), whole.address, 'ALL_OR_NOTHING')).toMatchObject({ committed: 2 });
    expect((await service.query('select used from plan_lines'))[0]).toEqual({ used: 4 });
    const noted = await service.query(`select actor from audit_entries where action = 'check-in-applicants'`);
    expect(noted).toHaveLength(4);
  });
});

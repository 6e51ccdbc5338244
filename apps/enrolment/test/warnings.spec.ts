import type { TestService } from '#testing';
import { checked, committed, csv, errorsOf, row } from './import-files.js';
import { application, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const codesOf = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

describe('What a rule only warns of', () => {
  let service: TestService;
  let offeringId: string;
  let elsewhere: string;
  const school = (code = 'S001') => service.as('school-admissions', code);
  const apply = async (person: Record<string, unknown>, differing: object = {}) =>
    (await school().post('/applications', { ...application(offeringId, person), ...differing })).body;

  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 100));
    ({ offeringId: elsewhere } = await recruitingSchool(service, 'S002', 100));
  });
  afterAll(() => service?.close());

  it('is answered with the application, acknowledged by name with a reason, and kept in its history', async () => {
    const { applicationId, warnings } = await apply({ name: '王小Ming', hukouRegion: '510104' });
    expect(warnings).toEqual([
      { code: 'mixed-scripts', field: 'name', message: expect.stringContaining('姓名') },
      { code: 'hukou-out-of-city', field: 'scope', message: expect.stringContaining('户籍') },
    ]);
    const body = { applicationIds: [applicationId], codes: ['mixed-scripts'], reason: '证件如此' };
    const strange = await school('S002').post('/applications/batch-acknowledge-warnings', body);
    expect(strange.body).toMatchObject({ refused: [{ code: 'not-found' }] });
    const done = await school().post('/applications/batch-acknowledge-warnings', body);
    expect(done.body.refused).toEqual([]);
    const { body: after } = await school().get(`/applications/${applicationId}`);
    expect(after.warnings[0]).toMatchObject({
      acknowledgedBy: expect.any(String),
      acknowledgedAt: expect.any(String),
      acknowledgement: '证件如此',
    });
    expect(after.warnings[1].acknowledgedAt).toBeUndefined();
    const [history] = await service.query(
      `select reason, actor from applications_history where application_id = $1 and happened = 'acknowledge-warnings'`,
      [applicationId],
    );
    expect(history).toEqual({ reason: '证件如此', actor: after.warnings[0].acknowledgedBy });
    const again = await school().post('/applications/batch-acknowledge-warnings', body);
    expect(again.body).toMatchObject({ refused: [{ code: 'no-such-warning' }] });
  });

  it('of one phone for many is told from the fourth applicant of the school on', async () => {
    const phone = '13900000077';
    const answers = [];
    for (let count = 0; count < 4; count++) answers.push(await apply({ phone }));
    expect(answers.map(codesOf)).toEqual([[], [], [], ['shared-phone']]);
    const other = { ...application(elsewhere, { phone }) };
    expect(codesOf((await school('S002').post('/applications', other)).body)).toEqual([]);
    const late = await checked(school(), csv(row({ 联系电话: phone })));
    expect(late).toMatchObject({ valid: 1, refused: 0, warned: 1 });
  });

  it('is told of the rows of a file apart from errors, and kept with what is stored', async () => {
    const 联系电话 = '13900000088';
    const doubtful = row({ 姓名: '阿Li' });
    const rows = Array.from({ length: 4 }, () => row({ 联系电话 }));
    const job = await checked(school(), csv(doubtful, ...rows, row({ 姓名: '' }), row()));
    expect(job).toMatchObject({ valid: 6, refused: 1, warned: 5 });
    const { body } = await school().get(`/applications/imports/${job.importId}/errors?grade=WARNING`);
    expect(body.items.map((each: any) => [each.row, each.column, each.code])).toEqual([
      [2, '姓名', 'mixed-scripts'],
      ...[3, 4, 5, 6].map((at) => [at, '联系电话', 'shared-phone']),
    ]);
    expect(await errorsOf(school(), job.importId)).toHaveLength(6);
    expect(await committed(school(), job.importId)).toMatchObject({ committed: 6, refused: 1, warned: 5 });
    const stored = await school().get(`/applications?importId=${job.importId}&hasOpenWarnings=true`);
    expect(stored.body.items.flatMap(codesOf)).toEqual(['mixed-scripts', ...Array(4).fill('shared-phone')]);
  });

  it('is counted by school, for the city of all and for a school of its own', async () => {
    const { body } = await service.as('city-officer').get('/applications/warnings?year=2026');
    expect(body.items).toContainEqual(
      expect.objectContaining({ schoolCode: 'S001', code: 'mixed-scripts', warned: 2, open: 1 }),
    );
    expect((await school('S002').get('/applications/warnings')).body.items).toEqual([]);
    expect((await school('S002').get('/applications/warnings?schoolCode=S001')).status).toBe(403);
  });
});

describe('Who may study what', () => {
  let service: TestService;
  let offeringId: string;
  const school = () => service.as('school-admissions', 'S001');
  const refusedFor = async (differing: object, person: Record<string, unknown> = {}) => {
    const answer = await school().post('/applications', { ...application(offeringId, person), ...differing });
    return [answer.status, answer.body.errors?.map((each: any) => `${each.path} ${each.code}`)];
  };

  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 100));
  });
  afterAll(() => service?.close());

  it('is decided at the application, by its fields together', async () => {
    expect(await refusedFor({ priorEducation: '小学' })).toEqual([422, ['offeringId level-not-open']]);
    expect(await refusedFor({ durationMonths: 1 })).toEqual([422, ['durationMonths duration-impossible']]);
    expect(await refusedFor({ priorGraduatedOn: '2026-12-31' })).toEqual([
      422,
      ['priorGraduatedOn graduation-impossible'],
    ]);
    expect(await refusedFor({ programmeType: 'NEW_APPRENTICESHIP' })).toEqual([
      422,
      ['offeringId apprenticeship-is-part-time', 'employer employer-required'],
    ]);
  });

  it('takes two passports of two states with one number for two people, by hand and by file', async () => {
    const passport = { idType: 'PASSPORT', idNumber: 'M12345678', sex: '1', birthDate: '2000-01-01' };
    expect(await refusedFor({}, passport)).toEqual([422, ['person.issuingState issuing-state-required']]);
    for (const issuingState of ['KOR', '日本'])
      expect((await refusedFor({}, { ...passport, issuingState }))[0]).toBe(201);
    expect((await refusedFor({}, { ...passport, issuingState: 'JPN' }))[0]).toBe(409);
    const titles = ['签发国家/地区', '出生日期', '毕业日期'];
    const file = csv(
      row({ 证件号码: 'M12345678', 性别: '男' }),
      row({ 证件号码: 'M12345678', 性别: '男' }),
      row({ 证件号码: 'M12345678', 性别: '男' }),
      row({ 证件号码: somebody() }),
    ).toString();
    const more = [
      titles,
      ['KOR', '2000-01-01', ''],
      ['GB', '2000-01-01', ''],
      ['US', '', ''],
      ['', '', '2020-06-30'],
    ];
    const [header, ...lines] = file.split('\r\n');
    const whole = [header, ...lines.map((line, at) => (at < 3 ? line.replace('居民身份证', '护照') : line))]
      .map((line, at) => `${line},${more[at]!.join(',')}`)
      .join('\r\n');
    const job = await checked(school(), Buffer.from(whole));
    const errors = await errorsOf(school(), job.importId);
    expect(errors.map(({ row: at, column, code }) => [at, column, code])).toEqual([
      [2, '证件号码', 'already-applied'],
      [4, '出生日期', 'birth-date-required'],
    ]);
  });
});

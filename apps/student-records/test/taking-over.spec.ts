// Budget: 30 s: one service, several files.
import { OfferingState, RegistrationTakenOver, StudentGraduated, StudentTransferred } from '#contracts';
import { v7 as uuidv7 } from 'uuid';
import { eventOf } from '#messaging';
import { addDays, addMonths } from '../src/domain/months.js';
import { dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import { RULES } from '../src/supervision/rules/index.js';
import { checkedIn, graduated, registered, schoolsKnown, schoolState, show, somebodyByDocument, startStudentRecords } from './check-ins.js'; // prettier-ignore
import { takenOverIds } from '../src/taking-over/taken-over-ids.js';
import { importFile } from './import-file.js';

const HEADER =
  '学号,学籍状态,姓名,证件类型,证件号码,专业代码,层次,学习形式,培养类型,来源类型,原学历,入学日期,学制月数,离校起始日期,应复学日期,班级代码,用人单位信用代码,用人单位名称';
const today = dayInChina(new Date());
const START = addMonths(today, -14);
const since = addDays(today, -40);

const offering = (mode: 'FULL_TIME' | 'PART_TIME', schoolCode = 'S001') =>
  eventOf(OfferingState, { data: { offeringId: uuidv7(), schoolCode, catalogueVersion: '2022', majorCode: '0106-4', majorName: '数控加工', level: 'SENIOR', mode, status: schoolCode === 'S001' ? 'STOPPED' : 'ACTIVE' } as never, version: 1 }); // prettier-ignore
const named = () => somebodyByDocument({ name: '样例存量' });
const row = (studentNo: string, over: Record<string, string> = {}, who = named()) => {
  const cells = { state: '在读', mode: '全日制', source: '应届高中毕业生', since: '', until: '', classCode: '', uscc: '', employer: '', major: '0106-4', start: START, ...over }; // prettier-ignore
  return [studentNo, cells.state, who.name, '居民身份证', who.idNumber, cells.major, '高级工班', cells.mode, '常规', cells.source, '高中', cells.start, '36', cells.since, cells.until, cells.classCode, cells.uscc, cells.employer].join(','); // prettier-ignore
};

describe('A takeover of present students', () => {
  let service: TestService;
  let targetOfferingId: string;
  let before: string;
  const registrar = () => service.as('school-registrar', 'S001');
  const principal = () => service.as('school-principal', 'S001');

  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState(), schoolState('S002'));
    await schoolsKnown(service, 2);
    const there = offering('FULL_TIME', 'S002');
    targetOfferingId = there.data.offeringId;
    await service.receive(offering('FULL_TIME'), offering('PART_TIME'), there);
    await eventually('the offerings', async () => {
      const known = await service.query('select from known_offerings');
      if (known.length < 3) throw new Error('They are not known yet.');
    });
    before = (await service.query('select now() as at'))[0]!.at.toISOString();
    await registrar().post('/classes', { code: 'OLD1', name: '旧1班', year: 2024, season: 'AUTUMN', studyMode: 'FULL_TIME', level: 'SENIOR', major: { majorCode: '0106-4', name: '数控加工' }, plannedSize: 45 }); // prettier-ignore
  });
  afterAll(() => service?.close());

  const stock = (...rows: string[]) => importFile(service, '/stock-registrations', [HEADER, ...rows]);
  const found = async (studentNo: string) =>
    (await registrar().get(`/registrations?studentNo=${studentNo}`)).body.items[0];

  const stockOn = async (query: string) =>
    (await registrar().get(`/figures/stock?schoolCode=S001&${query}`)).body.total;

  it('stores them with their numbers, states, days and classes, warns of what old data lacks, and refuses what would be wrong', async () => {
    const errors = await stock(
      row('OLD-0001', { classCode: 'OLD1' }),
      row('OLD-0002', { state: '休学', since, until: addMonths(today, 6) }),
      row('OLD-0003', { mode: '非全日制', source: '企业职工', classCode: 'OLD9' }),
      row('OLD-0004', { state: '休学' }),
      row('OLD-0005', { major: '9999-9' }),
      row('S00124100007', { start: '2024-09-01' }),
    );
    expect(errors.map(({ row: at, code }) => `${at} ${code}`).toSorted()).toEqual([
      '4 class-not-known',
      '4 employer-missing',
      '5 required',
      '5 required',
      '6 unknown-offering',
    ]);
    expect(await found('OLD-0001')).toMatchObject({ state: 'ACTIVE', takenOverAs: 'ACTIVE', classCode: 'OLD1', startOn: START }); // prettier-ignore
    expect(await found('OLD-0002')).toMatchObject({ state: 'ON_LEAVE', stateSince: since, leavesTaken: 1, takenOverAs: 'ON_LEAVE' }); // prettier-ignore
    expect(await found('OLD-0003')).toMatchObject({ state: 'ACTIVE', studyMode: 'PART_TIME' });
    const told = await service.published(RegistrationTakenOver, 4);
    expect(told.map(({ data }: any) => data.studentNo as string).toSorted()).toEqual(['OLD-0001', 'OLD-0002', 'OLD-0003', 'S00124100007']); // prettier-ignore
  });

  it('counts them in the figures of each day since they came, in the state that they had', async () => {
    const movements = await service.query(
      `select moved_on::text as on, state, study_mode as mode, sum(quantity * direction)::int as quantity from registration_movements
       where school_code = 'S001' and start_on = $1 group by 1, 2, 3 order by 1, 2, 3`,
      [START],
    );
    expect(movements).toEqual([
      { on: START, state: 'ACTIVE', mode: 'FULL_TIME', quantity: 2 },
      { on: START, state: 'ACTIVE', mode: 'PART_TIME', quantity: 1 },
      { on: since, state: 'ACTIVE', mode: 'FULL_TIME', quantity: -1 },
      { on: since, state: 'ON_LEAVE', mode: 'FULL_TIME', quantity: 1 },
    ]);
    expect(await stockOn(`asOf=${START}`)).toEqual({ enrolled: 4, live: 4 });
    expect(await stockOn(`asOf=${since}`)).toEqual({ enrolled: 3, live: 4 });
    expect(await stockOn(`asOf=${since}&knownAt=${before}`)).toEqual({ enrolled: 0, live: 0 });
  });

  it('never gives a number again that was taken over', async () => {
    const [fresh] = await registered(service, checkedIn({ year: 2024, startOn: '2024-09-01', checkedInOn: '2024-09-01' })); // prettier-ignore
    await service.as('city-officer').post('/registrations/batch-approve', { registrationIds: [fresh!.registrationId] }); // prettier-ignore
    const { body } = await service.as('city-officer').get(`/registrations/${fresh!.registrationId}`);
    expect(body.studentNo).toBe('S00124100008');
  });

  it('refuses a number that is taken, one of another school, whose counter it does not move, and one that holds an ID number', async () => {
    const person = named();
    const errors = await stock(row('OLD-0001'), row('S00224100009'), row(`G${person.idNumber}`, {}, person));
    expect(errors.map(({ row: at, code }) => `${at} ${code}`).toSorted()).toEqual(['2 student-no-taken', '3 number-of-other-school', '4 holds-id-number']); // prettier-ignore
    expect(await service.query(`select prefix, last from student_no_counters`)).toEqual([{ prefix: 'S001241', last: 8 }]); // prettier-ignore
  });

  it('refuses who studies in the city already, and whose number is another one’s by the papers', async () => {
    const person = named();
    const [there] = await registered(service, checkedIn({ schoolCode: 'S002', person }));
    await service.as('city-officer').post('/registrations/batch-approve', { registrationIds: [there!.registrationId] }); // prettier-ignore
    const other = named();
    await registered(service, checkedIn({ schoolCode: 'S002', person: other }));
    const errors = await stock(
      row('OLD-0011', {}, person),
      row('OLD-0012', {}, { ...other, name: '样例别名' }),
    );
    expect(errors.map(({ code }) => code)).toEqual(['person-has-live-registration', 'identity-mismatch']);
  });

  it('refuses the dead, also where the death was recorded since the file was looked through, and who is in dispute', async () => {
    const people = [named(), named(), named()] as const;
    const some = await registered(service, ...people.map((person) => checkedIn({ schoolCode: 'S002', person }))); // prettier-ignore
    const [dead, shared, late] = some.map(({ registrationId }) => registrationId);
    const [there, city] = [service.as('school-registrar', 'S002'), service.as('city-officer')];
    await city.post('/registrations/batch-approve', { registrationIds: [dead, shared, late] });
    const end = async (type: string, reasonCode: string, registrationIds: unknown[]) => {
      const { body } = await there.post('/status-changes', { type, reasonCode, registrationIds, effectiveOn: today, evidence: '证明1' }); // prettier-ignore
      expect((await city.post('/status-changes/batch-approve', { changeIds: body.changeIds })).body).toMatchObject({ refused: [] }); // prettier-ignore
    };
    await end('DEATH', 'DECEASED', [dead]);
    await end('WITHDRAWAL', 'OWN_REQUEST', [shared, late]);
    await service.query(`update persons set verification = 'MISMATCH' where person_id = (select person_id from registrations where registration_id = $1)`, [shared]); // prettier-ignore
    const errors = await stock(row('OLD-0013', {}, people[0]), row('OLD-0014', {}, people[1]));
    expect(errors.map(({ code }) => code)).toEqual(['person-is-deceased', 'identity-mismatch']);

    const later = await importFile(service, '/stock-registrations', [HEADER, row('OLD-0014', {}, people[2])], 'S001', async () => {
      const report = { registrationIds: [late], diedOn: today, evidence: '死亡证明2' };
      const { deathIds } = (await there.post('/person-deaths', report)).body;
      expect((await city.post('/person-deaths/batch-confirm', { deathIds })).body).toMatchObject({ accepted: 1 });
    }); // prettier-ignore
    expect(later.map(({ code }) => code)).toEqual(['person-is-deceased']);
  });

  it('refuses both of two rows that name one person, or one number', async () => {
    const person = named();
    const twice = [
      row('OLD-0015', {}, person),
      row('OLD-0016', {}, person),
      row('OLD-0017'),
      row('OLD-0017'),
    ];
    expect((await stock(...twice)).map(({ row: at, code }) => `${at} ${code}`).toSorted()).toEqual([2, 3, 4, 5].map((at) => `${at} duplicate-in-file`)); // prettier-ignore
  });

  it('gives a restored database the records back under the ids that others know, and no number of them to anybody else', async () => {
    const { registrationId } = takenOverIds('S001', 'OLD-0018');
    const lose = (number: string, id: string) => service.query('insert into reserved_numbers values ($1, $2, now())', [number, id]); // prettier-ignore
    await lose('OLD-0018', registrationId);
    await lose('OLD-0019', uuidv7());
    expect((await stock(row('OLD-0018'), row('OLD-0019'))).map(({ row: at, code }) => [at, code])).toEqual([[3, 'student-no-taken']]); // prettier-ignore
    expect((await found('OLD-0018')).registrationId).toBe(registrationId);
    expect(await service.query(`select number from reserved_numbers`)).toEqual([{ number: 'OLD-0019' }]);
  });

  it('lets them come back from the leave on which they came, and count it as not studied', async () => {
    const { registrationId } = await found('OLD-0002');
    const asked = { registrationIds: [registrationId], type: 'RETURN', reasonCode: 'LEAVE_OVER', effectiveOn: addDays(today, -10), evidence: '复学证明1' }; // prettier-ignore
    const { body } = await registrar().post('/status-changes', asked);
    expect(body).toMatchObject({ accepted: 1, refused: [] });
    await service.as('city-officer').post('/status-changes/batch-approve', { changeIds: body.changeIds });
    expect(await found('OLD-0002')).toMatchObject({ state: 'ACTIVE', daysAway: 30, leavesTaken: 1, takenOverAs: 'ON_LEAVE' }); // prettier-ignore
  });

  it('lets them graduate by what they studied before the system too', async () => {
    await stock(row('OLD-0031', { start: addMonths(today, -36) }), row('OLD-0032', { start: addMonths(today, -36) })); // prettier-ignore
    const { registrationId } = await found('OLD-0031');
    await graduated(service, [registrationId], 'S001', today);
    const told = await eventually('the graduation', async () => {
      const of = (await service.published(StudentGraduated)).find(
        ({ subject }) => subject === registrationId,
      );
      expect(of).toBeDefined();
      return of!;
    });
    expect(told.data).toMatchObject({ studentNo: 'OLD-0031', startOn: addMonths(today, -36), graduatedOn: today }); // prettier-ignore
    const [dayBefore, day] = [await stockOn(`asOf=${addDays(today, -1)}`), await stockOn(`asOf=${today}`)];
    expect(dayBefore.live - day.live).toBe(1);
  });

  it('lets them be transferred, and the record at the other school is theirs still', async () => {
    const year = Number(today.slice(0, 4));
    for (const each of [year, year + 1])
      await service.as('city-officer').post('/working-calendars', { year: each, documentNo: '样例〔2026〕1号', holidays: [], shiftedWorkdays: [] }); // prettier-ignore
    const { registrationId } = await found('OLD-0001');
    const asked = { registrationIds: [registrationId], receivingSchoolCode: 'S002', reasonCode: 'FAMILY_MOVED', effectiveOn: today, evidence: '转学申请1' }; // prettier-ignore
    const { transferIds } = (await registrar().post('/transfers', asked)).body;
    await principal().post('/transfers/batch-release', { transferIds });
    await service.as('school-principal', 'S002').post('/transfers/batch-accept', { transferIds, targetOfferingId }); // prettier-ignore
    const { body } = await service.as('city-officer').post('/transfers/batch-approve', { transferIds });
    expect(body).toMatchObject({ accepted: 1, refused: [] });
    const [{ data }] = (await service.published(StudentTransferred, 1)) as any[];
    expect(await show(service, data.registrationId)).toMatchObject({ state: 'ACTIVE', schoolCode: 'S002', startOn: START, takenOverAs: 'ACTIVE' }); // prettier-ignore
  });

  it('has supervision find nothing against them that old data or the takeover itself brings about', async () => {
    await service.query(`insert into registration_cut_offs (calendar_id, year, season, registration_cut_off, version) select gen_random_uuid(), year, season, '2020-01-01', 1 from (select distinct year, season from registrations) known`); // prettier-ignore
    const rules = RULES.map(({ code }) => code);
    const { body } = await service
      .as('city-officer')
      .post('/supervision/runs', { schoolCode: 'S001', rules });
    await eventually('the runs', async () => expect(await service.query('select from supervision_runs where run_id = any($1)', [body.runIds])).toHaveLength(rules.length)); // prettier-ignore
    const findings = (await registrar().get('/supervision/findings?limit=1000')).body.items as { rule: string; registrationIds: string[] }[]; // prettier-ignore
    const stocked = new Set((await service.query('select registration_id as id from registrations where taken_over_import_id is not null')).map(({ id }) => id)); // prettier-ignore
    const against = findings.filter(({ registrationIds }) => registrationIds.some((id) => stocked.has(id)));
    expect(against.map(({ rule }) => rule)).toEqual([]);
  });

  it('is told of again where an operator has it replayed', async () => {
    const times = async () => (await service.published(RegistrationTakenOver)).filter(({ data }: any) => data.studentNo === 'OLD-0001').length; // prettier-ignore
    expect(await times()).toBe(1);
    await service.as('operator').post('/republish', { topic: 'student-records.graduations.v1', schoolCode: 'S001' }); // prettier-ignore
    await eventually('the takeover again', async () => expect(await times()).toBe(2));
  });

  it('is balanced by the registrar, confirmed by the principal, and reopened by the authority only', async () => {
    const sign = (body: object = {}) => registrar().post('/takeover-balances', body);
    expect((await sign()).body.code).toBe('refused-rows-unexplained');
    const signed = await sign({ remark: '12 行不属于本校或重复' });
    expect(signed.body).toMatchObject({ state: 'SIGNED', files: 8, rows: 22, stored: 7, refused: 15, active: 6, onLeave: 1, retained: 0 }); // prettier-ignore
    const at = `/takeover-balances/${signed.body.balanceId}`;
    const act = async (caller: any, path: string, version: number, body: object = {}) =>
      (await caller.post(`${at}/${path}`, body, undefined, { 'if-match': `"${version}"` })).status;
    expect((await stock(row('OLD-0021'))).map(({ code }) => code)).toEqual(['takeover-signed-off']);
    expect((await sign({ remark: '再次签认' })).body.code).toBe('takeover-signed-off');
    expect(await act(principal(), 'confirm', 1)).toBe(200);
    expect(await act(principal(), 'return', 2, { reason: '漏报' })).toBe(409);
    expect(await act(registrar(), 'reopen', 2, { reason: '漏报教学点' })).toBe(403);
    expect(await act(service.as('city-officer'), 'reopen', 2, { reason: '漏报教学点' })).toBe(200);
    expect(await stock(row('OLD-0022'))).toEqual([]);
    expect((await sign({ remark: '补报一人' })).body).toMatchObject({ state: 'SIGNED', version: 4, stored: 8, rows: 24 }); // prettier-ignore
  });
});

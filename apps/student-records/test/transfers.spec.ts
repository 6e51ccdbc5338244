// Budget: 20 s: files, credits and transfers on one service.
import { allSchools, Transactions } from '#database';
import { eventually, type HttpCaller, type TestService } from '#testing';
import { calendarsFrom } from '../src/working-days/working-calendars.js';
import { activeStudents, schoolsKnown, schoolState, show, startStudentRecords } from './check-ins.js';

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'));
  await schoolsKnown(service, 1);
});
afterAll(() => service?.close());

const city = () => service.as('city-officer');
const registrar = (school = 'S001') => service.as('school-registrar', school);

const holidaysOf = (year: number) =>
  service.app
    .get(Transactions)
    .run(allSchools, async (tx) => (await calendarsFrom(tx, `${year}-06-01`))(year)?.holidays);

/** Uploads and commits a file; answers the import, with what is against its rows. */
async function uploaded(caller: HttpCaller, imports: string, rows: string[]) {
  const { body } = await caller.post(imports, Buffer.from(rows.join('\n')), 'text/csv');
  const address = `${imports}/${body.importId}`;
  const inState = (state: string) =>
    eventually(`the file to be ${state}`, async () => {
      const { body: job } = await caller.get(address);
      if (job.state !== state) throw new Error(`It is ${job.state}.`);
      return job;
    });
  await inState('VALIDATED');
  await caller.post(`${address}/commit`, { mode: 'VALID_ROWS' });
  const { committed } = await inState('DONE');
  const { items } = (await caller.get(`${address}/errors`)).body;
  return { committed, errors: items.map(({ row, code }: { row: number; code: string }) => [row, code]) };
}

const loadFile = (...rows: string[]) =>
  uploaded(city(), '/working-calendars/imports', ['日期,类别,文号', ...rows]);

describe('The calendar of working days', () => {
  const notice = { documentNo: '国办发明电〔2030〕1号', holidays: ['2031-01-01'], shiftedWorkdays: [] };
  const load = (over: object = {}) => city().post('/working-calendars', { ...notice, year: 2031, ...over });

  it('is loaded once for a year, and corrected with a reason that its history keeps', async () => {
    const { status, body } = await load();
    expect({ status, body }).toMatchObject({ status: 201, body: { year: 2031, version: 1 } });
    expect(await load()).toMatchObject({ status: 409, body: { code: 'working-calendar-exists' } });
    const corrected = await city().post(`/working-calendars/${body.calendarId}/correct`, {
      holidays: ['2031-01-01', '2031-01-02'],
      shiftedWorkdays: ['2031-01-05'],
      reason: '节假日安排调整',
    });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2, documentNo: notice.documentNo } });
    const { entries } = (await service.as('inspector').get(`/working-calendars/${body.calendarId}/history`))
      .body;
    expect(entries).toMatchObject([
      { version: 1, happened: 'load-working-calendar', actor: 'city-officer' },
      { version: 2, happened: 'correct-working-calendar', reason: '节假日安排调整' },
    ]);
    const listed = await service.as('school-registrar', 'S001').get('/working-calendars?year=2031');
    expect(listed.body.items).toMatchObject([{ year: 2031, shiftedWorkdays: ['2031-01-05'] }]);
  });

  it('is refused with each day that cannot be right, and then is not there', async () => {
    const answer = await load({ year: 2032, holidays: ['2031-12-31'], shiftedWorkdays: ['2032-01-05'] });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'working-days-wrong',
        errors: [
          { path: 'holidays.0', code: 'other-year' },
          { path: 'shiftedWorkdays.0', code: 'already-a-workday' },
        ],
      },
    });
    expect(await holidaysOf(2032)).toBeUndefined();
  });

  it('is loaded by a file as well, the whole year or none of it', async () => {
    const [holiday, shifted] = [
      '2033-10-01,放假,国办发明电〔2032〕1号',
      '2033-10-08,调休上班,国办发明电〔2032〕1号',
    ];
    expect(await loadFile(holiday, shifted, '2033-10-10,调休上班,国办发明电〔2032〕1号')).toMatchObject({
      committed: 0,
    });
    expect(await holidaysOf(2033)).toBeUndefined();
    expect(await loadFile(holiday, shifted)).toEqual({ committed: 2, errors: [] });
    expect(await holidaysOf(2033)).toEqual(['2033-10-01']);
  });
});

describe('Study by credits', () => {
  const header = '学号,课程代码,课程名称,学年学期,学分,成绩结果';
  const terms = { effectiveOn: '2024-09-01', decisionNo: '渝人社〔2024〕9号', flexible: true, creditBased: true, creditsRequired: 100, alternation: true }; // prettier-ignore

  it('is set by a decision, with its day and number in the history', async () => {
    const registrationIds = await activeStudents(service, 1);
    const set = await city().post('/registrations/batch-set-study-terms', { registrationIds, ...terms });
    expect(set.body).toMatchObject({ accepted: 1, refused: [] });
    expect(await show(service, registrationIds[0]!)).toMatchObject({
      entryQualification: 'SENIOR_HIGH',
      minMonths: 24,
      maxMonths: 60,
      flexible: true,
      creditsRequired: 100,
      alternation: true,
    });
    const { entries } = (await city().get(`/registrations/${registrationIds[0]}/history`)).body;
    expect(entries.at(-1)).toMatchObject({ effectiveOn: '2024-09-01', decisionNo: terms.decisionNo });
    const { body } = await service.as('school-principal', 'S001').post('/credits/prior-learning', {
      registrationIds, courseCode: 'SK-09', courseName: '车工', credits: 50.5, evidence: '认定〔2024〕3号',
    }); // prettier-ignore
    expect(body.refused).toMatchObject([{ code: 'prior-learning-too-much' }]);
  });

  it('earns what files of results say, each course once, until an entry is compensated', async () => {
    const students = await activeStudents(service, 2);
    const [one, other] = await Promise.all(
      students.map(async (each) => String((await show(service, each)).studentNo)),
    );
    const rows = [
      `${one},SK-01,数控编程,2025-2026-1,4,合格`,
      `${one},SK-02,机械制图,2025-2026-1,2.5,合格`,
      `${other},SK-01,数控编程,2025-2026-1,4,不合格`,
    ];
    const load = (...of: string[]) => uploaded(registrar(), '/credits/imports', [header, ...of]);
    const earned = async () => (await show(service, students[0]!)).creditsEarned;
    expect(await load(...rows)).toEqual({ committed: 3, errors: [] });
    expect(await load(...rows.toReversed())).toEqual({ committed: 3, errors: [] });
    expect(await earned()).toBe(6.5);
    expect(await show(service, students[1]!)).toMatchObject({ creditsEarned: 0 });
    expect(await load(`${one},SK-01,数控编程,2025-2026-1,3,合格`, `${one},SK-02,机械制图,2025-2026-2,2.5,合格`)).toEqual({
      committed: 0,
      errors: [[2, 'credit-entry-differs'], [3, 'course-credited-already']],
    }); // prettier-ignore
    const { items } = (await registrar().get(`/credits?registrationId=${students[0]}`)).body;
    const entryIds = [items[0].entryId];
    const undone = await registrar().post('/credits/batch-compensate', { entryIds, reason: '成绩登记有误' });
    expect(undone.body).toMatchObject({ accepted: 1 });
    expect(await earned()).toBe(2.5);
    expect(await load(`${one},SK-01,数控编程,2025-2026-1,3,合格`)).toEqual({ committed: 1, errors: [] });
    expect(await earned()).toBe(5.5);
    expect((await service.as('school-registrar', 'S002').get('/credits')).body.items).toEqual([]);
  });
});

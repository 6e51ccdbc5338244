// Budget: 20 s: histories of any order are written and their figures compared, day by day, with a naive count.
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { eventually, type TestService } from '#testing';
import { activeStudents, checkedIn, graduated, onLeave, registered, schoolState, somebody, startStudentRecords } from './check-ins.js'; // prettier-ignore
import { dayOf, DAYS, expected, knownAt, live, type Lives, lives } from './figures-model.js';

describe('Figures', () => {
  let service: TestService;
  const officer = () => service.as('city-officer');
  const get = async (path: string, asker = officer()) => {
    const { status, body } = await asker.get(`/figures/${path}`);
    expect([path, status, body.code]).toEqual([path, 200, undefined]);
    return body;
  };
  const stock = async (school: string, asOf: string, more = '') =>
    (await get(`stock?asOf=${asOf}&schoolCode=${school}${more}`)).total;
  const now = async () =>
    (await service.query('select now() as at, pg_sleep(0.01)'))[0]!.at.toISOString() as string;

  const cells = () =>
    service.query(`select moved_on, school_code, state, days_away, away_since, sum(direction * quantity)::int as moved
      from registration_movements group by 1, 2, 3, 4, 5 having sum(direction * quantity) <> 0 order by 1, 2, 3, 4, 5`); // prettier-ignore

  beforeAll(async () => {
    service = await startStudentRecords();
  });
  afterAll(() => service?.close());

  it('count from the first day at school, by what is known now, and not by what was known before the approval', async () => {
    const before = await now();
    await activeStudents(service, 2, 'F001');
    expect(await stock('F001', '2023-08-31')).toEqual({ enrolled: 0, live: 0 });
    expect(await stock('F001', '2023-09-01')).toEqual({ enrolled: 2, live: 2 });
    expect(await stock('F001', '2026-06-30')).toEqual({ enrolled: 2, live: 2 });
    expect(await stock('F001', '2026-06-30', `&knownAt=${before}`)).toEqual({ enrolled: 0, live: 0 });
  });

  it('leave out who is registered and has not come yet', async () => {
    const future = { startOn: '2099-09-01', checkedInOn: '2026-09-01', schoolCode: 'F002' };
    const [noShow] = await registered(service, checkedIn(future));
    const registrationIds = [noShow!.registrationId];
    await officer().post('/registrations/batch-approve', { registrationIds });
    expect(await stock('F002', '2099-08-31')).toEqual({ enrolled: 0, live: 0 });
    expect(await stock('F002', '2099-09-01')).toEqual({ enrolled: 1, live: 1 });
  });

  it('keep who is past the agreed duration until somebody decides: a year that is over is nobody’s end', async () => {
    await activeStudents(service, 1, 'F003');
    expect(await stock('F003', '2039-01-01')).toEqual({ enrolled: 1, live: 1 });
    const movements = await get('movements?from=2026-01-01&to=2039-01-01&schoolCode=F003');
    expect(movements.total).toMatchObject({ opening: 1, left: 0, closing: 1 });
  });

  it('count who was away and came back once on each day, and twice in the movements', async () => {
    const [student] = await activeStudents(service, 1, 'F004');
    await onLeave(service, student!, 'F004');
    const beforeReturn = await now();
    const asked = { registrationIds: [student], type: 'RETURN', reasonCode: 'OTHER', effectiveOn: '2026-05-01', evidence: '复学证明' }; // prettier-ignore
    const { changeIds } = (await service.as('school-registrar', 'F004').post('/status-changes', asked)).body;
    await officer().post('/status-changes/batch-approve', { changeIds });
    expect(await stock('F004', '2026-02-28')).toEqual({ enrolled: 1, live: 1 });
    expect(await stock('F004', '2026-04-01')).toEqual({ enrolled: 0, live: 1 });
    expect((await get('stock?asOf=2026-04-01&schoolCode=F004&by=state')).rows).toEqual([{ state: 'ON_LEAVE', enrolled: 0, live: 1 }]); // prettier-ignore
    expect(await stock('F004', '2026-05-01')).toEqual({ enrolled: 1, live: 1 });
    expect(await stock('F004', '2026-05-01', `&knownAt=${beforeReturn}`)).toEqual({ enrolled: 0, live: 1 });
    const year = await get('movements?from=2026-01-01&to=2026-12-31&schoolCode=F004');
    expect(year.total).toMatchObject({
      opening: 1,
      entered: 1,
      returned: 1,
      left: 1,
      onLeave: 1,
      closing: 1,
    });
    const since = await get('movements?from=2023-01-01&to=2026-12-31&schoolCode=F004');
    expect(since.total).toMatchObject({ opening: 0, entered: 2, intake: 1, left: 1, closing: 1 });
    const yearOn = async (asOf: string) =>
      (await get(`stock?asOf=${asOf}&schoolCode=F004&by=studyYear`)).rows[0].studyYear;
    expect(await Promise.all(['2026-02-28', '2026-10-31', '2026-11-01'].map(yearOn))).toEqual([3, 3, 4]);
  });

  it('stay when a graduate is erased, and are corrected on all days when sex or region are', async () => {
    const person = somebody({ hukouRegion: '500103', sex: '1' });
    await service.receive(schoolState('F005', 1, '样例五'));
    const [graduate] = await registered(service, checkedIn({ person, schoolCode: 'F005' }));
    const registrationIds = [graduate!.registrationId];
    await officer().post('/registrations/batch-approve', { registrationIds });
    const by = (field: string, more = '') =>
      get(`stock?asOf=2025-09-30&schoolCode=F005&by=${field}${more}`).then(({ rows }) => rows);
    // A correction of the same millisecond would be known by then.
    const known = await now();
    await service.query(`update persons set sex = '2' where person_id = $1`, [graduate!.personId]);
    expect(await by('sex')).toEqual([{ sex: '2', enrolled: 1, live: 1 }]);
    expect(await by('sex', `&knownAt=${known}`)).toEqual([{ sex: '1', enrolled: 1, live: 1 }]);
    await graduated(service, registrationIds, 'F005');
    const order = { reason: '目的已实现', legalGround: 'PURPOSE_ENDED' };
    expect((await officer().post(`/persons/${graduate!.personId}/erase`, order)).status).toBe(200);
    expect(await by('hukouRegion')).toEqual([{ hukouRegion: '500103', enrolled: 1, live: 1 }]);
    const year = await get('movements?from=2026-01-01&to=2026-12-31&schoolCode=F005&by=hukouRegion');
    expect(year.rows).toMatchObject([{ hukouRegion: '500103', opening: 1, graduated: 1, closing: 0 }]);
  });

  it('tell years of study apart, and the fourth and above for their funding', async () => {
    const some = await registered(service, checkedInOn('2021-09-01'), checkedInOn('2023-09-01'), checkedInOn('2024-03-01')); // prettier-ignore
    await officer().post('/registrations/batch-approve', { registrationIds: some.map((each) => each.registrationId) }); // prettier-ignore
    const { rows } = await get('stock?asOf=2024-09-01&schoolCode=F006&by=studyYear');
    expect(rows.map(({ studyYear, enrolled }: any) => [studyYear, enrolled])).toEqual([[1, 1], [2, 1], [4, 1]]); // prettier-ignore
    expect(await stock('F006', '2024-09-01', '&studyYearFrom=4')).toEqual({ enrolled: 1, live: 1 });
  });

  it('leave the days away out of the year of study, also those that were recorded before they were told apart', async () => {
    const before = await cells();
    expect(before.filter(({ days_away, away_since }) => days_away > 0 || away_since)).not.toEqual([]);
    const { CountAbsences1799210000000: CountAbsences } =
      await import('../src/migrations/1799210000000-count-absences.js');
    const runner = {
      query: (sql: string) => service.query(`begin; ${sql}; commit`),
    } as unknown as QueryRunner;
    await new CountAbsences().down(runner);
    await new CountAbsences().up(runner);
    expect(await cells()).toEqual(before);
  });

  it('of a district stay with it when the school goes to another one', async () => {
    await service.receive(
      schoolState('F007', 1, '样例七', { authorityCode: '500103', authorityTier: 'DISTRICT' }),
    );
    await eventually('the school', async () => {
      expect(await service.query(`select from schools where school_code = 'F007'`)).toHaveLength(1);
    });
    await activeStudents(service, 1, 'F007');
    await service.receive(
      schoolState('F007', 2, '样例七', { authorityCode: '500104', authorityTier: 'DISTRICT' }),
    );
    await eventually('the other authority', async () => {
      expect(await service.query(`select from schools where authority_code = '500104'`)).toHaveLength(1);
    });
    const of = async (asOf: string) =>
      (await get(`stock?asOf=${asOf}&schoolCode=F007&by=authorityCode`)).rows[0].authorityCode;
    expect([await of('2025-09-30'), await of('2099-01-01')]).toEqual(['500103', '500104']);
    const district = service.as('district-officer', '500104');
    expect((await get('stock?asOf=2099-01-01', district)).rows.map((row: any) => row.schoolCode)).toEqual([
      'F007',
    ]);
  });

  it('are exported with a footing that is the stock, and say who is eligible for aid', async () => {
    const partTime = { studyMode: 'PART_TIME', schoolCode: 'F008' } as const;
    const some = await registered(service, checkedIn({ schoolCode: 'F008' }), checkedIn(partTime));
    await officer().post('/registrations/batch-approve', { registrationIds: some.map((each) => each.registrationId) }); // prettier-ignore
    const registrar = service.as('school-registrar', 'F008');
    const sheet = async (path: string) => {
      const workbook = new ExcelJS.Workbook();
      const { body } = await registrar.get(`/figures/${path}`);
      await workbook.xlsx.load(body);
      return workbook.worksheets[0]!.getSheetValues()
        .slice(1)
        .map((row) => (row as unknown[]).slice(1));
    };
    const table = await sheet('stock/export?asOf=2026-01-01');
    expect(table).toEqual([
      ['在校生统计（2026-01-01）'],
      ['学校代码', '学习形式', '在校生', '在籍学生'],
      ['F008', '全日制', 1, 1],
      ['F008', '非全日制', 1, 1],
      ['合计', undefined, 2, 2],
    ]);
    const roster = await sheet('roster/export?asOf=2026-01-01&schoolCode=F008');
    expect(roster.slice(2).map((row) => row[1])).toEqual([expect.any(String), expect.any(String), 2]);
    const aid = await sheet('aid-eligibility/export?asOf=2026-01-01&schoolCode=F008');
    expect(aid.slice(2).map((row) => row.slice(-3))).toMatchObject([
      ['在读', 1, 0],
      [0, 1, '非全日制学籍不属于资助范围'],
      [undefined, 1, 1],
    ]);
    const movements = await sheet('movements/export?from=2023-01-01&to=2023-12-31');
    expect(movements.at(-1)).toEqual(['合计', undefined, 0, 2, 2, ...Array(15).fill(0), 2]);
    expect((await registrar.get('/figures/stock?asOf=2026-01-01&schoolCode=F001')).status).toBe(403);
  });

  it('add up: the stock of yesterday, who entered and who left make that of today, for every school and mode, whatever is recorded when', async () => {
    let run = 0;
    const addsUp = async (all: Lives, known: number) => {
      const prefix = `R${++run}`;
      await live(service, all, prefix);
      for (const day of DAYS) {
        const on = dayOf(day);
        const { rows } = await get(`movements?from=${on}&to=${on}&knownAt=${knownAt(known)}`);
        const ours = rows.filter(({ schoolCode }: any) => schoolCode.startsWith(prefix));
        const figures = ours.map(({ schoolCode, studyMode, opening, entered, left, closing }: any) => ({
          unit: `${schoolCode.slice(prefix.length)} ${studyMode}`, opening, entered, left, closing,
        })); // prettier-ignore
        expect(figures.filter(hasAnybody)).toEqual(expected(all, day, known));
      }
    };
    const known = fc.integer({ min: 1, max: 5 });
    await fc.assert(fc.asyncProperty(lives, known, addsUp), { numRuns: 15, endOnFailure: true });
  });
});

const checkedInOn = (startOn: string) => checkedIn({ startOn, checkedInOn: startOn, schoolCode: 'F006' });

const hasAnybody = ({ opening, entered, closing }: Record<string, number>) =>
  opening! + entered! + closing! > 0;

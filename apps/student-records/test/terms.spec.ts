// Budget: 30 s: each case registers students of its own.
import { dayInChina } from '#national-codes';
import { runJob, type TestService } from '#testing';
import { listMissedConfirmations } from '../src/terms/list-missed.js';
import { activeStudents, onLeave, schoolsKnown, schoolState, show, startStudentRecords } from './check-ins.js'; // prettier-ignore
import { importFile } from './import-file.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));
const TERM = '2026-2027-1';

describe('The confirmation of a term', () => {
  let service: TestService;
  let termId: string;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(
      schoolState('S001'),
      schoolState('S002', 1, '样例二', { authorityTier: 'DISTRICT', authorityCode: '500112' }),
    );
    await schoolsKnown(service, 2);
    const opened = await city().post('/terms', {
      term: TERM,
      startOn: shifted(-60),
      endOn: shifted(90),
      confirmationOpensOn: shifted(-30),
      confirmationClosesOn: shifted(10),
    });
    termId = opened.body.termId;
  });
  afterAll(() => service?.close());

  const city = () => service.as('city-officer');
  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const state = async (registrationIds: string[], over: object = {}, school = 'S001') =>
    (await registrar(school).post('/term-confirmations', { registrationIds, term: TERM, result: 'CONFIRMED', ...over })).body; // prettier-ignore
  const listed = async (query: string) =>
    (await registrar().get(`/term-confirmations?term=${TERM}&${query}`)).body.items;
  const progressOf = async (school: string, term = TERM) =>
    (await city().get(`/term-confirmations/progress?term=${term}&schoolCode=${school}`)).body.counts;
  /** The window of the term closes so many days from now; the school’s statements stay. */
  const closing = (days: number) =>
    city().post(`/terms/${termId}/change`, { confirmationClosesOn: shifted(days), reason: '调整注册时间' });
  const nightAfter = () => runJob(service, listMissedConfirmations, {});

  it('is stated for many students at once, corrected by stating it again, and kept in its history', async () => {
    const [one, other, away] = await activeStudents(service, 3);
    await onLeave(service, away!);
    expect(await state([one!, other!, away!])).toMatchObject({ accepted: 2, refused: [{ id: away, code: 'not-studying' }] }); // prettier-ignore
    const left = { result: 'NOT_CONFIRMED', reasonCode: 'LEAVING' };
    expect(await state([other!], left)).toMatchObject({ accepted: 1 });
    expect(await listed(`registrationId=${other}`)).toMatchObject([{ state: 'NOT_CONFIRMED', reasonCode: 'LEAVING', version: 2 }]); // prettier-ignore
    expect(await listed(`registrationId=${one}`)).toMatchObject([{ state: 'CONFIRMED', version: 1 }]);
  });

  it('is stated for a whole class by the filter of the list, and by a file', async () => {
    const [inClass, other] = await activeStudents(service, 2);
    const { body: opened } = await registrar().post('/classes', {
      code: 'T1',
      name: '一班',
      year: 2023,
      season: 'AUTUMN',
      studyMode: 'FULL_TIME',
      level: 'SENIOR',
      major: { majorCode: '0106-4', name: '数控加工' },
      plannedSize: 40,
    });
    const placing = { classId: opened.classId, registrationIds: [inClass], effectiveOn: shifted(-5) };
    await registrar().post('/class-memberships', placing);
    const byClass = { filter: { classId: opened.classId }, expectedCount: 1 };
    const outcome = await registrar().post('/term-confirmations', { ...byClass, term: TERM, result: 'CONFIRMED' }); // prettier-ignore
    expect(outcome.body).toMatchObject({ accepted: 1, refused: [] });
    expect(await listed(`classId=${opened.classId}`)).toMatchObject([{ registrationId: inClass, classCode: 'T1' }]); // prettier-ignore
    const { studentNo } = await show(service, other!);
    const errors = await importFile(service, '/term-confirmations', [
      '学号,学年学期,注册情况,未注册原因,备注',
      `${String(studentNo)},${TERM},未注册,未返校,电话联系不上`,
      `S00199999,${TERM},已注册,,`,
    ]);
    expect(errors).toMatchObject([{ row: 3, code: 'not-found' }]);
    expect(await listed(`registrationId=${other}`)).toMatchObject([{ state: 'NOT_CONFIRMED', reasonCode: 'NOT_RETURNED' }]); // prettier-ignore
  });

  it('lists after the window of whom nothing was said, once, and nobody has left for it', async () => {
    const [silent, said] = await activeStudents(service, 2, 'S002');
    await state([said!], {}, 'S002');
    await service.query(`update registrations set approved_at = approved_at - interval '20 days' where registration_id = $1`, [silent]); // prettier-ignore
    await closing(-1);
    await nightAfter();
    await nightAfter();
    expect(await progressOf('S002')).toMatchObject([
      { confirmed: 1, notConfirmed: 0, missed: 1, waiting: 0 },
    ]);
    expect(await show(service, silent!)).toMatchObject({ state: 'ACTIVE', version: 2 });
    expect((await state([silent!], {}, 'S002')).refused).toMatchObject([{ code: 'confirmation-window-closed' }]); // prettier-ignore
  });

  it('of a year that nobody has opened says nothing of anybody', async () => {
    expect(await progressOf('S002', '2031-2032-1')).toEqual([]);
    await nightAfter();
    const stock = await city().get(`/figures/stock?asOf=${shifted(0)}&schoolCode=S002`);
    expect(stock.body.total).toEqual({ enrolled: 2, live: 2 });
  });

  it('is reopened for one school by its own authority, and made up for', async () => {
    const until = { schoolCode: 'S002', confirmationClosesOn: shifted(5), reason: '数据报送中断' };
    const by = (role: string, place?: string) =>
      service.as(role, place).post(`/terms/${termId}/reopen`, until);
    expect((await by('district-officer', '500113')).body.code).toBe('school-of-another-authority');
    expect((await by('district-officer', '500112')).body).toMatchObject({ schoolCode: 'S002', version: 1 });
    expect((await by('city-officer')).body).toMatchObject({ schoolCode: 'S002', version: 2 });
    const missed = (await registrar('S002').get('/term-confirmations?state=MISSED')).body.items;
    const ids = missed.map(({ registrationId }: any) => registrationId);
    expect(await state(ids, {}, 'S002')).toMatchObject({ accepted: 1 });
    const [other] = await activeStudents(service, 1, 'S001');
    expect((await state([other!])).refused).toMatchObject([{ code: 'confirmation-window-closed' }]);
    const { body } = await registrar('S002').get('/terms/reopenings');
    expect(body.items).toMatchObject([{ schoolCode: 'S002', confirmationClosesOn: shifted(5) }]);
  });

  it('is opened once for a term, and cancelled where nobody was confirmed in it', async () => {
    expect((await city().post('/terms', { term: TERM })).body.code).toBe('term-exists');
    const wrong = await city().post('/terms', { term: '2036-2037-2' });
    expect(wrong.body).toMatchObject({ startOn: '2037-02-15', confirmationClosesOn: '2037-03-15' });
    const cancel = (id: string) => city().post(`/terms/${id}/cancel`, { reason: '学年填写有误' });
    expect((await cancel(wrong.body.termId)).body).toMatchObject({ state: 'CANCELLED' });
    expect((await cancel(termId)).body.code).toBe('term-in-use');
  });
});

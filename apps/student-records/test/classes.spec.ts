// Budget: 30 s: six cases register students of their own.
import { dayInChina } from '#national-codes';
import type { TestService } from '#testing';
import { activeStudents, schoolsKnown, schoolState, show, startStudentRecords } from './check-ins.js';
import { importFile } from './import-file.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));
const newClass = (code: string, over: object = {}) => ({
  code,
  name: `${code}班`,
  year: 2023,
  season: 'AUTUMN',
  studyMode: 'FULL_TIME',
  level: 'SENIOR',
  major: { majorCode: '0106-4', name: '数控加工' },
  plannedSize: 45,
  headTeacher: '李样例',
  ...over,
});

const CLASS_HEADER =
  '班级代码,班级名称,入学年度,入学季节,学习形式,层次,专业代码,专业名称,培养类型,计划人数,班主任';
const classRow = (code: string) => `${code},${code}班,2023,秋季,全日制,高级工班,0106-4,数控加工,常规,40,`;
const placingRow = (number: string, code: string) => `${number},${code},${shifted(-2)},`;

describe('A class', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  async function opened(code: string, over: object = {}): Promise<string> {
    const { status, body } = await registrar().post('/classes', newClass(code, over));
    expect(status).toBe(201);
    return body.classId;
  }
  const place = async (classId: string, registrationIds: string[], over: object = {}) =>
    (await registrar().post('/class-memberships', { classId, registrationIds, effectiveOn: shifted(-30), ...over })).body; // prettier-ignore
  const roster = async (classId: string, on = shifted(0)) =>
    (await registrar().get(`/classes/${classId}/students?on=${on}`)).body.items.map((each: any) => each.registrationId); // prettier-ignore
  const shownClass = async (code: string) =>
    (await registrar().get(`/classes?code=${encodeURIComponent(code)}`)).body.items[0];

  it('holds students from a day on, and tells of any day who was in it', async () => {
    const [a, b] = [await opened('A1'), await opened('A2')];
    const [one, other] = await activeStudents(service, 2);
    expect(await place(a, [one!, other!])).toMatchObject({ accepted: 2, refused: [] });
    expect(await show(service, one!)).toMatchObject({ classId: a, classCode: 'A1', className: 'A1班' });
    expect(await place(b, [one!], { effectiveOn: shifted(10) })).toMatchObject({ accepted: 1 });
    expect(await show(service, one!)).toMatchObject({ classId: a });
    expect([await roster(a, shifted(-31)), await roster(a), await roster(a, shifted(9))].map(({ length }) => length)).toEqual([0, 2, 2]); // prettier-ignore
    expect([await roster(a, shifted(10)), await roster(b, shifted(10))]).toEqual([[other], [one]]);
    expect(await shownClass('A1')).toMatchObject({ students: 2, headTeacher: '李样例', plannedSize: 45 });
    const listed = await registrar().get(`/registrations?classId=${a}`);
    expect(listed.body.items.map(({ registrationId }: any) => registrationId)).toEqual(expect.arrayContaining([one, other])); // prettier-ignore
    expect((await registrar('S002').get(`/classes/${a}/students`)).status).toBe(404);
  });

  it('is left by who leaves the school, and has the student back with a reversal', async () => {
    const a = await opened('L1');
    const [one] = await activeStudents(service, 1);
    await place(a, [one!]);
    const stands = (state: string) =>
      service.query(
        `with moved as (update registrations set state = $2, version = version + 1, ended_on = current_date - 1, end_reason_code = 'OTHER' where registration_id = $1 returning *)
         insert into registrations_history select registration_id, version, school_code, state, 'planted', current_date - 1, now(), null, null, null, null, null, to_jsonb(moved) from moved`,
        [one, state],
      );
    const seen = async () => [
      await roster(a),
      (await show(service, one!)).classId,
      (await shownClass('L1')).students,
    ];
    for (const left of ['WITHDRAWN', 'EXPELLED', 'DECEASED', 'CANCELLED', 'TRANSFERRED_OUT']) {
      await stands(left);
      expect(await seen()).toEqual([[], undefined, 0]);
    }
    await stands('ACTIVE');
    expect(await seen()).toEqual([[one], a, 1]);
  });

  it('moves hundreds of students in a handful of statements', async () => {
    const [a, b] = [await opened('B1'), await opened('B2')];
    const students = await activeStudents(service, 100);
    await place(a, students);
    const statements = await service.countStatements(async () => {
      expect(await place(b, students, { effectiveOn: shifted(0) })).toMatchObject({ accepted: 100 });
    });
    expect(statements).toBeLessThan(20);
    expect([await roster(a, shifted(-1)), await roster(b)].map(({ length }) => length)).toEqual([100, 100]);
  });

  it('gives students back to the class before, where they were moved by mistake', async () => {
    const [a, b] = [await opened('C1'), await opened('C2')];
    const [student] = await activeStudents(service, 1);
    await place(a, [student!]);
    const { membershipIds } = await place(b, [student!], { effectiveOn: shifted(-1) });
    const undo = await registrar().post('/class-memberships/batch-undo', { membershipIds, reason: '编班有误' }); // prettier-ignore
    expect(undo.body).toMatchObject({ accepted: 1 });
    expect([await roster(a), await roster(b, shifted(-1))]).toEqual([[student], []]);
    const memberships = await registrar().get(`/class-memberships?registrationId=${student}`);
    expect(memberships.body.items.map(({ state }: any) => state)).toEqual(['CURRENT', 'UNDONE']);
  });

  it('lists who is in it by an exception', async () => {
    const other = await opened('D1', { level: 'INTERMEDIATE' });
    const [student] = await activeStudents(service, 1);
    expect((await place(other, [student!])).refused).toMatchObject([{ code: 'class-does-not-fit' }]);
    expect(await place(other, [student!], { exceptionReason: '跨层次联合培养' })).toMatchObject({ accepted: 1 }); // prettier-ignore
    const { items } = (await registrar().get('/class-memberships?isException=true')).body;
    expect(items).toMatchObject([{ registrationId: student, misfits: ['LEVEL'], exceptionReason: '跨层次联合培养' }]); // prettier-ignore
  });

  it('is closed once its students are gone, and reopened where that was wrong', async () => {
    const [a, b] = [await opened('E1'), await opened('E2')];
    const [student] = await activeStudents(service, 1);
    await place(a, [student!]);
    const close = (classId: string) =>
      registrar().post(`/classes/${classId}/close`, { closedOn: shifted(0), reason: '并班' });
    const refused = await close(a);
    expect([refused.status, refused.body.title]).toEqual([409, '班内仍有 1 名在籍学生，不能撤销']);
    await place(b, [student!], { effectiveOn: shifted(0) });
    expect((await close(a)).body).toMatchObject({ state: 'CLOSED', students: 0 });
    expect((await place(a, [student!], { effectiveOn: shifted(1) })).refused).toMatchObject([{ code: 'class-closed' }]); // prettier-ignore
    expect((await registrar().post(`/classes/${a}/reopen`, { reason: '撤班有误' })).body).toMatchObject({ state: 'OPEN' }); // prettier-ignore
    const { entries } = (await registrar().get(`/classes/${a}/history`)).body;
    expect(entries.map(({ happened }: any) => happened)).toEqual(['open-class', 'close-class', 'reopen-class']); // prettier-ignore
  });

  it('is opened once under its code, and gets another name and head teacher from a day on', async () => {
    const classId = await opened('F1');
    const again = await registrar().post('/classes', newClass('F1'));
    expect(again.body.code).toBe('class-code-taken');
    const change = await registrar().post(`/classes/${classId}/change`, { name: '数控一班', reason: '更名' });
    expect(change.body).toMatchObject({ name: '数控一班', code: 'F1' });
    const appoint = { headTeacher: '王样例', fromOn: shifted(5), reason: '岗位调整' };
    expect((await registrar().post(`/classes/${classId}/appoint-head-teacher`, appoint)).body).toMatchObject({ headTeacher: '李样例', headTeachers: [{ name: '李样例' }, { name: '王样例' }] }); // prettier-ignore
  });

  it('and its students come as files, by class codes and student numbers', async () => {
    await opened('G0');
    expect(
      await importFile(service, '/classes', [CLASS_HEADER, classRow('G0'), classRow('G1')]),
    ).toMatchObject([{ row: 2, code: 'class-code-taken' }]);
    const [student] = await activeStudents(service, 1);
    const { studentNo } = await show(service, student!);
    const errors = await importFile(service, '/class-memberships', [
      '学号,班级代码,编入日期,例外原因',
      placingRow(String(studentNo), 'G1'),
      placingRow('S00199999', 'G1'),
    ]);
    expect(errors).toMatchObject([{ row: 3, code: 'not-found' }]);
    expect(await shownClass('G1')).toMatchObject({ students: 1, plannedSize: 40 });
    const exported = await registrar().get('/classes/export');
    expect(exported.body.subarray(0, 2).toString()).toBe('PK');
  });
});

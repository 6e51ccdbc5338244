import { accept, refuse } from '#aggregates/rules';
import { appointHeadTeacher, changeClass, type Class, closeClass, headTeacherOn, openClass, reopenClass } from './class.js'; // prettier-ignore

const at = '2026-09-01T02:00:00.000Z';
const asked = { subject: 'registrar', at, today: '2026-09-01' };
const opened = (): Extract<Class, { state: 'OPEN' }> =>
  openClass(
    {
      classId: 'c1',
      schoolCode: 'S001',
      code: '26SK01',
      name: '26数控1班',
      year: 2026,
      season: 'AUTUMN',
      studyMode: 'FULL_TIME',
      level: 'SENIOR',
      major: { majorCode: '0106-4', name: '数控加工' },
      programmeType: 'REGULAR',
      plannedSize: 45,
      headTeacher: '李样例',
    },
    asked,
  );
const closing = { closedOn: '2026-09-01', reason: '全班毕业' };
const closed = (students = 0, over: Partial<typeof closing> = {}) =>
  closeClass(opened(), { ...closing, ...over }, { ...asked, studentsOf: () => students });

describe('A class', () => {
  it('knows its head teacher of every day', () => {
    const followed = appointHeadTeacher(opened(), { headTeacher: '王样例', fromOn: '2027-03-01' });
    if (!followed.ok) throw new Error(followed.code);
    const on = (day: string) => headTeacherOn(followed.value, day);
    expect([on('2026-08-31'), on('2026-09-01'), on('2027-02-28'), on('2027-03-01')]).toEqual([undefined, '李样例', '李样例', '王样例']); // prettier-ignore
  });

  it('takes a corrected name of its head teacher for the same day, and none for an earlier one', () => {
    expect(appointHeadTeacher(opened(), { headTeacher: '李样', fromOn: '2026-09-01' })).toEqual(accept({ ...opened(), headTeachers: [{ name: '李样', fromOn: '2026-09-01' }] })); // prettier-ignore
    expect(appointHeadTeacher(opened(), { headTeacher: '李样', fromOn: '2026-08-31' })).toEqual(refuse('before-last-head-teacher')); // prettier-ignore
  });

  it('is renamed, but not to the code of another class', () => {
    const change = { code: '26SK02', name: '26数控2班' };
    expect(changeClass(opened(), change, { taken: () => false })).toEqual(accept({ ...opened(), ...change }));
    expect(changeClass(opened(), change, { taken: () => true })).toEqual(refuse('class-code-taken'));
  });

  it('is not closed while live students are in it, nor on a day to come', () => {
    expect(closed(3)).toMatchObject({ code: 'class-has-students', words: { title: '班内仍有 3 名在籍学生，不能撤销' } }); // prettier-ignore
    expect(closed(0, { closedOn: '2026-09-02' })).toEqual(refuse('day-not-come'));
    expect(closed()).toMatchObject(accept({ state: 'CLOSED', closedOn: '2026-09-01' }));
  });

  it('is reopened as it was, and changes nothing while it is closed', () => {
    const decision = closed();
    if (!decision.ok) throw new Error(decision.code);
    expect(reopenClass(decision.value)).toEqual(accept(opened()));
    expect(reopenClass(opened())).toEqual(refuse('class-not-closed'));
    expect(changeClass(decision.value, { name: '新' }, { taken: () => false })).toEqual(refuse('class-closed')); // prettier-ignore
  });
});

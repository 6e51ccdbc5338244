import { accept, refuse } from '#aggregates/rules';
import type { Class } from './class.js';
import { endedBy, placeInClass, resumed, undoPlacing } from './class-membership.js';
import type { Registration } from './registration-states.js';

const asked = { subject: 'registrar', at: '2026-09-01T02:00:00.000Z', today: '2026-09-01' };
const student = (state = 'ACTIVE') =>
  ({
    state,
    registrationId: 'r1',
    schoolCode: 'S001',
    startOn: '2023-09-01',
    studyMode: 'FULL_TIME',
    level: 'SENIOR',
    major: { catalogueVersion: '2022', majorCode: '0106-4', name: '数控加工' },
  }) as Registration;
const target: Class = {
  classId: 'c1',
  schoolCode: 'S001',
  version: 1,
  state: 'OPEN',
  code: '23SK01',
  name: '23数控1班',
  year: 2023,
  season: 'AUTUMN',
  studyMode: 'FULL_TIME',
  level: 'SENIOR',
  major: { majorCode: '0106-4', name: '数控加工' },
  programmeType: 'REGULAR',
  plannedSize: 45,
  headTeachers: [],
  openedBy: 'registrar',
  openedAt: asked.at,
};
const context = { ...asked, newId: 'm1', target, current: undefined };
const placed = (over: object = {}, registration = student(), placing: object = {}) =>
  placeInClass(registration, { effectiveOn: '2026-09-01', ...placing }, { ...context, ...over });
function membership(fromOn = '2026-09-01') {
  const decision = placed({}, undefined, { effectiveOn: fromOn });
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
}

describe('A student', () => {
  it('is placed in a class that fits, from a day on', () => {
    expect(membership()).toMatchObject({
      classId: 'c1',
      fromOn: '2026-09-01',
      misfits: [],
      state: 'CURRENT',
    });
  });

  it('is placed before the registration is approved, and not once it has ended', () => {
    expect(placed({}, student('SUBMITTED')).ok).toBe(true);
    expect(placed({}, student('WITHDRAWN'))).toEqual(refuse('registration-ended')); // prettier-ignore
  });

  it('is placed in no class of another school, and in none that is closed', () => {
    expect(placed({ target: undefined })).toEqual(refuse('class-not-known'));
    expect(placed({ target: { ...target, schoolCode: 'S002' } })).toEqual(refuse('class-not-known'));
    expect(placed({ target: { ...target, state: 'CLOSED' } })).toEqual(refuse('class-closed'));
  });

  it('is placed in a class of another level or major by an exception only, which is listed', () => {
    const other = {
      target: { ...target, level: 'INTERMEDIATE', major: { majorCode: '0203', name: '烹饪' } },
    };
    expect(placed(other)).toEqual(refuse('class-does-not-fit'));
    expect(placed(other, undefined, { exceptionReason: '跨专业联合培养' })).toMatchObject(
      accept({ misfits: ['LEVEL', 'MAJOR'], exceptionReason: '跨专业联合培养' }),
    );
  });

  it('is placed neither before the first day of study nor more than a year ahead', () => {
    expect(placed({}, undefined, { effectiveOn: '2023-08-31' })).toEqual(refuse('before-entry'));
    expect(placed({}, undefined, { effectiveOn: '2027-09-02' })).toEqual(refuse('too-far-ahead'));
  });

  it('is moved after the day on which they came to the present class, to another one', () => {
    const next = { ...target, classId: 'c2' };
    const moved = (effectiveOn: string, to = next) =>
      placed({ target: to, current: membership() }, undefined, { effectiveOn });
    expect(moved('2026-09-01')).toEqual(refuse('not-after-last-placing'));
    expect(moved('2026-10-01', target)).toEqual(refuse('already-in-class'));
    expect(moved('2026-10-01')).toMatchObject(accept({ classId: 'c2', fromOn: '2026-10-01' }));
  });

  it('is in the former class up to the day before, and again once the move is undone', () => {
    const before = membership();
    const next = { ...membership('2026-10-01'), membershipId: 'm2' };
    const ended = endedBy(before, next);
    expect(ended).toMatchObject({ state: 'ENDED', toOn: '2026-09-30', endedBy: 'm2' });
    const mistake = { reason: '编班有误' };
    expect(undoPlacing(next, mistake, asked)).toMatchObject(accept({ state: 'UNDONE' }));
    expect(undoPlacing(ended, mistake, asked)).toEqual(refuse('not-last-placing'));
    expect(resumed(ended)).toEqual(before);
  });
});

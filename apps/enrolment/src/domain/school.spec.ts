import { type ChangeContext, changeSchool, newSchool, type SchoolChange } from './school-change.js';
import { grantExemption, mayRun, type School, withdrawExemption } from './school.js';

const TODAY = '2026-09-01';
const school: School = newSchool({
  schoolCode: 'S001',
  uscc: '91500000000000001X',
  name: '重庆样例技工学校',
  schoolType: 'TECHNICAL_SCHOOL',
  ownership: '公办',
  authorityCode: '500000',
  regionCode: '500103',
  authorityTier: 'CITY',
  inHigherEdSequence: false,
  effectiveFrom: '2026-03-01',
});
const none = { qualifications: 0, offerings: 0, planLines: 0, applications: 0, registrations: 0 };
const context = (over: Partial<ChangeContext> = {}): ChangeContext => ({
  subject: 'officer',
  at: `${TODAY}T02:00:00.000Z`,
  today: TODAY,
  authority: undefined,
  usccTaken: false,
  live: none,
  successor: undefined,
  ...over,
});
const change = (kind: SchoolChange['kind'], fields: SchoolChange['fields'] = {}, effectiveOn = TODAY) => ({
  kind,
  fields,
  effectiveOn,
});
const refused = (code: string) => ({ ok: false, code });

describe('A school', () => {
  it('keeps its old name, with its last day, and is found by it', () => {
    const renamed = changeSchool(school, change('RENAME', { name: '重庆样例高级技工学校' }), context());
    expect(renamed).toMatchObject({
      value: {
        name: '重庆样例高级技工学校',
        formerNames: [{ name: '重庆样例技工学校', until: '2026-08-31' }],
        nameKeys: expect.arrayContaining(['重庆样例技工学校', 'chongqingyanglijigongxuexiao']),
        effectiveFrom: TODAY,
      },
    });
  });

  it('has no former name by a correction of what was mistyped', () => {
    const corrected = changeSchool(school, change('CORRECT', { name: '重庆范例技工学校' }), context());
    expect(corrected).toMatchObject({ value: { name: '重庆范例技工学校', formerNames: [] } });
  });

  it('goes up a type and may then run its levels', () => {
    const promoted = changeSchool(
      school,
      change('RECLASSIFY', { schoolType: 'SENIOR_TECHNICAL_SCHOOL' }),
      context(),
    );
    expect(mayRun(school, 'SENIOR', TODAY)).toBe(false);
    expect(promoted.ok && mayRun(promoted.value, 'SENIOR', TODAY)).toBe(true);
  });

  it('is closed once nothing of it is live; a closure that is to come may wait for that', () => {
    for (const kind of Object.keys(none)) {
      const live = { ...none, [kind]: 1 };
      expect(changeSchool(school, change('CLOSE'), context({ live }))).toEqual(
        refused('school-has-what-is-live'),
      );
      expect(changeSchool(school, change('CLOSE', {}, '2026-12-31'), context({ live })).ok).toBe(true);
    }
    const closed = changeSchool(school, change('CLOSE'), context());
    expect(closed).toMatchObject({ value: { status: 'CLOSED' } });
    expect(closed.ok && changeSchool(closed.value, change('CLOSE'), context())).toEqual(
      refused('school-not-active'),
    );
  });

  it('merges into an active school that has none of its offerings', () => {
    const merge = change('MERGE', { successorCode: 'S002' });
    const into = (successor: ChangeContext['successor']) =>
      changeSchool(school, merge, context({ successor }));
    expect(into({ hasTheOffering: false })).toMatchObject({
      value: { status: 'MERGED', successorCode: 'S002' },
    });
    expect(into({ hasTheOffering: true })).toEqual(refused('successor-has-the-offering'));
    expect(into(undefined)).toEqual(refused('unknown-successor'));
  });

  it.each([
    ['before its last one', '2026-02-28'],
    ['more than a year back', '2025-08-31'],
  ])('takes no change of a day %s', (_, effectiveOn) => {
    const known = { ...school, effectiveFrom: effectiveOn < '2026' ? undefined : school.effectiveFrom };
    expect(changeSchool(known, change('RENAME', { name: '新名' }, effectiveOn), context())).toEqual(
      refused('effective-day-not-possible'),
    );
  });

  it('runs the levels of its type, and others by an exemption within its days', () => {
    expect(mayRun({ ...school, schoolType: 'SENIOR_TECHNICAL_SCHOOL' }, 'TECHNICIAN', TODAY)).toBe(false);
    expect(mayRun({ ...school, schoolType: 'TECHNICIAN_COLLEGE' }, 'INTERMEDIATE', TODAY)).toBe(true);
    expect(mayRun({ ...school, schoolType: 'ADDED_BY_A_CITY' }, 'INTERMEDIATE', TODAY)).toBe(false);
    const exempt = { level: 'SENIOR', from: '2026-08-01', to: '2027-07-31', reason: '试点办学' };
    const granted = grantExemption(school, exempt, { today: TODAY });
    if (!granted.ok) throw new Error(granted.code);
    const days = ['2026-07-31', '2026-08-01', '2027-07-31', '2027-08-01'];
    expect(days.map((on) => mayRun(granted.value, 'SENIOR', on))).toEqual([false, true, true, false]);
    const withdrawn = withdrawExemption(granted.value, { level: 'SENIOR' }, { today: TODAY });
    expect(withdrawn.ok && ['2026-08-31', TODAY].map((on) => mayRun(withdrawn.value, 'SENIOR', on))).toEqual([true, false]); // prettier-ignore
    expect(withdrawExemption(school, { level: 'SENIOR' }, { today: TODAY })).toEqual(
      refused('no-such-exemption'),
    );
    expect(grantExemption(school, { ...exempt, level: 'INTERMEDIATE' }, { today: TODAY })).toEqual(refused('exemption-not-needed')); // prettier-ignore
    expect(grantExemption(school, { ...exempt, to: '2026-07-01' }, { today: TODAY })).toEqual(refused('exemption-days-not-possible')); // prettier-ignore
  });
});

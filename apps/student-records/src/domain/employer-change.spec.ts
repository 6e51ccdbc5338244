import { changeEmployer, leaveEmployer } from './employer-change.js';
import type { Registration } from './registration-states.js';

const asked = { subject: 'registrar', at: '2026-12-01T08:00:00.000Z', today: '2026-12-01' };
const first = { uscc: '12500000450400000A', name: '样例企业一' };
const partTime = {
  state: 'ACTIVE',
  studyMode: 'PART_TIME',
  startOn: '2026-03-01',
  employer: first,
} as Registration;
const second = {
  uscc: '12500000450400000B',
  name: '样例企业二',
  contractNo: 'HT-2',
  effectiveOn: '2026-09-01',
};
const change = (registration: Registration, over: object = {}) =>
  changeEmployer(registration, { ...second, ...over }, asked);
const valueOf = <T>(decision: { ok: boolean; value?: T }) => decision.value!;
const changed = valueOf(change(partTime));
const left = valueOf(leaveEmployer(changed, { effectiveOn: '2026-10-01' }, asked));

describe('A part-time student', () => {
  it('changes employer and goes on studying, may be without one for a time, and finds another', () => {
    const { uscc, name } = second;
    expect(changed).toMatchObject({ state: 'ACTIVE', employer: { uscc, name }, contractNo: 'HT-2', employerSince: '2026-09-01' }); // prettier-ignore
    expect(left).toEqual({ ...partTime, employer: undefined, employerLeftOn: '2026-10-01' });
    expect(valueOf(change(left, { effectiveOn: '2026-11-01' }))).not.toHaveProperty('employerLeftOn');
  });

  it('has what was recorded for the day of the last change corrected', () =>
    expect(valueOf(change(changed, { contractNo: 'HT-3' }))).toMatchObject({ contractNo: 'HT-3' }));

  it.each([
    ['of tomorrow', change(partTime, { effectiveOn: '2026-12-02' }), 'employer-day-not-possible'],
    ['of before the last change', change(changed, { effectiveOn: '2026-08-31' }), 'employer-day-not-possible'],
    ['of before the student left the last one', change(left), 'employer-day-not-possible'],
    ['of a full-time student', change({ ...partTime, studyMode: 'FULL_TIME' }), 'not-part-time'],
    ['of who has graduated', change({ ...partTime, state: 'GRADUATED' } as Registration), 'registration-not-live'],
    ['of who has left already', leaveEmployer(left, { effectiveOn: '2026-10-02' }, asked), 'no-employer'],
  ])('has no change %s', (_, decision, code) => expect(decision).toMatchObject({ ok: false, code })); // prettier-ignore
});

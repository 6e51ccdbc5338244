import type { Case } from './case.js';
import { reportOutcome, type ReportedOutcome } from './outcome.js';

const at = '2026-07-02T00:00:00.000Z';
const employerUscc = '91350100M000100Y43';
const open: Case = {
  registrationId: '0193b0a0-0000-7000-8000-000000000001',
  personId: '0193b0a0-0000-7000-8000-000000000002',
  name: '王小明',
  schoolCode: 'S001',
  schoolName: '样例技师学院',
  schoolType: 'TECHNICIAN_COLLEGE',
  majorCode: '0106-3',
  majorName: '数控加工',
  level: 'SENIOR',
  studyMode: 'FULL_TIME',
  graduatedOn: '2026-06-30',
  approvedOn: '2026-07-01',
  state: 'OPEN',
  version: 1,
  graduationVersion: 3,
  openedAt: '2026-07-01T00:00:00.000Z',
};
const cancelled: Case = {
  ...open,
  state: 'CANCELLED',
  cancelledAt: open.openedAt,
  decisionNo: '撤〔2026〕1号',
};
const deceased: Case = { ...open, deceasedOn: '2026-09-01' };
const partTime: Case = { ...open, studyMode: 'PART_TIME' };
const outcome = (over: Partial<ReportedOutcome>): ReportedOutcome => ({
  category: 'SEEKING',
  startedOn: '2026-07-01',
  ...over,
});

describe('reporting an outcome', () => {
  it.each([
    ['a contract with an employer', open, outcome({ category: 'CONTRACT', employerUscc })],
    ['a search for work, without an employer', open, outcome({ category: 'SEEKING' })],
    ['the existing job of a part-time graduate', partTime, outcome({ category: 'EXISTING_JOB' })],
  ])('accepts %s', (_what, known, reported) => {
    expect(reportOutcome(known, reported, at)).toEqual({
      ok: true,
      value: { ...known, state: 'REPORTED', reportedAt: at },
    });
  });

  it.each([
    ['anything on a cancelled case', cancelled, outcome({}), 'case-cancelled'],
    ['anything on a graduate who died', deceased, outcome({}), 'graduate-deceased'],
    [
      'an existing job of a full-time graduate',
      open,
      outcome({ category: 'EXISTING_JOB' }),
      'existing-job-is-part-time-only',
    ],
    ['an agreement without an employer', open, outcome({ category: 'AGREEMENT' }), 'employer-uscc-required'],
    ['a contract without an employer', open, outcome({ category: 'CONTRACT' }), 'employer-uscc-required'],
    [
      'an employer code whose check character is wrong',
      open,
      outcome({ category: 'CONTRACT', employerUscc: '91350100M000100Y44' }),
      'employer-uscc-invalid',
    ],
    [
      'a wrong employer code where none was needed',
      open,
      outcome({ employerUscc: '123' }),
      'employer-uscc-invalid',
    ],
  ])('refuses %s', (_what, known, reported, code) => {
    expect(reportOutcome(known, reported, at)).toEqual({ ok: false, code });
  });
});

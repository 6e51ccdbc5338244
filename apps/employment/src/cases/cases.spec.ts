import { type Case, cancel, type Graduate, open } from '../domain/case.js';
import { cases } from './cases.js';

const at = '2026-07-01T00:00:00.000Z';
const graduate: Graduate = {
  registrationId: '0193b0a0-0000-7000-8000-000000000001',
  personId: '0193b0a0-0000-7000-8000-000000000002',
  name: '阿依·买买提',
  schoolCode: 'S001',
  schoolName: '样例技师学院',
  schoolType: 'TECHNICIAN_COLLEGE',
  majorCode: '0106-3',
  majorName: '数控加工',
  level: 'SENIOR',
  studyMode: 'FULL_TIME',
  graduatedOn: '2026-06-30',
  approvedOn: '2026-07-01',
};
const opened = open(graduate, 3, at);
const reported: Case = { ...opened, state: 'REPORTED', reportedAt: at };
const revocation = { version: 4, decisionNo: '撤〔2026〕1号', revokedAt: at };
const [cancelledEarly, cancelled] = [opened, reported].map((known) => {
  const decision = cancel(known, revocation);
  return decision.ok ? decision.value : known;
}) as [Case, Case];

describe('a row of cases', () => {
  it.each<Case>([opened, reported, cancelled, cancelledEarly])(
    'brings back the case as it was when it is $state',
    (known) => {
      expect(cases.stateOf(cases.rowOf(known))).toEqual(known);
    },
  );
});

import { refuse } from '#aggregates/rules';
import {
  type FormerGraduate,
  graduateFaults,
  type GraduateRow,
  revokeFormerGraduate,
} from './former-graduate.js';
import { RegistrationRules } from './rules.js';

const today = '2026-11-29';
const at = '2026-11-29T02:00:00.000Z';
const row: GraduateRow = {
  studentNo: 'OLD-1',
  certificateNo: '渝技〔2019〕001号',
  schoolName: '样例技工学校',
  majorName: '钳工',
  level: 'INTERMEDIATE',
  studyMode: 'FULL_TIME',
  startOn: '2016-09-01',
  graduatedOn: '2019-06-30',
  birthDate: '2001-05-01',
};
const faults = (over: Partial<GraduateRow>) =>
  graduateFaults({ ...row, ...over }, RegistrationRules.parse({}), today).map(
    ({ code, grade }) => `${grade ?? 'ERROR'} ${code}`,
  );

describe('A row of former graduates', () => {
  it.each<[string, Partial<GraduateRow>, string[]]>([
    ['is taken over where nothing is against it', {}, []],
    ['is refused where the graduation is to come', { graduatedOn: '2026-11-30' }, ['ERROR not-graduated-yet', 'ERROR not-issued-yet']],
    ['is refused where the graduation is not after the first day', { graduatedOn: '2016-09-01' }, ['ERROR graduated-before-start']],
    ['is refused where the certificate is issued in the future', { issueDate: '2027-01-01' }, ['ERROR not-issued-yet']],
    ['is refused where somebody began as a child', { birthDate: '2010-01-01' }, ['ERROR too-young']],
    ['is taken over with a warning where nobody knows the number of the certificate', { certificateNo: undefined }, ['WARNING certificate-no-missing']],
    ['is taken over with a warning where hardly anything was studied', { graduatedOn: '2017-01-15' }, ['WARNING studied-too-short']],
  ])('%s', (_, over, codes) => expect(faults(over)).toEqual(codes)); // prettier-ignore
});

describe('A former graduate', () => {
  const { birthDate: _, ...graduate } = row;
  const known: FormerGraduate = { ...graduate, formerGraduateId: 'f1', schoolCode: 'S001', version: 1, state: 'TAKEN_OVER', personId: 'p1', importId: 'i1', issueDate: '2019-06-30', takenOverBy: 'registrar', takenOverAt: at }; // prettier-ignore
  const decision = { decisionNo: '样例〔2026〕1号', reason: '学校误报' };
  const revoked = (by: string, of: FormerGraduate = known) =>
    revokeFormerGraduate(of, decision, { subject: by, at, today });

  it('is revoked once, by a decision, and by another one than has uploaded the file', () => {
    expect(revoked('officer')).toMatchObject({
      value: { state: 'REVOKED', revokedBy: 'officer', ...decision },
    });
    expect(revoked('registrar')).toEqual(refuse('approver-is-submitter'));
    expect(revoked('officer', { ...known, state: 'REVOKED', revokedBy: 'officer', revokedAt: at, ...decision })).toEqual(refuse('former-graduate-revoked')); // prettier-ignore
  });
});

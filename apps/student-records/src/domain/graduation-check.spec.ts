import type { StudyMode } from '#contracts';
import { active } from '../../test/example-registrations.js';
import { explainGraduation, failuresOf } from './graduation-check.js';
import type { Candidate } from './graduation-rules.js';
import type { Active, Completed } from './registration-states.js';
import { defaultRules as rules } from './rules.js';

const candidate = (differing: Partial<Candidate> = {}, registration: Partial<Active> = {}): Candidate => ({
  kind: 'GRADUATION',
  registration: active(registration),
  conductPassed: true,
  coursesPassed: true,
  identityMismatch: false,
  schoolKnown: true,
  changeIsOpen: false,
  creditsEarned: 0,
  ...differing,
});
const failures = (who: Candidate, on = '2026-06-30') => failuresOf(explainGraduation(who, on, rules));
const findings = (who: Candidate, on = '2026-06-30') =>
  Object.fromEntries(explainGraduation(who, on, rules).map(({ rule, ...finding }) => [rule, finding]));
const study = (studyMode: StudyMode, durationMonths: number) => ({ studyMode, durationMonths });

describe('The graduation check', () => {
  it('lets an active student graduate whose term ends with the summer', () => {
    expect(failures(candidate())).toEqual([]);
  });

  it('explains a student by every rule, with what it compared, passed or not', () => {
    const explained = explainGraduation(candidate({ coursesPassed: false }), '2026-06-30', rules);
    expect(explained.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      'in-study PASSED',
      'no-open-change PASSED',
      'after-start PASSED',
      'after-last-change NOT_APPLICABLE',
      'after-completion NOT_APPLICABLE',
      'minimum-study PASSED',
      'term PASSED',
      'conduct PASSED',
      'courses FAILED',
      'credits NOT_APPLICABLE',
      'not-all-passed NOT_APPLICABLE',
      'identity PASSED',
      'school PASSED',
    ]);
    expect(explained.find(({ rule }) => rule === 'term')).toMatchObject({
      title: '学业期满',
      figures: { studiedMonths: 34, agreedMonths: 36, termEndsOn: '2026-08-31', earliestOn: '2026-05-31' },
    });
  });

  it('tells all reasons against it at once', () => {
    const failing = candidate({ conductPassed: false, coursesPassed: false, changeIsOpen: true });
    expect(failures(failing, '2025-06-30')).toEqual([
      'change-is-open',
      'term-not-complete',
      'conduct-not-passed',
      'courses-not-passed',
    ]);
  });

  it.each([
    ['the school is known, whose name is printed', { schoolKnown: false }, 'school-unknown'],
    ['two people who share an ID number are told apart', { identityMismatch: true }, 'identity-mismatch'],
  ])('waits until %s', (_, differing, code) => {
    expect(failures(candidate(differing))).toEqual([code]);
  });

  it('asks who studies by credits whether they are earned, and nobody else', () => {
    const byCredits = { creditBased: true, creditsRequired: 120 };
    const short = candidate({ creditsEarned: 119.5 }, byCredits);
    expect(failures(short)).toEqual(['credits-not-earned']);
    expect(findings(short).credits).toMatchObject({
      figures: { creditsRequired: 120, creditsEarned: 119.5 },
    });
    expect(failures(candidate({ creditsEarned: 120 }, byCredits))).toEqual([]);
  });

  it('lets who studies flexibly graduate after the shortest duration', () => {
    const flexible = { flexible: true, minMonths: 24 };
    expect(failures(candidate({}, flexible), '2025-06-30')).toEqual([]);
    expect(failures(candidate({}, { minMonths: 24 }), '2025-06-30')).toEqual(['term-not-complete']);
  });

  it('does not date a graduation into a leave: a student who has returned graduates from that day on', () => {
    const returned = candidate({}, { stateSince: '2026-06-20' });
    expect(failures(returned, '2026-06-19')).toEqual(['before-last-change']);
    expect(failures(returned, '2026-06-20')).toEqual([]);
  });

  it.each([
    ['2026-05-31', []],
    ['2026-05-30', ['term-not-complete']],
  ])('on %s gives %j: three months before the end of the term at most', (day, codes) => {
    expect(failures(candidate(), day)).toEqual(codes);
  });

  it('certifies no employee of a twelve-month study after nine months', () => {
    const employee = candidate({}, study('PART_TIME', 12));
    expect(failures(employee, '2024-05-31')).toEqual(['studied-too-short']);
    expect(failures(employee, '2024-08-30')).toEqual(['studied-too-short']);
    expect(failures(employee, '2024-08-31')).toEqual([]);
  });

  it('certifies no full-time student after one month, nor before the studies have begun', () => {
    const month = candidate({}, study('FULL_TIME', 1));
    expect(failures(month, '2023-10-01')).toEqual(['studied-too-short']);
    expect(failures(month, '2023-07-01')).toEqual(['graduated-before-start', 'studied-too-short']);
    expect(failures(candidate({}, study('FULL_TIME', 12)), '2024-05-31')).toEqual([]);
  });

  it('lets who has studied the full term and not passed all complete their studies, and nobody else', () => {
    const completing = { kind: 'COMPLETION', coursesPassed: false } as const;
    expect(failures(candidate(completing))).toEqual([]);
    expect(failures(candidate(completing), '2025-06-30')).toEqual(['term-not-complete']);
    expect(failures(candidate({ kind: 'COMPLETION' }))).toEqual(['passed-everything']);
  });

  it('turns a completion into a graduation once all is passed, within 24 months', () => {
    const completed: Completed = {
      ...active(),
      state: 'COMPLETED',
      completedOn: '2026-06-30',
      graduationBatchId: 'b1',
    };
    const who = { ...candidate(), registration: completed };
    expect(failures(who, '2028-06-30')).toEqual([]);
    expect(failures(who, '2028-07-01')).toEqual(['completed-too-long-ago']);
    expect(failures({ ...who, coursesPassed: false }, '2027-06-30')).toEqual(['courses-not-passed']);
    expect(failures({ ...who, kind: 'COMPLETION', coursesPassed: false }, '2027-06-30')).toContain(
      'not-active',
    );
  });

  it('moves the end of the term on by a leave, which nobody has studied in', () => {
    const returned = candidate({}, { daysAway: 365 });
    expect(failures(returned)).toEqual(['term-not-complete']);
    expect(findings(returned).term).toMatchObject({
      figures: { studiedMonths: 22, daysAway: 365, termEndsOn: '2027-08-31', earliestOn: '2027-05-31' },
    });
    expect(failures(returned, '2027-06-30')).toEqual([]);
  });

  it('waives the rest of the term where an advance graduation was granted, but never the least that is studied', () => {
    const early = candidate({ advanceGranted: '渝人社提〔2025〕3号' });
    expect(failures(early, '2025-06-30')).toEqual([]);
    expect(findings(early, '2025-06-30').term).toMatchObject({
      outcome: 'NOT_APPLICABLE',
      figures: { advanceDecisionNo: '渝人社提〔2025〕3号' },
    });
    expect(failures(early, '2024-05-30')).toEqual(['studied-too-short']);
  });
});

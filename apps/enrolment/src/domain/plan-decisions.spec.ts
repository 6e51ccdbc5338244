import { defaultWindows } from './calendar.js';
import {
  approve,
  close,
  type DecisionContext,
  publish,
  reopen,
  returnLine,
  takeBackApproval,
} from './plan-decisions.js';
import type { PlanLine } from './plan-line.js';
import {
  accepted,
  approved,
  because,
  by,
  closed,
  district,
  drafted,
  published,
  qualification,
  returned,
  submitted,
} from '../../test/plan-lines.js';

describe('A plan line is approved and published', () => {
  it.each<[string, PlanLine, DecisionContext]>([
    ['by the city', submitted, by('officer')],
    ['by the district of a school of its tier', submitted, district('DISTRICT')],
    ['under a qualification that begins later', submitted, by('officer', { school: { qualifications: [{ ...qualification, validFrom: '2026-09-01' }] } })],
  ])('%s', (_, known, asked) => {
    expect(approve(known, asked)).toEqual(accepted(approved));
  }); // prettier-ignore

  it('by the city after its approval or without one, and again to no effect', () => {
    expect(publish(submitted, by('officer'))).toEqual(accepted(published));
    expect(publish(approved, by('publisher'))).toEqual(
      accepted({ ...published, approvedBy: 'officer', publishedBy: 'publisher' }),
    );
    expect(publish(published, by('clerk'))).toEqual(accepted(published));
  });

  it.each<[string, PlanLine, DecisionContext, string]>([
    ['before it is submitted', drafted, by('officer'), 'wrong-state'],
    ['while it is returned', returned, by('officer'), 'wrong-state'],
    ['once it is closed', closed, by('officer'), 'wrong-state'],
    ['by who drafted it', submitted, by('clerk'), 'approver-is-submitter'],
    ['by who had a hand in it before', { ...submitted, contributors: ['officer', 'clerk'] }, by('officer'), 'approver-is-submitter'],
    ['by the district of a school of the city', submitted, district('CITY'), 'city-decides'],
    ['for a school that is closed', submitted, by('officer', { school: { status: 'CLOSED' } }), 'school-not-active'],
    ['for an offering that is stopped', submitted, by('officer', { offering: { status: 'STOPPED' } }), 'offering-not-active'],
    ['without a qualification', submitted, by('officer', { school: { qualifications: [] } }), 'not-qualified'],
    ['for a mode that none covers', submitted, by('officer', { offering: { mode: 'PART_TIME' } }), 'not-qualified'],
    ['for applicants that none covers', { ...submitted, scope: 'OUT_OF_CITY' }, by('officer'), 'not-qualified'],
    ['under a qualification that has run out', submitted, by('officer', { school: { qualifications: [{ ...qualification, validTo: '2026-04-30' }] } }), 'not-qualified'],
  ])('but not %s', (_, known, asked, code) => {
    for (const rule of [approve, publish]) expect(rule(known, asked)).toEqual({ ok: false, code });
  }); // prettier-ignore

  it('or returned with a reason, and an approval is taken back until it is published', () => {
    expect(returnLine(submitted, because, by('officer'))).toEqual(accepted(returned));
    expect(takeBackApproval(approved, by('another'))).toEqual(
      accepted({ ...submitted, approvedBy: undefined }),
    );
    expect(takeBackApproval(published, by('another'))).toEqual({ ok: false, code: 'wrong-state' });
    expect(returnLine(submitted, because, district('CITY'))).toEqual({ ok: false, code: 'city-decides' });
    expect(returnLine(approved, because, by('another'))).toEqual({ ok: false, code: 'wrong-state' });
  });
});

describe('A plan line that is published is closed', () => {
  const windows = defaultWindows(2026, 'AUTUMN');

  it('and reopened as long as the season lasts, or where the city has set no calendar', () => {
    expect(close(published, 'DECISION')).toEqual(accepted(closed));
    const open = accepted({ ...published, closedBecause: undefined });
    expect(reopen(closed, { ...by('officer'), windows: undefined })).toEqual(open);
    expect(reopen(closed, { ...by('officer'), today: '2026-10-20', windows })).toEqual(open);
  });

  it('but not reopened after the season, nor closed twice', () => {
    const late = reopen(closed, { ...by('officer'), today: '2026-10-21', windows });
    expect(late).toMatchObject({
      code: 'season-over',
      words: { title: expect.stringContaining('2026-10-20') },
    });
    expect(close(closed, 'TIME')).toEqual({ ok: false, code: 'wrong-state' });
    expect(reopen(published, { ...by('officer'), windows })).toEqual({ ok: false, code: 'wrong-state' });
  });
});

import type { Decision } from '#aggregates/rules';
import {
  approveAdjustment,
  recallAdjustment,
  requestAdjustment,
  returnAdjustment,
} from './plan-adjustment.js';
import type { PlanLine } from './plan-line.js';
import {
  accepted,
  approved,
  because,
  by,
  closed,
  district,
  pending,
  published,
  taken,
} from '../../test/plan-lines.js';

const ask = (known: PlanLine, planned: number, subject = 'another') =>
  requestAdjustment(known, { planned, reason: '扩大规模' }, by(subject));

describe('A plan line that is published is adjusted', () => {
  it('by another number that is asked for with a reason and approved by somebody else', () => {
    expect(ask(published, 8)).toEqual(accepted(pending(8)));
    expect(approveAdjustment(pending(8), by('officer'))).toEqual(
      accepted({ ...pending(8), planned: 8, adjustment: expect.objectContaining({ state: 'APPROVED', decidedBy: 'officer' }) }),
    ); // prettier-ignore
  });

  it('or stays as it is: the adjustment is returned with a reason, or recalled', () => {
    expect(returnAdjustment(pending(8), because, by('officer'))).toEqual(
      accepted({ ...pending(8), adjustment: expect.objectContaining({ state: 'RETURNED', returnReason: because.reason }) }),
    ); // prettier-ignore
    expect(recallAdjustment(pending(8))).toEqual(accepted({ ...pending(8), adjustment: undefined }));
  });

  it('to fewer seats also where the school has lost its qualification', () => {
    const unqualified = by('officer', { school: { qualifications: [] } });
    expect(approveAdjustment(pending(4), unqualified).ok).toBe(true);
    expect(approveAdjustment(pending(6), unqualified)).toEqual({ ok: false, code: 'not-qualified' });
  });

  it.each<[string, Decision<PlanLine>, string]>([
    ['below what is taken', ask(taken(published), 3), 'fewer-than-taken'],
    ['below what was taken meanwhile', approveAdjustment(taken(pending(3)), by('officer')), 'fewer-than-taken'],
    ['to the number that it has', ask(published, 5), 'adjustment-changes-nothing'],
    ['while an adjustment is pending', ask(pending(8), 9), 'adjustment-pending'],
    ['before it is published', ask(approved, 8), 'wrong-state'],
    ['once it is closed', ask(closed, 8), 'plan-line-closed'],
    ['by who decided on the line', ask(published, 8, 'officer'), 'approver-is-submitter'],
    ['by who asked for it', approveAdjustment(pending(8), by('another')), 'approver-is-submitter'],
    ['by who drafted the line', approveAdjustment(pending(8), by('clerk')), 'approver-is-submitter'],
    ['by the district of a school of the city', approveAdjustment(pending(8), district('CITY')), 'city-decides'],
    ['where nobody has asked', approveAdjustment(published, by('officer')), 'no-adjustment-pending'],
    ['where it is closed meanwhile', recallAdjustment({ ...pending(8), status: 'CLOSED', closedBecause: 'TIME' } as PlanLine), 'plan-line-closed'],
  ])('but not %s', (_, decision, code) => {
    expect(decision).toMatchObject({ ok: false, code });
  }); // prettier-ignore
});

import type { Decision } from '#aggregates/rules';
import { draft, type DraftContext, isPlannable, recallLine, submitLine } from './plan-draft.js';
import type { PlanLine } from './plan-line.js';
import {
  accepted,
  approved,
  by,
  closed,
  drafted,
  line,
  pending,
  published,
  returned,
  submitted,
} from '../../test/plan-lines.js';

it('A plan is of a year from five years back to two ahead', () => {
  const years = [2005, 2020, 2021, 2026, 2028, 2029];
  expect(years.filter((each) => isPlannable(each, '2026-05-01'))).toEqual([2021, 2026, 2028]);
});

describe('A plan line is drafted', () => {
  const asked: DraftContext = {
    ...by('another'), submit: true, newId: 'line', offering: { status: 'ACTIVE', schoolCode: 'S001' },
  }; // prettier-ignore
  const again = (known: PlanLine | undefined, planned: number, more: object = {}) =>
    draft(known, { ...line, planned }, { ...asked, ...more });
  const handed = { draftedBy: 'another', contributors: ['clerk', 'another'] };

  it('and submitted at once or later, with everybody who had a hand in it', () => {
    const own = { draftedBy: 'another', contributors: ['another'] };
    expect(again(undefined, 5)).toEqual(accepted({ ...submitted, ...own }));
    expect(again(undefined, 5, { submit: false })).toEqual(accepted({ ...drafted, ...own }));
    expect(submitLine(drafted, by('another'))).toEqual(
      accepted({ ...submitted, contributors: handed.contributors }),
    );
    expect(recallLine(submitted, by('another'))).toEqual(
      accepted({ ...drafted, contributors: handed.contributors }),
    );
    expect(recallLine(approved, by('clerk'))).toEqual({ ok: false, code: 'wrong-state' });
  });

  it('again while it is with the school, and with the same number to no effect', () => {
    expect(again(returned, 6)).toEqual(
      accepted({ ...submitted, ...handed, planned: 6, returnReason: undefined }),
    );
    expect(again(drafted, 6, { submit: false })).toEqual(accepted({ ...drafted, ...handed, planned: 6 }));
    for (const known of [submitted, approved, published, closed])
      expect(again(known, 5)).toEqual(accepted(known));
    expect(again(drafted, 5, { submit: false })).toEqual(accepted(drafted));
  });

  it('with a reason once it is published, which asks for an adjustment, and again to no effect', () => {
    const wanted = { ...line, planned: 8, reason: '扩大规模' };
    expect(draft(published, wanted, asked)).toEqual(accepted(pending(8)));
    expect(draft(pending(8), wanted, asked)).toEqual(accepted(pending(8)));
    expect(draft(pending(9), wanted, asked)).toEqual({ ok: false, code: 'adjustment-pending' });
    expect(draft(closed, wanted, asked)).toEqual({ ok: false, code: 'plan-line-closed' });
  });

  it.each<[string, Decision<PlanLine>, string]>([
    ['once it is submitted', again(submitted, 6), 'plan-line-submitted'],
    ['once it is approved', again(approved, 6), 'plan-line-submitted'],
    ['once it is published', again(published, 6), 'plan-line-published'],
    ['once it is closed', again(closed, 6), 'plan-line-closed'],
    ['for an offering of another school', again(undefined, 5, { offering: undefined }), 'unknown-offering'],
    ['for an offering that is stopped', again(undefined, 5, { offering: { status: 'STOPPED' } }), 'offering-not-active'],
    ['for a year long ago', draft(undefined, { ...line, year: 2005 }, asked), 'plan-year-out-of-range'],
  ])('with another number not %s', (_, decision, code) => {
    expect(decision).toEqual({ ok: false, code });
  }); // prettier-ignore
});

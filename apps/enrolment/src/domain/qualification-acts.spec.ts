import type { Decision } from '#aggregates/rules';
import { covers, type Qualification } from './qualification.js';
import * as acts from './qualification-acts.js';
import * as drafts from './qualification-draft.js';

const TODAY = '2026-09-01';
const asked = (subject: string, today = TODAY) => ({ subject, today, at: `${today}T02:00:00.000Z` });
const draft: Qualification = {
  qualificationId: 'qualification',
  schoolCode: 'S001',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
  reason: '年度审核',
  publicationNo: '样例1号',
  version: 1,
  draftedBy: 'wang',
  changedBy: ['zhao'],
  state: 'DRAFT',
};
const published: Qualification = {
  ...draft,
  state: 'PUBLISHED',
  publishedBy: 'li',
  stateSince: '2026-03-01',
};
const suspended: Qualification = { ...published, state: 'SUSPENDED', suspensionReason: '整改' };
const place = { level: 'SENIOR', mode: 'FULL_TIME', scope: 'IN_CITY' } as const;
const reason = '整改';

function taken<State>(decision: Decision<State>): State {
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
}

describe('A qualification', () => {
  it('is published and resumed by an officer who neither drafted nor corrected it', () => {
    for (const [act, known] of [
      [acts.publish, draft],
      [acts.resume, suspended],
    ] as const) {
      expect(act(known, { reason }, asked('li'))).toMatchObject({ ok: true, value: { state: 'PUBLISHED', publishedBy: 'li', stateSince: TODAY } }); // prettier-ignore
      for (const contributor of ['wang', 'zhao'])
        expect(act(known, { reason }, asked(contributor))).toEqual({
          ok: false,
          code: 'approver-is-submitter',
        });
    }
  });

  it('is not published once its last day has passed', () => {
    expect(acts.publish(draft, {}, asked('li', '2027-01-01'))).toEqual({
      ok: false,
      code: 'qualification-expired',
    });
  });

  it('covers from the day of an act on, which was decided before', () => {
    const later = taken(acts.suspend(published, { reason, effectiveOn: '2026-09-10' }, asked('li')));
    expect(later).toMatchObject({ state: 'PUBLISHED', next: { state: 'SUSPENDED', by: 'li' } });
    expect(covers(later, place, '2026-09-09')).toBe(true);
    expect(covers(later, place, '2026-09-10')).toBe(false);
    const opened = taken(acts.publish(draft, { effectiveOn: '2026-09-10' }, asked('li')));
    expect(['2026-09-09', '2026-09-10'].map((day) => covers(opened, place, day))).toEqual([false, true]);
  });

  it('takes one act at a time, which can be cancelled until its day', () => {
    const later = taken(acts.revoke(published, { reason, effectiveOn: '2026-09-10' }, asked('li')));
    expect(acts.suspend(later, { reason }, asked('li'))).toEqual({ ok: false, code: 'act-is-pending' });
    expect(acts.cancelAct(later, {}, asked('li', '2026-09-10'))).toEqual({
      ok: false,
      code: 'no-act-pending',
    });
    expect(taken(acts.cancelAct(later, {}, asked('li')))).toEqual(published);
  });

  it.each([
    ['before the last act', '2026-02-28'],
    ['after its last day', '2027-01-01'],
  ])('takes no act of a day %s', (_, effectiveOn) => {
    expect(acts.suspend(published, { reason, effectiveOn }, asked('li'))).toEqual({ ok: false, code: 'effective-day-not-possible' }); // prettier-ignore
  });

  it('takes no act of a day more than a year back', () => {
    const old = { ...draft, validFrom: '2020-01-01' };
    expect(acts.publish(old, { effectiveOn: '2025-08-31' }, asked('li'))).toEqual({ ok: false, code: 'effective-day-not-possible' }); // prettier-ignore
    expect(acts.publish(old, { effectiveOn: '2025-09-01' }, asked('li')).ok).toBe(true);
  });

  it('follows its days by itself: what was decided takes effect, and after the last day it has expired', () => {
    const later = taken(acts.suspend(published, { reason, effectiveOn: '2026-09-10' }, asked('li')));
    expect(taken(acts.followDay(later, {}, asked('system', '2026-09-09')))).toBe(later);
    const then = taken(acts.followDay(later, {}, asked('system', '2026-09-12')));
    expect(then).toMatchObject({ state: 'SUSPENDED', stateSince: '2026-09-10', suspensionReason: reason });
    expect(taken(acts.followDay(then, {}, asked('system', '2026-12-31')))).toBe(then);
    const ended = taken(acts.followDay(then, {}, asked('system', '2027-01-03')));
    expect(ended).toMatchObject({ state: 'EXPIRED', stateSince: '2027-01-01' });
    expect(covers(published, place, '2027-01-01')).toBe(false);
  });

  it('is revoked for good', () => {
    const revoked = taken(acts.revoke(suspended, { reason }, asked('li')));
    expect(revoked).toMatchObject({ state: 'REVOKED', revocationReason: reason });
    for (const act of [acts.publish, acts.resume, acts.suspend, acts.revoke])
      expect(act(revoked, { reason }, asked('chen'))).toEqual({ ok: false, code: 'wrong-state' });
  });

  it('is corrected and withdrawn as a draft only', () => {
    const context = { ...asked('chen'), mayRun: (_: Qualification, level: string) => level === 'SENIOR' };
    const corrected = taken(drafts.correctDraft(draft, { ...draft, publicationNo: '样例2号' }, context));
    expect(corrected).toMatchObject({ publicationNo: '样例2号', changedBy: ['zhao', 'chen'] });
    const refused = (known: Qualification, terms: Partial<drafts.DraftedTerms>) =>
      drafts.correctDraft(known, { ...draft, ...terms }, context);
    expect(refused(published, {})).toEqual({ ok: false, code: 'wrong-state' });
    expect(refused(draft, { levels: ['TECHNICIAN'] })).toEqual({
      ok: false,
      code: 'level-above-school-type',
    });
    expect(refused(draft, { validTo: '2025-12-31' })).toEqual({ ok: false, code: 'ends-before-start' });
    expect(drafts.withdrawDraft(draft)).toMatchObject({ value: { state: 'WITHDRAWN' } });
    expect(drafts.withdrawDraft(published)).toEqual({ ok: false, code: 'wrong-state' });
  });

  it('is reviewed with a decision, which is kept beside what it leads to', () => {
    const kept = acts.review(published, { decision: 'KEEP', reason: '符合条件' }, asked('li'));
    expect(kept).toMatchObject({ value: { state: 'PUBLISHED', review: { on: TODAY, decision: 'KEEP' } } });
    const lost = acts.review(published, { decision: 'REVOKE', reason }, asked('li'));
    expect(lost).toMatchObject({ value: { state: 'REVOKED', review: { decision: 'REVOKE', reason } } });
    expect(acts.review(draft, { decision: 'KEEP', reason }, asked('li'))).toEqual({ ok: false, code: 'wrong-state' }); // prettier-ignore
  });
});

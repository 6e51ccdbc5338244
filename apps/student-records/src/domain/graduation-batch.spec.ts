import type { Approver, AuthorityTier } from './approver.js';
import { approveBatch, type GraduationBatch, reopen, submit } from './graduation-batch.js';

const batch = {
  batchId: 'b1',
  schoolCode: 'S001',
  name: '2026届',
  graduatedOn: '2026-06-30',
  version: 1,
  createdBy: 'drafter',
  changedBy: 'changer',
  hands: ['drafter', 'changer'],
};
const draft: GraduationBatch = { ...batch, state: 'DRAFT' };
const handedIn: GraduationBatch = {
  ...batch,
  hands: [...batch.hands, 'registrar'],
  version: 2,
  state: 'SUBMITTED',
  submittedBy: 'registrar',
};
const approved: GraduationBatch = { ...handedIn, version: 3, state: 'APPROVED', approvedBy: 'officer' };
const sound = { count: 3, failing: 0, tier: 'CITY' as AuthorityTier | undefined };
const officer = (subject: string, tier: AuthorityTier = 'CITY'): Approver => ({ subject, tier });

describe('A graduation batch', () => {
  it('goes from draft to submitted to approved', () => {
    expect(submit(draft, 'registrar', sound)).toEqual({ ok: true, value: handedIn });
    expect(approveBatch(handedIn, officer('officer'), sound)).toEqual({ ok: true, value: approved });
  });

  it.each([
    ['submitted twice', submit(handedIn, 'registrar', sound), 'batch-not-draft'],
    [
      'submitted when nobody is left in it',
      submit(draft, 'registrar', { count: 0, failing: 0 }),
      'batch-is-empty',
    ],
    [
      'submitted while somebody fails',
      submit(draft, 'registrar', { count: 3, failing: 1 }),
      'graduation-items-failing',
    ],
    ['approved as a draft', approveBatch(draft, officer('officer'), sound), 'batch-not-submitted'],
    ['approved twice', approveBatch(approved, officer('officer'), sound), 'batch-already-approved'],
    [
      'approved by who drafted it',
      approveBatch(handedIn, officer('drafter'), sound),
      'approver-is-submitter',
    ],
    [
      'approved by who changed it last',
      approveBatch(handedIn, officer('changer'), sound),
      'approver-is-submitter',
    ],
    [
      'approved by who submitted it',
      approveBatch(handedIn, officer('registrar'), sound),
      'approver-is-submitter',
    ],
    [
      'approved by a district for a school of the city',
      approveBatch(handedIn, officer('li', 'DISTRICT'), sound),
      'city-decides',
    ],
    [
      'approved while somebody fails',
      approveBatch(handedIn, officer('officer'), { ...sound, failing: 1 }),
      'graduation-items-failing',
    ],
    ['changed after its approval', reopen(approved, 'changer'), 'batch-already-approved'],
  ])('is not %s', (_, decision, code) => {
    expect(decision).toEqual({ ok: false, code });
  });

  it('of a school of its tier is approved by a district as well', () => {
    const known = { ...sound, tier: 'DISTRICT' as const };
    expect(approveBatch(handedIn, officer('li', 'DISTRICT'), known).ok).toBe(true);
  });

  it('goes back to the school when students are left out of what it had submitted', () => {
    expect(reopen(handedIn, 'officer')).toEqual({
      ok: true,
      value: { ...draft, changedBy: 'officer', hands: [...handedIn.hands, 'officer'], version: 3 },
    });
  });

  it('is not approved by who changed it once, though others have changed and submitted it since', () => {
    const changed = reopen(handedIn, 'officer');
    const again = reopen(changed.ok ? changed.value : draft, 'registrar');
    const submitted = submit(again.ok ? again.value : draft, 'registrar', sound);
    if (!submitted.ok) throw new Error(submitted.code);
    expect(approveBatch(submitted.value, officer('officer'), sound)).toEqual({
      ok: false,
      code: 'approver-is-submitter',
    });
    expect(approveBatch(submitted.value, officer('another'), sound).ok).toBe(true);
  });
});

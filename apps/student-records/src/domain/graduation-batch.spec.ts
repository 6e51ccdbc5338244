import type { AuthorityTier, Deciding } from './deciding.js';
import type { GraduationBatch } from './graduation-batch.js';
import { approveBatch, discard, recall, reopen, returnBatch, submit } from './graduation-batch-moves.js';

const at = '2026-06-30T08:00:00.000Z';
const batch = {
  batchId: 'b1',
  schoolCode: 'S001',
  kind: 'GRADUATION' as const,
  name: '2026届',
  graduatedOn: '2026-06-30',
  version: 1,
  createdBy: 'drafter',
  createdAt: '2026-06-01T00:00:00.000Z',
  changedBy: 'changer',
  contributors: ['drafter', 'changer'],
};
const draft: GraduationBatch = { ...batch, state: 'DRAFT' };
const handedIn: GraduationBatch = {
  ...batch,
  contributors: [...batch.contributors, 'registrar'],
  state: 'SUBMITTED',
  submittedBy: 'registrar',
  submittedAt: at,
};
const approved: GraduationBatch = {
  ...handedIn,
  state: 'APPROVED',
  approvedBy: 'officer',
  approvedAt: at,
  school: undefined,
};
const sound = { count: 3, failing: 0, school: undefined };
const discarded: GraduationBatch = {
  ...batch,
  state: 'DISCARDED',
  discardedBy: 'registrar',
  discardedAt: at,
};
const officer = (
  subject: string,
  officerOf: AuthorityTier = 'CITY',
  tier: AuthorityTier | undefined = 'CITY',
): Deciding => ({ subject, at, today: '2026-06-30', officerOf, tierOf: () => tier });
const registrar = officer('registrar');
const returned = (who: string, registrationId = 'r1') =>
  returnBatch(
    handedIn,
    { reason: '材料不全', students: [{ registrationId }] },
    { ...officer(who), inBatch: new Set(['r1', 'r2']) },
  );

describe('A graduation batch', () => {
  it('goes from draft to submitted to approved', () => {
    expect(submit(draft, registrar, sound)).toEqual({ ok: true, value: handedIn });
    expect(approveBatch(handedIn, officer('officer'), sound)).toEqual({ ok: true, value: approved });
  });

  it.each([
    ['submitted twice', submit(handedIn, registrar, sound), 'batch-not-draft'],
    [
      'submitted when nobody is left in it',
      submit(draft, registrar, { count: 0, failing: 0 }),
      'batch-is-empty',
    ],
    [
      'submitted while somebody fails',
      submit(draft, registrar, { count: 3, failing: 1 }),
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
    ['recalled after its approval', recall(approved, {}, registrar), 'batch-not-submitted'],
    ['discarded while it waits', discard(handedIn, {}, registrar), 'batch-not-draft'],
    ['submitted once it was discarded', submit(discarded, registrar, sound), 'batch-not-draft'],
    ['changed once it was discarded', reopen(discarded, 'registrar'), 'batch-not-draft'],
    ['returned by who changed it', returned('changer'), 'approver-is-submitter'],
    ['returned for somebody who does not stand in it', returned('officer', 'r9'), 'not-in-batch'],
  ])('is not %s', (_, decision, code) => {
    expect(decision).toEqual({ ok: false, code });
  });

  it('comes back from the authority with a reason, is submitted again, and is approved by who had returned it', () => {
    const back = returned('officer');
    if (!back.ok) throw new Error(back.code);
    expect(back.value).toMatchObject({ state: 'RETURNED', returnReason: '材料不全', returnedBy: 'officer' });
    const again = submit(back.value, registrar, sound);
    expect(again).toEqual({ ok: true, value: handedIn });
    if (again.ok) expect(approveBatch(again.value, officer('officer'), sound).ok).toBe(true);
  });

  it('is recalled by the school, which stays a contributor, and discarded while it is a draft', () => {
    expect(recall(handedIn, {}, officer('colleague'))).toEqual({
      ok: true,
      value: { ...draft, contributors: [...handedIn.contributors, 'colleague'] },
    });
    expect(discard(draft, {}, registrar)).toEqual({ ok: true, value: discarded });
  });

  it('is approved on its day, and not before', () => {
    const early = { ...officer('officer'), today: '2026-06-29' };
    expect(approveBatch(handedIn, early, sound)).toMatchObject({ code: 'graduation-in-the-future' });
    expect(approveBatch(handedIn, { ...early, today: '2026-07-01' }, sound).ok).toBe(true);
  });

  it('of a school of its tier is approved by a district as well', () => {
    expect(approveBatch(handedIn, officer('li', 'DISTRICT', 'DISTRICT'), sound).ok).toBe(true);
  });

  it('goes back to the school when students are left out of what it had submitted', () => {
    expect(reopen(handedIn, 'officer')).toEqual({
      ok: true,
      value: { ...draft, changedBy: 'officer', contributors: [...handedIn.contributors, 'officer'] },
    });
  });

  it('is not approved by who changed it once, though others have changed and submitted it since', () => {
    const changed = reopen(handedIn, 'officer');
    const again = reopen(changed.ok ? changed.value : draft, 'registrar');
    const submitted = submit(again.ok ? again.value : draft, registrar, sound);
    if (!submitted.ok) throw new Error(submitted.code);
    expect(approveBatch(submitted.value, officer('officer'), sound)).toEqual({
      ok: false,
      code: 'approver-is-submitter',
    });
    expect(approveBatch(submitted.value, officer('another'), sound).ok).toBe(true);
  });
});

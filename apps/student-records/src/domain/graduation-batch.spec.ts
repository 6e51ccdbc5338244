import { approveBatch, type GraduationBatch, reopen, submit } from './graduation-batch.js';

const batch = { batchId: 'b1', schoolCode: 'S001', name: '2026届', graduatedOn: '2026-06-30', version: 1 };
const draft: GraduationBatch = { ...batch, state: 'DRAFT' };
const handedIn: GraduationBatch = { ...batch, version: 2, state: 'SUBMITTED', submittedBy: 'registrar' };
const approved: GraduationBatch = { ...handedIn, version: 3, state: 'APPROVED', approvedBy: 'officer' };
const sound = { count: 3, failing: 0 };

describe('A graduation batch', () => {
  it('goes from draft to submitted to approved', () => {
    expect(submit(draft, 'registrar', sound)).toEqual({ ok: true, value: handedIn });
    expect(approveBatch(handedIn, 'officer', sound)).toEqual({ ok: true, value: approved });
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
    ['approved as a draft', approveBatch(draft, 'officer', sound), 'batch-not-submitted'],
    ['approved twice', approveBatch(approved, 'officer', sound), 'batch-already-approved'],
    ['approved by who submitted it', approveBatch(handedIn, 'registrar', sound), 'approver-is-submitter'],
    [
      'approved while somebody fails',
      approveBatch(handedIn, 'officer', { failing: 1 }),
      'graduation-items-failing',
    ],
    ['changed after its approval', reopen(approved), 'batch-already-approved'],
  ])('is not %s', (_, decision, code) => {
    expect(decision).toEqual({ ok: false, code });
  });

  it('goes back to the school when students are left out of what it had submitted', () => {
    expect(reopen(handedIn)).toEqual({ ok: true, value: { ...draft, version: 3 } });
  });
});

import { type Approver, type AuthorityTier, mayDecide } from './approver.js';
import { accept, type Decision, refuse } from './decision.js';

interface Batch {
  readonly batchId: string;
  readonly schoolCode: string;
  readonly name: string;
  readonly graduatedOn: string;
  readonly version: number;
  readonly createdBy: string;
  /** who last changed which students stand in it */
  readonly changedBy: string;
  /** everybody who made it, changed it or submitted it, also before it went back to the school */
  readonly hands: readonly string[];
}
/** 毕业批次 that the school still works on. */
export interface Draft extends Batch {
  readonly state: 'DRAFT';
}
export interface SubmittedBatch extends Batch {
  readonly state: 'SUBMITTED';
  readonly submittedBy: string;
}
export interface ApprovedBatch extends Batch {
  readonly state: 'APPROVED';
  readonly submittedBy: string;
  readonly approvedBy: string;
}
export type GraduationBatch = Draft | SubmittedBatch | ApprovedBatch;

export type BatchRefusal =
  | 'batch-already-approved'
  | 'batch-not-draft'
  | 'batch-not-submitted'
  | 'batch-is-empty'
  | 'graduation-items-failing'
  | 'city-decides'
  | 'approver-is-submitter';

/**
 * Leaving students out takes a submitted batch back to the school: what the city approves must be what somebody
 * submitted.
 */
export function reopen(batch: GraduationBatch, changedBy: string): Decision<Draft, 'batch-already-approved'> {
  if (batch.state === 'APPROVED') return refuse('batch-already-approved');
  const { batchId, schoolCode, name, graduatedOn, createdBy, version } = batch;
  const hands = withHand(batch.hands, changedBy);
  const reopened = { batchId, schoolCode, name, graduatedOn, createdBy, changedBy, hands };
  return accept({ ...reopened, version: version + 1, state: 'DRAFT' });
}

/** @param items how many items stand in the batch, and how many of them fail the check */
export function submit(
  batch: GraduationBatch,
  submittedBy: string,
  items: { count: number; failing: number },
): Decision<SubmittedBatch, BatchRefusal> {
  if (batch.state !== 'DRAFT') return refuse('batch-not-draft');
  if (items.count === 0) return refuse('batch-is-empty');
  if (items.failing > 0) return refuse('graduation-items-failing');
  const hands = withHand(batch.hands, submittedBy);
  return accept({ ...batch, version: batch.version + 1, state: 'SUBMITTED', submittedBy, hands });
}

/**
 * Nobody approves what they had a hand in: neither who drafted the batch, nor who ever changed or submitted it.
 * @param known how many items fail the check, and of which tier the school is
 */
export function approveBatch(
  batch: GraduationBatch,
  approver: Approver,
  known: { failing: number; tier: AuthorityTier | undefined },
): Decision<ApprovedBatch, BatchRefusal> {
  if (batch.state === 'APPROVED') return refuse('batch-already-approved');
  if (batch.state === 'DRAFT') return refuse('batch-not-submitted');
  if (!mayDecide(approver, known.tier)) return refuse('city-decides');
  if (batch.hands.includes(approver.subject)) return refuse('approver-is-submitter');
  if (known.failing > 0) return refuse('graduation-items-failing');
  return accept({ ...batch, version: batch.version + 1, state: 'APPROVED', approvedBy: approver.subject });
}

const withHand = (hands: readonly string[], hand: string): readonly string[] =>
  hands.includes(hand) ? hands : [...hands, hand];

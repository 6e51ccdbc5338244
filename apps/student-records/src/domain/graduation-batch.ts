import { accept, type Decision, refuse } from './decision.js';

interface Batch {
  readonly batchId: string;
  readonly schoolCode: string;
  readonly name: string;
  readonly graduatedOn: string;
  readonly version: number;
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
  | 'approver-is-submitter';

/**
 * Leaving students out takes a submitted batch back to the school: what the city approves must be what somebody
 * submitted.
 */
export function reopen(batch: GraduationBatch): Decision<Draft, 'batch-already-approved'> {
  if (batch.state === 'APPROVED') return refuse('batch-already-approved');
  const { batchId, schoolCode, name, graduatedOn, version } = batch;
  return accept({ batchId, schoolCode, name, graduatedOn, version: version + 1, state: 'DRAFT' });
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
  return accept({ ...batch, version: batch.version + 1, state: 'SUBMITTED', submittedBy });
}

/** No user may approve what they submitted. */
export function approveBatch(
  batch: GraduationBatch,
  approvedBy: string,
  items: { failing: number },
): Decision<ApprovedBatch, BatchRefusal> {
  if (batch.state === 'APPROVED') return refuse('batch-already-approved');
  if (batch.state === 'DRAFT') return refuse('batch-not-submitted');
  if (batch.submittedBy === approvedBy) return refuse('approver-is-submitter');
  if (items.failing > 0) return refuse('graduation-items-failing');
  return accept({ ...batch, version: batch.version + 1, state: 'APPROVED', approvedBy });
}

import { type Change, stepOf } from '#commands';
import type { Transaction } from '#database';
import type { GraduationBatch } from '../domain/graduation-batch.js';
import type { GraduationSchool } from '../schools/school-row.js';
import { refusalProblem } from '../refusals.js';

/** A row of `graduation_batches`. */
export interface GraduationBatchRow {
  batch_id: string;
  school_code: string;
  name: string;
  graduated_on: string;
  state: GraduationBatch['state'];
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  hands: string[];
  submitted_by: string | null;
  submitted_at: Date | null;
  approved_by: string | null;
  approved_at: Date | null;
  school: GraduationSchool | null;
}

/**
 * Locks a batch. Whoever locks takes the batch first, then registrations: so two commands cannot deadlock.
 * @throws Problem 404
 */
export async function lockGraduationBatch(tx: Transaction, batchId: string): Promise<GraduationBatch> {
  const [row] = await tx.query<GraduationBatchRow>(
    'select * from graduation_batches where batch_id = $1 for update',
    [batchId],
  );
  if (!row) throw refusalProblem('not-found');
  return graduationBatchOf(row);
}

export function graduationBatchOf(row: GraduationBatchRow): GraduationBatch {
  const { batch_id: batchId, school_code: schoolCode, name, graduated_on: graduatedOn, state, version } = row;
  const { created_by: createdBy, changed_by: changedBy, hands } = row;
  const batch = { batchId, schoolCode, name, graduatedOn, createdBy, changedBy, hands, version };
  if (state === 'DRAFT') return { ...batch, state };
  const submittedBy = row.submitted_by!;
  if (state === 'SUBMITTED') return { ...batch, state, submittedBy };
  return { ...batch, state, submittedBy, approvedBy: row.approved_by! };
}

/**
 * Writes the state that a batch has come to; an approved one keeps the school as its graduations state it. A draft that was submitted before forgets by whom.
 */
export async function saveGraduationBatch(
  tx: Transaction,
  batch: GraduationBatch,
  at: string,
  school?: GraduationSchool,
): Promise<void> {
  await tx.query(
    `update graduation_batches set state = $2, submitted_by = $3, changed_by = $7, version = $8, hands = $9,
       submitted_at = case when $2 = 'SUBMITTED' then $5 when $2 = 'APPROVED' then submitted_at end,
       approved_by = $4, approved_at = case when $2 = 'APPROVED' then $5::timestamptz end,
       school = $6
     where batch_id = $1`,
    [
      batch.batchId,
      batch.state,
      batch.state === 'DRAFT' ? null : batch.submittedBy,
      batch.state === 'APPROVED' ? batch.approvedBy : null,
      at,
      school && JSON.stringify(school),
      batch.changedBy,
      batch.version,
      batch.hands,
    ],
  );
}

/** For the audit trail: what became of a batch that has moved on. */
export const changeOfBatch = (batch: GraduationBatch): Change =>
  stepOf('graduation-batch', batch.batchId, batch);

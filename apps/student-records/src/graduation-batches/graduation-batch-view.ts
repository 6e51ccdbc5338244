import { z } from 'zod';
import { day, id, moment, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { BATCH_KINDS, BATCH_STATES } from '../domain/graduation-batch.js';
import { problems } from '../problems.js';
import { graduationBatches } from './graduation-batches.js';

/** 毕业批次 as its school and the city see it. */
export const GraduationBatchView = z
  .object({
    batchId: id,
    schoolCode,
    kind: z.enum(BATCH_KINDS).meta({ description: '毕业, 结业' }),
    name: z.string(),
    graduatedOn: day,
    state: z.enum(BATCH_STATES),
    version: z.int(),
    students: z.int().meta({ description: 'Those who stand in the batch, without the excluded' }),
    excluded: z.int(),
    createdAt: moment,
    submittedAt: moment.optional(),
    returnReason: z.string().optional().meta({ description: '退回原因, while it is returned' }),
    returnedAt: moment.optional(),
    discardedAt: moment.optional(),
    approvedAt: moment.optional(),
  })
  .meta({ id: 'GraduationBatch' });
export type GraduationBatchView = z.infer<typeof GraduationBatchView>;

export type ShownGraduationBatchRow = Record<string, unknown> & { students: number; excluded: number };

/** Reads batches with what they show; put `where` and `order by` behind it. */
export const SELECT_SHOWN_GRADUATION_BATCHES = `
  select ${graduationBatches.selected}, counted.students, counted.excluded
  from graduation_batches
  cross join lateral (
    select count(*) filter (where excluded_at is null)::int as students, count(excluded_at)::int as excluded
    from graduation_items where graduation_items.batch_id = graduation_batches.batch_id
  ) counted`;

export const viewOf = ({ students, excluded, ...row }: ShownGraduationBatchRow): GraduationBatchView =>
  GraduationBatchView.parse({ ...graduationBatches.stateOf(row), students, excluded });

/** @throws Problem 404, also for a batch of another school */
export async function showGraduationBatch(tx: Transaction, batchId: string): Promise<GraduationBatchView> {
  const [row] = await tx.query<ShownGraduationBatchRow>(
    `${SELECT_SHOWN_GRADUATION_BATCHES} where batch_id = $1`,
    [batchId],
  );
  if (!row) throw new Problem(problems['not-found']);
  return viewOf(row);
}

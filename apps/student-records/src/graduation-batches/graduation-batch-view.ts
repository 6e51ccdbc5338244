import { z } from 'zod';
import { day, id, moment, schoolCode } from '#contracts';
import type { GraduationBatchRow } from './graduation-batch-row.js';

export const GRADUATION_BATCH_STATES = ['DRAFT', 'SUBMITTED', 'APPROVED'] as const;

/** 毕业批次 as its school and the city see it. */
export const GraduationBatchView = z
  .object({
    batchId: id,
    schoolCode,
    name: z.string(),
    graduatedOn: day,
    state: z.enum(GRADUATION_BATCH_STATES),
    version: z.int(),
    students: z.int().meta({ description: 'Those who stand in the batch, without the excluded' }),
    excluded: z.int(),
    createdAt: moment,
    submittedAt: moment.optional(),
    approvedAt: moment.optional(),
  })
  .meta({ id: 'GraduationBatch' });
export type GraduationBatchView = z.infer<typeof GraduationBatchView>;

export type ShownGraduationBatchRow = GraduationBatchRow & { students: number; excluded: number };

/** Reads batches with what they show; put `where` and `order by` behind it. */
export const SELECT_SHOWN_GRADUATION_BATCHES = `
  select graduation_batches.*, counted.students, counted.excluded
  from graduation_batches
  cross join lateral (
    select count(*) filter (where excluded_at is null)::int as students, count(excluded_at)::int as excluded
    from graduation_items where graduation_items.batch_id = graduation_batches.batch_id
  ) counted`;

export const viewOf = (row: ShownGraduationBatchRow): GraduationBatchView => ({
  batchId: row.batch_id,
  schoolCode: row.school_code,
  name: row.name,
  graduatedOn: row.graduated_on,
  state: row.state,
  version: row.version,
  students: row.students,
  excluded: row.excluded,
  createdAt: row.created_at.toISOString(),
  submittedAt: row.submitted_at?.toISOString(),
  approvedAt: row.approved_at?.toISOString(),
});

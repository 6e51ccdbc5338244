import { z } from 'zod';
import { type Given, transition } from '#aggregates';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import { batchRefusals, type GraduationBatch } from '../domain/graduation-batch.js';
import * as rules from '../domain/graduation-batch-moves.js';
import { decidingContext } from '../schools/deciding.js';
import { graduationBatches } from './graduation-batches.js';

/** 撤回: the school takes back what it has submitted, to mend it. */
export const recallGraduationBatch = transition(graduationBatches, {
  name: 'recall-graduation-batch',
  path: ':batchId/recall',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了毕业批次', en: 'recalled the graduation batch' },
  input: { reason: accountableReason.meta({ example: '名单有误' }) },
  refuses: batchRefusals,
  decide: rules.recall,
});

/** 退回: the authority sends the batch back, with reasons for single students where it has them. */
export const returnGraduationBatch = transition(graduationBatches, {
  name: 'return-graduation-batch',
  path: ':batchId/return',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '退回了毕业批次', en: 'returned the graduation batch' },
  input: {
    reason: accountableReason.meta({ example: '部分学生材料不全' }),
    students: z
      .array(
        z.strictObject({
          registrationId: id,
          reason: accountableReason.meta({ example: '成绩单缺失' }),
        }),
      )
      .max(1000)
      .default([]),
  },
  refuses: batchRefusals,
  context: returningContext,
  decide: rules.returnBatch,
  saved: async (tx, batches, { inputOf }) => {
    for (const batch of batches)
      await tx.query(
        `update graduation_items set returned_reason = given.reason
         from unnest($2::uuid[], $3::text[]) as given (registration_id, reason)
         where batch_id = $1 and graduation_items.registration_id = given.registration_id`,
        [
          batch.batchId,
          inputOf(batch).students.map(({ registrationId }) => registrationId),
          inputOf(batch).students.map(({ reason }) => reason),
        ],
      );
  },
});

/** 废弃: its students are free for another batch. */
export const discardGraduationBatch = transition(graduationBatches, {
  name: 'discard-graduation-batch',
  path: ':batchId/discard',
  roles: ['school-registrar'],
  sentence: { zh: '废弃了毕业批次', en: 'discarded the graduation batch' },
  input: { reason: accountableReason.meta({ example: '毕业日期填写有误' }) },
  refuses: batchRefusals,
  decide: rules.discard,
  saved: async (tx, batches) => {
    await tx.query('update graduation_items set open = false where batch_id = any($1) and open', [
      batches.map(({ batchId }) => batchId),
    ]);
  },
});

async function returningContext(tx: Transaction, batches: readonly GraduationBatch[], given: Given) {
  const rows = await tx.query<{ registration_id: string }>(
    'select registration_id from graduation_items where batch_id = any($1) and open',
    [batches.map(({ batchId }) => batchId)],
  );
  const inBatch: ReadonlySet<string> = new Set(rows.map((row) => row.registration_id));
  return { ...(await decidingContext(tx, batches, given)), inBatch };
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { type Actor, scopeOf } from '#security';
import { refusalProblem } from '../refusals.js';
import {
  GraduationBatchView,
  SELECT_SHOWN_GRADUATION_BATCHES,
  type ShownGraduationBatchRow,
  viewOf,
} from './graduation-batch-view.js';

export const GraduationBatchDetail = GraduationBatchView.extend({
  items: z.array(
    z.object({
      registrationId: id,
      studentNo: z.string().optional(),
      name: z.string(),
      conductPassed: z.boolean(),
      coursesPassed: z.boolean(),
      excludedReason: z.string().optional(),
    }),
  ),
}).meta({ id: 'GraduationBatchDetail' });
export type GraduationBatchDetail = z.infer<typeof GraduationBatchDetail>;

@Injectable()
export class FindGraduationBatch {
  constructor(private readonly transactions: Transactions) {}

  /** The batch with its students. @throws Problem 404, also for a batch of another school */
  run(batchId: string, actor: Actor): Promise<GraduationBatchDetail> {
    return this.transactions.run(scopeOf(actor), async (tx) => ({
      ...(await showGraduationBatch(tx, batchId)),
      items: await itemsOf(tx, batchId),
    }));
  }
}

/** @throws Problem 404 */
export async function showGraduationBatch(tx: Transaction, batchId: string): Promise<GraduationBatchView> {
  const [row] = await tx.query<ShownGraduationBatchRow>(
    `${SELECT_SHOWN_GRADUATION_BATCHES} where batch_id = $1`,
    [batchId],
  );
  if (!row) throw refusalProblem('not-found');
  return viewOf(row);
}

async function itemsOf(tx: Transaction, batchId: string): Promise<GraduationBatchDetail['items']> {
  const rows = await tx.query<{
    registration_id: string;
    student_no: string | null;
    name: string;
    conduct_passed: boolean;
    courses_passed: boolean;
    excluded_reason: string | null;
  }>(
    `select item.registration_id, student_no, name, conduct_passed, courses_passed, excluded_reason
     from graduation_items item join registrations using (registration_id) join persons using (person_id)
     where batch_id = $1 order by position`,
    [batchId],
  );
  return rows.map((row) => ({
    registrationId: row.registration_id,
    studentNo: row.student_no ?? undefined,
    name: row.name,
    conductPassed: row.conduct_passed,
    coursesPassed: row.courses_passed,
    excludedReason: row.excluded_reason ?? undefined,
  }));
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { listOf, pageOf, several } from '#runtime';
import { BATCH_STATES } from '../domain/graduation-batch.js';
import { HOLDER } from '../persons/person-row.js';
import {
  GraduationBatchView,
  SELECT_SHOWN_GRADUATION_BATCHES,
  showGraduationBatch,
  viewOf,
} from './graduation-batch-view.js';

const batches = listOf({
  filters: {
    state: several('state', z.enum(BATCH_STATES)),
    schoolCode: ['school_code', schoolCode],
  },
  sorts: { batchId: ['batch_id'] },
});
export const GraduationBatchFilter = batches.query;
export type GraduationBatchFilter = z.infer<typeof GraduationBatchFilter>;
export const GraduationBatchPage = pageOf(GraduationBatchView).meta({ id: 'GraduationBatchPage' });
export type GraduationBatchPage = z.infer<typeof GraduationBatchPage>;

export const GraduationBatchDetail = GraduationBatchView.extend({
  items: z.array(
    z.object({
      registrationId: id,
      studentNo: z.string().optional(),
      name: z.string(),
      conductPassed: z.boolean(),
      coursesPassed: z.boolean(),
      excludedReason: z.string().optional(),
      returnedReason: z
        .string()
        .optional()
        .meta({ description: '退回原因 of this student, when last returned' }),
    }),
  ),
}).meta({ id: 'GraduationBatchDetail' });
export type GraduationBatchDetail = z.infer<typeof GraduationBatchDetail>;

@Injectable()
export class FindGraduationBatches {
  constructor(private readonly transactions: Transactions) {}

  /** An id tells when it was given, so the order of ids is that of creation. */
  async list(query: GraduationBatchFilter, actor: Actor): Promise<GraduationBatchPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      batches.page(tx, query, { select: SELECT_SHOWN_GRADUATION_BATCHES, itemOf: viewOf }),
    );
  }

  /** The batch with its students. @throws Problem 404, also for a batch of another school */
  find(batchId: string, actor: Actor): Promise<GraduationBatchDetail> {
    return this.transactions.run(scopeOf(actor), async (tx) => ({
      ...(await showGraduationBatch(tx, batchId)),
      items: await itemsOf(tx, batchId),
    }));
  }
}

async function itemsOf(tx: Transaction, batchId: string): Promise<GraduationBatchDetail['items']> {
  const rows = await tx.query<{
    registration_id: string;
    student_no: string | null;
    name: string;
    conduct_passed: boolean;
    courses_passed: boolean;
    excluded_reason: string | null;
    returned_reason: string | null;
  }>(
    `select item.registration_id, student_no, name, conduct_passed, courses_passed, excluded_reason, returned_reason
     from graduation_items item join registrations using (registration_id) join persons on persons.person_id = ${HOLDER}
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
    returnedReason: row.returned_reason ?? undefined,
  }));
}

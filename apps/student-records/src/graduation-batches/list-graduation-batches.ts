import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import {
  GRADUATION_BATCH_STATES,
  GraduationBatchView,
  SELECT_SHOWN_GRADUATION_BATCHES,
  viewOf,
} from './graduation-batch-view.js';

const batches = listOf({
  filters: {
    state: ['state', z.enum(GRADUATION_BATCH_STATES)],
    schoolCode: ['school_code', schoolCode],
  },
  sorts: { batchId: ['batch_id'] },
});
export const GraduationBatchFilter = batches.query;
export type GraduationBatchFilter = z.infer<typeof GraduationBatchFilter>;

export const GraduationBatchPage = pageOf(GraduationBatchView).meta({ id: 'GraduationBatchPage' });
export type GraduationBatchPage = z.infer<typeof GraduationBatchPage>;

@Injectable()
export class ListGraduationBatches {
  constructor(private readonly transactions: Transactions) {}

  /** An id tells when it was given, so the order of ids is that of creation. */
  async run(query: GraduationBatchFilter, actor: Actor): Promise<GraduationBatchPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      batches.page(tx, query, { select: SELECT_SHOWN_GRADUATION_BATCHES, itemOf: viewOf }),
    );
  }
}

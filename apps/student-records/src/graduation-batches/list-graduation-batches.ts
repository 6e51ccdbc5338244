import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import {
  GRADUATION_BATCH_STATES,
  GraduationBatchView,
  SELECT_SHOWN_GRADUATION_BATCHES,
  type ShownGraduationBatchRow,
  viewOf,
} from './graduation-batch-view.js';

export const GraduationBatchFilter = z.strictObject({
  ...pageFilter,
  cursor: id.optional(),
  state: z.enum(GRADUATION_BATCH_STATES).optional(),
  schoolCode: schoolCode.optional(),
});
export type GraduationBatchFilter = z.infer<typeof GraduationBatchFilter>;

export const GraduationBatchPage = pageOf(GraduationBatchView).meta({ id: 'GraduationBatchPage' });
export type GraduationBatchPage = z.infer<typeof GraduationBatchPage>;

@Injectable()
export class ListGraduationBatches {
  constructor(private readonly transactions: Transactions) {}

  /** In the order of their creation; the cursor is the last id shown. */
  run({ limit, cursor, ...filter }: GraduationBatchFilter, actor: Actor): Promise<GraduationBatchPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, filter.schoolCode);
    return this.transactions.run(scope, async (tx) => {
      const rows = await tx.query<ShownGraduationBatchRow>(
        `${SELECT_SHOWN_GRADUATION_BATCHES}
         where ($1::text is null or state = $1) and ($2::text is null or school_code = $2)
           and ($3::uuid is null or batch_id > $3)
         order by batch_id limit $4`,
        [filter.state, filter.schoolCode, cursor, limit + 1],
      );
      return page(rows, limit, (row) => row.batch_id, viewOf);
    });
  }
}

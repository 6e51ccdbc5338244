import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Season, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { type PlanLineRow, PlanUsage, planUsage } from './plan-line-row.js';

export const UsageFilter = z.strictObject({
  ...pageFilter,
  cursor: z.uuid().optional(),
  schoolCode: schoolCode.optional(),
  offeringId: z.uuid().optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  season: Season.optional(),
});
export type UsageFilter = z.infer<typeof UsageFilter>;
export const UsagePage = pageOf(PlanUsage);

@Injectable()
export class ListPlanUsage {
  constructor(private readonly transactions: Transactions) {}

  run({ limit, cursor, ...filter }: UsageFilter, actor: Actor) {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const rows = await tx.query<PlanLineRow>(
        `select * from plan_lines
         where ($1::text is null or school_code = $1) and ($2::uuid is null or offering_id = $2)
           and ($3::int is null or year = $3) and ($4::text is null or season = $4)
           and ($5::uuid is null or plan_line_id > $5)
         order by plan_line_id limit $6`,
        [filter.schoolCode ?? null, filter.offeringId ?? null, filter.year ?? null, filter.season ?? null,
          cursor ?? null, limit + 1], // prettier-ignore
      );
      return page(rows, limit, (row) => row.plan_line_id, planUsage);
    });
  }
}

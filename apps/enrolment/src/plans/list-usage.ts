import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SEASONS, id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { PlanUsage, planUsage } from './plan-line-row.js';

const usage = listOf({
  filters: {
    schoolCode: ['school_code', schoolCode],
    offeringId: ['offering_id', id],
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    season: ['season', z.enum(SEASONS)],
  },
  sorts: { planLineId: ['plan_line_id'] },
});
export const UsageFilter = usage.query;
export type UsageFilter = z.infer<typeof UsageFilter>;
export const UsagePage = pageOf(PlanUsage);

@Injectable()
export class ListPlanUsage {
  constructor(private readonly transactions: Transactions) {}

  async run(query: UsageFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      usage.page(tx, query, { select: 'select * from plan_lines', itemOf: planUsage }),
    );
  }
}

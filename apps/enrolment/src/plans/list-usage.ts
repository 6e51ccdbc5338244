import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PlanScope, Season, SEASONS, id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { freeSeats } from '../domain/plan-line.js';
import { planLines } from './plan-lines.js';

/** 招生计划使用情况: how many seats of a plan line are planned, reserved, used and free. */
export const PlanUsage = z
  .object({
    planLineId: id,
    year: z.int(),
    season: Season,
    offeringId: id,
    schoolCode,
    scope: PlanScope,
    planned: z.int(),
    reserved: z.int(),
    used: z.int(),
    free: z.int(),
    status: z.enum(['DRAFT', 'PUBLISHED', 'CLOSED']),
    version: z.int(),
  })
  .meta({ id: 'PlanUsage' });
export type PlanUsage = z.infer<typeof PlanUsage>;

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

  async list(query: UsageFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      usage.page(tx, query, {
        select: `select ${planLines.selected} from plan_lines`,
        itemOf: (row: Record<string, unknown>) => {
          const line = planLines.stateOf(row);
          return PlanUsage.parse({ ...line, free: freeSeats(line) });
        },
      }),
    );
  }
}

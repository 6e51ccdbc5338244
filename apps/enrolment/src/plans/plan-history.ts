import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { HistoryEntry } from '#aggregates';
import { id } from '#contracts';
import { Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { problems } from '../problems.js';

const Entry = HistoryEntry.extend({
  planned: z.int().describe('计划人数 from this version on'),
  plannedBefore: z.int().optional().describe('Of a version that changed it: the number before'),
});
export const PlanHistory = z.object({ planLineId: id, entries: z.array(Entry) }).meta({ id: 'PlanHistory' });
export type PlanHistory = z.infer<typeof PlanHistory>;

type Row = { [Field in keyof z.infer<typeof Entry>]: unknown };

/** Versions that only count seats are as many as admissions, and are left out. */
const SELECT = `
  select version, state, happened, effective_on::text as "effectiveOn", recorded_at as "recordedAt", actor, role,
    decision_no as "decisionNo", reason, planned, nullif(planned_before, planned) as "plannedBefore"
  from (
    select *, (data->>'planned')::int as planned, (lag(data->>'planned') over versions)::int as planned_before,
      data - $2::text[] is distinct from lag(data - $2::text[]) over versions as is_act
    from plan_lines_history where plan_line_id = $1 window versions as (order by version)
  ) entry
  where is_act order by version`;
const COUNTED = ['reserved', 'used', 'version'];

/** 计划沿革: who did what to a line, and how many seats it had before and after. */
@Injectable()
export class ReadPlanHistory {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem 404 */
  async read(planLineId: string, actor: Actor): Promise<PlanHistory> {
    const rows = await this.transactions.run(scopeOf(actor), (tx) =>
      tx.query<Row>(SELECT, [planLineId, COUNTED]),
    );
    if (rows.length === 0) throw new Problem(problems['not-found']);
    return { planLineId, entries: rows.map(entryOf) };
  }
}

const entryOf = (row: Row) =>
  Entry.parse({
    ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    recordedAt: (row.recordedAt as Date).toISOString(),
  });

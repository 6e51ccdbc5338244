import type { Transaction } from '#database';
import type { PlanLineRow } from './plan-line-row.js';

/** Locks plan lines in the order of their ids: whoever locks several takes turns instead of deadlocking. */
export const lockPlanLines = (tx: Transaction, planLineIds: string[]) =>
  tx.query<PlanLineRow>(
    'select * from plan_lines where plan_line_id = any($1) order by plan_line_id for update',
    [planLineIds],
  );

/**
 * Moves seats of plan lines that the caller has locked: one statement, one new version of each line.
 * `counts` says how many seats of each line; `reserved` and `used` by how much one of them changes them.
 */
export function moveSeats(
  tx: Transaction,
  counts: Map<string, number>,
  change: { reserved: -1 | 0 | 1; used: -1 | 0 | 1 },
): Promise<PlanLineRow[]> {
  return tx.query<PlanLineRow>(
    `update plan_lines line set reserved = reserved + moved.seats * $3::int, used = used + moved.seats * $4::int,
       version = version + 1
     from unnest($1::uuid[], $2::int[]) as moved(plan_line_id, seats)
     where line.plan_line_id = moved.plan_line_id returning line.*`,
    [[...counts.keys()], [...counts.values()], change.reserved, change.used],
  );
}

import { Logger } from '@nestjs/common';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type JobInHand, NIGHTLY, NOTHING, type NextStep } from '#jobs';
import { type Span, usualSpan } from '#reconciliation';
import { type Downstream, DOWNSTREAM } from '../domain/discrepancy.js';
import { pruneDigests } from './prune-digests.js';
import { Reconcile } from './reconcile.js';
import { GRACE_SECONDS } from './reconciliation-view.js';

/** How many discrepancies there are of what a graduation becomes. */
export type DiscrepancyCounts = Record<Downstream, number>;

/** When not all services have published their digests of the day. */
const WAIT_MS = 10 * 60_000;

export const compareDigests = jobKind({ name: 'compare-digests', payload: NOTHING, schedule: NIGHTLY });

/**
 * 对账 without anybody asking: once a day, when all three services have told what they hold that day, and not before.
 * The result is kept for the metrics of every process; discrepancies are warned of in the log.
 */
@HandlesJob(compareDigests)
export class DailyComparison {
  private readonly logger = new Logger(DailyComparison.name);

  constructor(private readonly reconcile: Reconcile) {}

  async handle(_: object, tx: Transaction, { dueAt, dueOn }: JobInHand): Promise<NextStep<object> | void> {
    const span = usualSpan(dueOn);
    if (!(await isToldBy(tx, span, dueAt))) return { inMs: WAIT_MS, progress: 'waits for digests' };
    const { discrepancies } = await this.reconcile.compare({ ...span, graceSeconds: GRACE_SECONDS });
    const counts = countsOf(discrepancies);
    await tx.query('update daily_comparison set compared_at = now(), discrepancies = $1', [
      JSON.stringify(counts),
    ]);
    await pruneDigests(tx);
    if (discrepancies.length > 0) this.logger.warn(warningOf(counts, span));
  }
}

/** Whether each of the three has told of all these days, not before that moment. */
async function isToldBy(tx: Transaction, { from, to }: Span, moment: Date): Promise<boolean> {
  const told = await tx.query(
    `select distinct service from digest_runs
     where service = any($1) and as_of >= $2 and from_day <= $3 and to_day >= $4`,
    [Object.values(DOWNSTREAM), moment, from, to],
  );
  return told.length === Object.keys(DOWNSTREAM).length;
}

function countsOf(discrepancies: readonly { readonly what: Downstream }[]): DiscrepancyCounts {
  const counts: DiscrepancyCounts = { CERTIFICATE: 0, LOOKUP_ENTRY: 0, CASE: 0 };
  for (const { what } of discrepancies) counts[what] += 1;
  return counts;
}

function warningOf(counts: DiscrepancyCounts, { from, to }: Span): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    `${total} discrepancies between the graduations of ${from} to ${to} and what followed from them: ` +
    `certificates ${counts.CERTIFICATE}, entries of the lookup ${counts.LOOKUP_ENTRY}, cases ${counts.CASE}. ` +
    'GET /reconciliation names them.'
  );
}

import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { allSchools, DailyJob, dueOn, type Transaction, Transactions } from '#database';
import { type Span, usualSpan } from '#reconciliation';
import { type Follower, FOLLOWERS } from '../domain/gap.js';
import { pruneDigests } from './prune-digests.js';
import { Reconcile } from './reconcile.js';
import { GRACE_SECONDS } from './reconciliation-view.js';

/** Any constant; see {@link DailyJob}. */
const LOCK = 4_504_523;

/** How many gaps there are of what a graduation becomes. */
export type GapCounts = Record<Follower, number>;

/**
 * 对账 without anybody asking: once a day, when all three services have told what they hold that day, and not before.
 * The result is kept for the metrics of every process; gaps are warned of in the log.
 */
@Injectable()
export class DailyComparison extends DailyJob {
  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly reconcile: Reconcile,
  ) {
    super(dataSource, LOCK);
  }

  protected async runOnce(session: QueryRunner, today: string): Promise<boolean> {
    const due = await session.query('select 1 from daily_comparison where done_on < $1', [today]);
    if (due.length === 0) return true;
    const span = usualSpan(today);
    if (!(await this.isToldBy(span, dueOn(today)))) return false;
    const { gaps } = await this.reconcile.run({ ...span, graceSeconds: GRACE_SECONDS });
    const counts = countsOf(gaps);
    await this.transactions.run(allSchools, async (tx) => {
      await keep(tx, today, counts);
      await pruneDigests(tx);
    });
    if (gaps.length > 0) this.logger.warn(warningOf(counts, span));
    return true;
  }

  /** Whether each of the three has told of all these days, not before that moment. */
  private async isToldBy({ from, to }: Span, moment: Date): Promise<boolean> {
    const told = await this.transactions.run(allSchools, (tx) =>
      tx.query(
        `select distinct service from digest_runs
         where service = any($1) and as_of >= $2 and from_day <= $3 and to_day >= $4`,
        [Object.values(FOLLOWERS), moment, from, to],
      ),
    );
    return told.length === Object.keys(FOLLOWERS).length;
  }
}

function countsOf(gaps: readonly { readonly what: Follower }[]): GapCounts {
  const counts: GapCounts = { CERTIFICATE: 0, LOOKUP_ENTRY: 0, CASE: 0 };
  for (const { what } of gaps) counts[what] += 1;
  return counts;
}

const keep = (tx: Transaction, today: string, counts: GapCounts) =>
  tx.query('update daily_comparison set done_on = $1, compared_at = now(), gaps = $2', [
    today,
    JSON.stringify(counts),
  ]);

function warningOf(counts: GapCounts, { from, to }: Span): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    `${total} gaps between the graduations of ${from} to ${to} and what followed from them: ` +
    `certificates ${counts.CERTIFICATE}, entries of the lookup ${counts.LOOKUP_ENTRY}, cases ${counts.CASE}. ` +
    'GET /reconciliation names them.'
  );
}

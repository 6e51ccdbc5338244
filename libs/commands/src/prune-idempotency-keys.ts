import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { allSchools, DailyJob, Transactions } from '#database';

/** Any constant; see {@link DailyJob}. */
const LOCK = 4_504_526;
/** Whoever tries again after that has long looked what became of it. */
const KEPT_FOR = '2 days';
const BATCH_ROWS = 10_000;

/** Forgets the answers that were kept for keys, once a day. */
@Injectable()
export class PruneIdempotencyKeys extends DailyJob {
  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    super(dataSource, LOCK);
  }

  protected async runOnce(): Promise<boolean> {
    for (let more = true; more && !this.stopping;) more = (await this.deleteBatch()) === BATCH_ROWS;
    return !this.stopping;
  }

  private async deleteBatch(): Promise<number> {
    const rows = await this.transactions.run(allSchools, (tx) =>
      tx.query(
        `delete from idempotency_keys where (actor, key) in (
           select actor, key from idempotency_keys where created_at < now() - interval '${KEPT_FOR}'
           limit ${BATCH_ROWS}) returning key`,
      ),
    );
    return rows.length;
  }
}

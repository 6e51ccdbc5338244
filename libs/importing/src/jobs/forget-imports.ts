import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { allSchools, DailyJob, Transactions } from '#database';

/** Any constant; see {@link DailyJob}. */
const LOCK = 4_504_528;
/** [D] So long a checked file waits for its commit, and refused rows wait to be downloaded and mended. */
export const KEPT_DAYS = 7;

/** Forgets the rows of files once a day: identities are not kept longer than somebody needs them. */
@Injectable()
export class ForgetImports extends DailyJob {
  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    super(dataSource, LOCK);
  }

  protected async runOnce(): Promise<boolean> {
    const { expired, forgotten } = await this.transactions.run(allSchools, async (tx) => {
      const jobs = await tx.query(
        `update import_jobs set state = 'EXPIRED'
         where state = 'VALIDATED' and moved_at < now() - make_interval(days => $1) returning import_id`,
        [KEPT_DAYS],
      );
      const chunks = await tx.query(
        `delete from import_chunks using import_jobs j
         where import_chunks.import_id = j.import_id and j.state in ('DONE', 'FAILED', 'EXPIRED')
           and j.moved_at < now() - make_interval(days => $1) returning chunk`,
        [KEPT_DAYS],
      );
      return { expired: jobs.length, forgotten: chunks.length };
    });
    if (expired + forgotten > 0)
      this.logger.log(`${expired} imports expired; the rows of ${forgotten} parts of files are forgotten.`);
    return true;
  }
}

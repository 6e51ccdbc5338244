import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { DailyJob } from '#database';
import { PublishDigests } from './publish-digests.js';
import { usualSpan } from './span.js';

/** Any constant; see {@link DailyJob}. */
const LOCK = 4_504_522;

/** Publishes the digests once a day. */
@Injectable()
export class DailyDigests extends DailyJob {
  constructor(
    dataSource: DataSource,
    private readonly publishDigests: PublishDigests,
  ) {
    super(dataSource, LOCK);
  }

  protected async runOnce(session: QueryRunner, today: string): Promise<boolean> {
    const due = await session.query('select 1 from daily_digests where done_on < $1', [today]);
    if (due.length === 0) return true;
    const { digests, from, to } = await this.publishDigests.run(usualSpan(today));
    await session.query('update daily_digests set done_on = $1', [today]);
    this.logger.log(`Published ${digests} digests of ${from} to ${to}.`);
    return true;
  }
}

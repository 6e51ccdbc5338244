import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type TopicDeclaration, topics } from '#contracts';
import { allSchools, DailyJob, Transactions } from '#database';

/** Any constant; see {@link DailyJob}. */
const LOCK = 4_504_524;
/**
 * A record outlives the retention of its topic: Kafka drops whole segments, and closes one after a week at the latest
 * (`segment.ms`) where little is written.
 */
const MARGIN_DAYS = 15;
/** Days that every fact of any topic that a service reads is gone after. */
export const INBOX_DAYS =
  Math.max(
    ...Object.values<TopicDeclaration>(topics).map(({ retentionDays = 0, readers }) =>
      readers.length > 0 ? retentionDays : 0,
    ),
  ) + MARGIN_DAYS;
/** Rows of one statement: well below a second, so that nobody waits for it. */
const BATCH_ROWS = 10_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Forgets the ids of events that cannot come from a topic of facts any more, once a day. An older event can still come,
 * from a state topic, which keeps the last record of each key for ever, or by a redrive: then `aggregate_versions` stops
 * what is older than the last that was seen, and a reaction is safe to run again for that last one.
 *
 * It needs no index beside the primary key, which every insert would pay for: ids are UUIDs of version 7, so those of
 * old events come first.
 */
@Injectable()
export class PruneInbox extends DailyJob {
  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    super(dataSource, LOCK);
  }

  protected async runOnce(): Promise<boolean> {
    let forgotten = 0;
    for (let last: string | undefined = FIRST_ID; last !== undefined;) {
      if (this.stopping) return false;
      const batch = await this.deleteBatch(last);
      forgotten += batch.rows;
      last = batch.last;
    }
    if (forgotten > 0)
      this.logger.log(`The inbox forgot ${forgotten} events of more than ${INBOX_DAYS} days ago.`);
    return true;
  }

  /**
   * How old a row is tells the clock of the database, which wrote it.
   * @returns `last`: the id to go on behind; none where no full batch was left
   */
  private async deleteBatch(after: string): Promise<{ rows: number; last?: string }> {
    const [batch] = await this.transactions.run(allSchools, (tx) =>
      tx.query<{ rows: number; last: string | null }>(
        `with old as (
           select event_id from inbox
           where event_id > $1 and event_id < (select uuidv7(make_interval(days => -$2::int)))
             and handled_at < now() - make_interval(days => $2::int)
           order by event_id limit ${BATCH_ROWS}
         ), deleted as (
           delete from inbox where event_id = any(array(select event_id from old))
         )
         select count(*)::int as rows, (select event_id from old order by event_id desc limit 1) as last from old`,
        [after, INBOX_DAYS],
      ),
    );
    const { rows, last } = batch!;
    return rows < BATCH_ROWS ? { rows } : { rows, last: last! };
  }
}

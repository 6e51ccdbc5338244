import { z } from 'zod';
import { type TopicDeclaration, topics } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, NIGHTLY, type NextStep } from '#jobs';

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

const Place = z.object({ after: z.uuid().default(FIRST_ID) });

export const pruneInbox = jobKind({ name: 'prune-inbox', payload: Place, schedule: NIGHTLY });

/**
 * Forgets the ids of events that cannot come from a topic of facts any more, once a day. An older event can still come,
 * from a state topic, which keeps the last record of each key for ever, or by a redrive: then `aggregate_versions` stops
 * what is older than the last that was seen, and a reaction is safe to run again for that last one.
 *
 * It needs no index beside the primary key, which every insert would pay for: ids are UUIDs of version 7, so those of
 * old events come first.
 */
@HandlesJob(pruneInbox)
export class PruneInbox {
  /** Goes on behind the last id of a full batch. */
  async handle(
    { after }: z.output<typeof Place>,
    tx: Transaction,
  ): Promise<NextStep<z.output<typeof Place>> | void> {
    const [batch] = await tx.query<{ rows: number; last: string | null }>(
      `with due as materialized (select uuidv7(interval '-${INBOX_DAYS} days') as first_young), old as (
         select event_id from inbox
         where event_id > $1 and event_id < (select first_young from due)
           and handled_at < now() - interval '${INBOX_DAYS} days'
         order by event_id limit ${BATCH_ROWS}
       ), deleted as (
         delete from inbox where event_id = any(array(select event_id from old))
       )
       select count(*)::int as rows, (select event_id from old order by event_id desc limit 1) as last from old`,
      [after],
    );
    if (batch!.rows === BATCH_ROWS) return { payload: { after: batch!.last! } };
  }
}

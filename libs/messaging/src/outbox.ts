import { Inject, Injectable } from '@nestjs/common';
import type { TopicName } from '#contracts';
import type { Transaction } from '#database';
import { requestContext } from '#runtime';
import { TopicSealer } from '#security';
import { type EventRecord, toRecord } from './cloud-event.js';
import type { OutgoingEvent } from './event.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { RelayWake } from './relay-wake.js';
import { shardOf } from './shards.js';

@Injectable()
export class Outbox {
  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly sealer: TopicSealer,
    private readonly wake: RelayWake,
  ) {}

  /**
   * Appends events to the outbox in the given transaction, any number in one statement: they go out if, and only
   * if, it commits. Events of one key go out in the order in which they were published, provided that their
   * publishers hold the aggregate's row lock.
   * @throws ZodError when an event's data does not fit its contract: a defect of the caller
   */
  async publish(tx: Transaction, events: OutgoingEvent[]): Promise<void> {
    if (events.length === 0) return;
    const context = requestContext();
    const origin = {
      source: this.options.service,
      correlationId: context?.requestId,
      traceparent: context?.traceparent,
    };
    await append(tx, await Promise.all(events.map((event) => toRecord(event, origin, this.sealer))));
    tx.afterCommit(() => this.wake.from('here'));
  }
}

async function append(tx: Transaction, records: EventRecord[]): Promise<void> {
  await tx.query(
    `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
     select * from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])`,
    [
      records.map(({ topic, key }) => shardOf(topic as TopicName, key)),
      records.map(({ id }) => id),
      records.map(({ topic }) => topic),
      records.map(({ key }) => key),
      records.map(({ type }) => type),
      records.map(({ payload }) => payload),
      records.map(({ headers }) => JSON.stringify(headers)),
    ],
  );
}

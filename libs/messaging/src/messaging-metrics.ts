import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { allSchools, Transactions } from '#database';
import { Metrics } from '#runtime';
import type { ConsumedRecord } from './kafka-port.js';

interface OutboxDepth {
  shard: number;
  rows: number;
  age: number;
}

/** What an operator has to see of messaging; the names follow OpenTelemetry's for messaging where it has one. */
@Injectable()
export class MessagingMetrics {
  readonly sent: Counter<'topic'>;
  readonly sendFailures: Counter<'shard'>;
  readonly retries: Counter<'cause'>;
  private readonly handled: Counter<'topic'>;
  private readonly batchRecords: Histogram;
  private readonly batchSeconds: Histogram;
  /** When the record was produced that was handled last, by topic; milliseconds of the epoch. */
  readonly handledUpTo = new Map<string, number>();
  private depthUnderWay: Promise<OutboxDepth[]> | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
  ) {
    this.sent = metrics.counter({
      name: 'messaging_client_sent_messages_total',
      help: 'Events that Kafka has acknowledged',
      labelNames: ['topic'],
    });
    this.sendFailures = metrics.counter({
      name: 'outbox_send_failures_total',
      help: 'Sends of a shard of the outbox that failed and are repeated',
      labelNames: ['shard'],
    });
    this.retries = metrics.counter({
      name: 'messaging_process_retries_total',
      help: 'Batches that were tried again: a passing failure, or one event of them failed',
      labelNames: ['cause'],
    });
    this.handled = metrics.counter({
      name: 'messaging_client_consumed_messages_total',
      help: 'Records whose batch is handled and committed, of types with and without a reaction here',
      labelNames: ['topic'],
    });
    this.batchRecords = metrics.histogram({
      name: 'messaging_process_batch_records',
      help: 'Records that were handled together',
      buckets: [1, 3, 10, 30, 100, 300, 1_000, 3_000],
    });
    this.batchSeconds = metrics.histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Time from the start of a batch to its commit in the database',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    });
    this.collectOutbox();
    this.collectDeadLetters();
  }

  /** A batch is done. @param records with the declared names of their topics */
  batchHandled(records: readonly ConsumedRecord[], seconds: number): void {
    this.batchRecords.observe(records.length);
    this.batchSeconds.observe(seconds);
    for (const [topic, some] of Map.groupBy(records, (record) => record.topic)) {
      this.handled.inc({ topic }, some.length);
      this.handledUpTo.set(topic, Math.max(...some.map(({ timestamp }) => timestamp)));
    }
  }

  private collectOutbox(): void {
    const rows = this.metrics.gauge({
      name: 'outbox_rows',
      help: 'Events that wait to be sent',
      labelNames: ['shard'],
      collect: async () => {
        rows.reset();
        for (const each of await this.outboxDepth()) rows.set({ shard: each.shard }, each.rows);
      },
    });
    const age = this.metrics.gauge({
      name: 'outbox_oldest_age_seconds',
      help: 'Age of the event that waits longest to be sent',
      labelNames: ['shard'],
      collect: async () => {
        age.reset();
        for (const each of await this.outboxDepth()) age.set({ shard: each.shard }, each.age);
      },
    });
  }

  /** Two gauges show what one statement finds. */
  private outboxDepth(): Promise<OutboxDepth[]> {
    this.depthUnderWay ??= this.query<OutboxDepth>(
      `select shard, count(*)::int as rows,
         extract(epoch from now() - min((headers ->> 'ce_time')::timestamptz))::float8 as age
       from outbox group by shard`,
    ).finally(() => (this.depthUnderWay = undefined));
    return this.depthUnderWay;
  }

  private collectDeadLetters(): void {
    const letters = this.metrics.gauge({
      name: 'dead_letters_open',
      help: 'Events that are set aside until an operator decides',
      labelNames: ['topic', 'reason'],
      collect: async () => {
        const rows = await this.query<{ topic: string; reason: string; open: number }>(
          'select topic, reason, count(*)::int as open from dead_letters where resolved_at is null group by 1, 2',
        );
        letters.reset();
        for (const { topic, reason, open } of rows) letters.set({ topic, reason }, open);
      },
    });
  }

  private query<Row>(sql: string): Promise<Row[]> {
    return this.transactions.run(allSchools, (tx) => tx.query<Row>(sql));
  }
}

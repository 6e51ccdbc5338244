import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Metrics } from '#runtime';
import { kafkaLabels } from './kafka-labels.js';
import type { ConsumedRecord } from './kafka-port.js';

/** How old an event is when it is handled: usually under a second, after a failure up to days. */
const AGES = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400];

/**
 * What messaging counts while it works: once a batch, never once an event. Names and labels are OpenTelemetry's where
 * its conventions for messaging have one, as Prometheus writes them.
 */
@Injectable()
export class MessagingMetrics {
  private readonly sent: Counter;
  private readonly sendFailures: Counter<'shard'>;
  readonly retries: Counter<'cause'>;
  readonly contradictions: Counter;
  private readonly handled: Counter;
  private readonly batchRecords: Histogram;
  private readonly batchSeconds: Histogram;
  private readonly ages: Histogram;
  /** When the record was produced that was handled last, by `topic/partition`; on the clock of `performance.now()`. */
  readonly handledUpTo = new Map<string, number>();

  constructor(metrics: Metrics) {
    this.sent = metrics.counter({
      name: 'messaging_client_sent_messages_total',
      help: 'Events that Kafka has acknowledged',
      labelNames: Object.keys(kafkaLabels('send', '')),
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
    this.contradictions = metrics.counter({
      name: 'messaging_process_contradictions_total',
      help: 'Events that say otherwise of a version than an event before them, and replays of what is older than the copy here',
    });
    const labelNames = Object.keys(kafkaLabels('process', ''));
    this.handled = metrics.counter({
      name: 'messaging_client_consumed_messages_total',
      help: 'Records whose batch is handled and committed, of types with and without a reaction here',
      labelNames,
    });
    this.batchRecords = metrics.histogram({
      name: 'messaging_process_batch_records',
      help: 'Records that were handled together',
      buckets: [1, 3, 10, 30, 100, 300, 1_000, 3_000],
    });
    this.batchSeconds = metrics.histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Time from the start of a batch to its commit in the database',
      labelNames: Object.keys(kafkaLabels('process')),
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    });
    this.ages = metrics.histogram({
      name: 'messaging_process_event_age_seconds',
      help: 'Time from the command that published an event to its handling here, of the oldest event of a batch',
      labelNames,
      buckets: AGES,
    });
  }

  /** @param topics of the events that were acknowledged, one for each */
  eventsSent(topics: readonly string[]): void {
    for (const [topic, some] of Map.groupBy(topics, (each) => each))
      this.sent.inc(kafkaLabels('send', topic), some.length);
  }

  sendFailed(shard: number): void {
    this.sendFailures.inc({ shard });
  }

  /** A batch is done. @param records with the declared names of their topics, those of a partition in order */
  batchHandled(records: readonly ConsumedRecord[], seconds: number): void {
    this.batchRecords.observe(records.length);
    this.batchSeconds.observe(kafkaLabels('process'), seconds);
    for (const [place, some] of Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)) {
      const labels = kafkaLabels('process', some[0]!.topic);
      const age = ageOf(Date.parse(some[0]!.headers.ce_time ?? ''));
      this.handled.inc(labels, some.length);
      this.handledUpTo.set(place, performance.now() - ageOf(some.at(-1)!.timestamp));
      if (!Number.isNaN(age)) this.ages.observe(labels, age / 1_000);
    }
  }
}

/** Milliseconds since another host wrote the moment by its clock. This host's may be behind it: an age is never negative. */
const ageOf = (moment: number): number => Math.max(0, new Date().getTime() - moment);

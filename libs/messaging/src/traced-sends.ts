import { errorTypeOf, type RunningSpan, type Tracing } from '#runtime';
import { eventAttributes } from './kafka-labels.js';
import type { OutboxRow } from './outbox-session.js';
import type { ShardProducers } from './shard-producers.js';

/** Sends rows of the outbox, each as a part of the trace that it was written in. */
export class TracedSends {
  constructor(
    private readonly producers: ShardProducers,
    private readonly prefix: string,
    private readonly tracing: Tracing,
  ) {}

  /** Resolves when Kafka has acknowledged all of them. */
  async send(shard: number, rows: readonly OutboxRow[]): Promise<void> {
    const spans = rows.map((row) => this.spanOf(row));
    let errorType: string | undefined;
    try {
      await this.producers.send(
        shard,
        rows.map(({ topic, key, payload, headers }, at) => ({
          topic: this.prefix + topic,
          key,
          value: payload,
          headers: spans[at] ? { ...headers, traceparent: spans[at].traceparent } : headers,
        })),
      );
    } catch (error) {
      errorType = errorTypeOf(error);
      throw error;
    } finally {
      for (const span of spans) span?.end({ errorType });
    }
  }

  private spanOf({ topic, headers }: OutboxRow): RunningSpan | undefined {
    const { traceparent: parent } = headers;
    if (!parent) return undefined;
    return this.tracing.start({
      name: `send ${topic}`,
      kind: 'producer',
      parent,
      attributes: eventAttributes('send', {
        topic,
        id: headers.ce_id,
        type: headers.ce_type,
        correlationId: headers.ce_correlationid,
      }),
    });
  }

  /** See {@link ShardProducers.ensure}. */
  ensure(shard: number): Promise<void> {
    return this.producers.ensure(shard);
  }

  /** See {@link ShardProducers.giveUp}. */
  giveUp(shard: number): Promise<void> {
    return this.producers.giveUp(shard);
  }
}

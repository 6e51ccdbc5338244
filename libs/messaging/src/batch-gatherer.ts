import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, TopicPartitionOffset } from 'kafkajs';
import type { ConsumedRecord, Subscription } from './kafka-port.js';

/** How often the group hears of this member while a batch waits for locks in the database. */
const HEARTBEAT_INTERVAL_MS = 1_000;
/**
 * Milliseconds that pass at least between the beginnings of two small batches. A fetch answers at the first record,
 * so under a steady load most batches would be tiny, and a transaction costs much the same for one record as for
 * fifty. Waiting before the next fetch, and not in it, costs an idle service nothing.
 */
const LINGER_MS = 25;
const SMALL_BATCH = 100;

/** What one fetch brought of one partition. */
export interface PartitionBatch {
  readonly records: ConsumedRecord[];
  /** The offset to commit once the records are handled. */
  readonly next: TopicPartitionOffset;
  readonly heartbeat: () => Promise<void>;
}

interface Waiting extends PartitionBatch {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Gathers what arrives at one moment from several partitions, so that it is handled in one transaction and committed
 * by one request: transactions are what handling costs.
 */
export class BatchGatherer {
  private waiting: Waiting[] = [];
  private busy = false;

  constructor(
    private readonly consumer: Pick<Consumer, 'commitOffsets'>,
    private readonly onBatch: Subscription['onBatch'],
  ) {}

  /** Resolves when the records are handled and their offset is committed. */
  handle(batch: PartitionBatch): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ ...batch, done, failed });
      if (!this.busy) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      await new Promise(setImmediate); // the partitions of one fetch come one after the other in one turn
      const began = performance.now();
      const together = this.waiting.splice(0);
      try {
        await this.handleTogether(together);
        await Promise.all([this.commit(together), linger(together, began)]);
        together.forEach(({ done }) => done());
      } catch (error) {
        together.forEach(({ failed }) => failed(error));
      }
    }
    this.busy = false;
  }

  private async handleTogether(together: Waiting[]): Promise<void> {
    const { heartbeat } = together[0]!;
    const beating = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_INTERVAL_MS);
    try {
      await this.onBatch(
        together.flatMap(({ records }) => records),
        { stillOurs: heartbeat },
      );
    } finally {
      clearInterval(beating);
    }
  }

  private async commit(together: Waiting[]): Promise<void> {
    await this.consumer.commitOffsets(together.map(({ next }) => next));
  }
}

async function linger(together: Waiting[], began: number): Promise<void> {
  const records = together.reduce((sum, batch) => sum + batch.records.length, 0);
  const left = LINGER_MS - (performance.now() - began);
  if (records < SMALL_BATCH && left > 1) await sleep(left);
}

import { Logger } from '@nestjs/common';
import { kafkaSentence } from './kafka-sentence.js';
import type { MessagingMetrics } from './messaging-metrics.js';
import type { OutboxRow, OutboxSession } from './outbox-session.js';
import type { TracedSends } from './traced-sends.js';

const FIRST_BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 5_000;
/**
 * What was read longer ago is read again before it is sent. The broker shuts out a relay that wakes after its
 * successor, but forgets to a day after the successor's last record; this is far less, and more than any send takes.
 */
const FRESH_FOR_MS = 600_000;

/** Sends what is in one shard of the outbox. After a failed send it waits by itself; the other shards go on. */
export class ShardDrain {
  private readonly logger = new Logger(ShardDrain.name);
  private backOff = FIRST_BACK_OFF_MS;
  private notBefore = 0;
  private stuck = false;

  constructor(
    private readonly shard: number,
    private readonly session: OutboxSession,
    private readonly sends: TracedSends,
    private readonly metrics: Pick<MessagingMetrics, 'eventsSent' | 'sendFailed'>,
  ) {}

  isStuck(): boolean {
    return this.stuck;
  }

  /** Rejects only when the database session is lost: then the shard may be another's. */
  async drain(isStopping: () => boolean): Promise<void> {
    if (performance.now() < this.notBefore) return;
    for (let more = true; more && !isStopping();) {
      // The producer first, then the rows: whoever sets up a producer later has read later, and nothing that is older.
      if (!(await this.attempt(() => this.sends.ensure(this.shard)))) return;
      const readAt = performance.now();
      const next = await this.session.read(this.shard);
      if (performance.now() - readAt > FRESH_FOR_MS) continue;
      if (next.rows.length === 0) return this.recovered();
      if (!(await this.send(next.rows))) return;
      await this.session.delete(this.shard, next.rows, next.more);
      more = next.more;
    }
  }

  private async send(rows: OutboxRow[]): Promise<boolean> {
    const sent = await this.attempt(() => this.sends.send(this.shard, rows));
    if (!sent) return false;
    this.recovered();
    this.metrics.eventsSent(rows.map(({ topic }) => topic));
    return true;
  }

  private recovered(): void {
    this.backOff = FIRST_BACK_OFF_MS;
    this.stuck = false;
  }

  /** Does what needs Kafka; after a failure the shard waits. */
  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.logger.warn(
        `Shard ${this.shard} is sent again, not before ${this.backOff} ms: ${kafkaSentence(error)}`,
      );
      this.metrics.sendFailed(this.shard);
      this.stuck = true;
      this.notBefore = performance.now() + this.backOff;
      this.backOff = Math.min(this.backOff * 2, MAX_BACK_OFF_MS);
      await this.sends.giveUp(this.shard);
      return false;
    }
  }
}

import type { ServiceName } from '#contracts';
import type { Fence, KafkaPort, ProducerRecord, RecordProducer } from './kafka-port.js';
import { ownTopics } from './own-topics.js';
import { outboxIds } from './rights.js';
import { isStateShard } from './shards.js';

/**
 * A fence is set up anew this often. The coordinator forgets a transactional id that made itself known a week ago
 * (`transactional.id.expiration.ms`), and gives whoever comes then a new producer id, which shuts out nobody; and a
 * partition forgets within a day whom it has to refuse.
 */
const FENCE_LASTS_MS = 12 * 3_600_000;

/** A producer for each shard; that of a shard of state is fenced: who sets it up shuts out its predecessor. */
export class ShardProducers {
  private readonly producers = new Map<number, RecordProducer>();
  private readonly preparedAt = new Map<number, number>();
  private closed = false;

  constructor(
    private readonly kafka: KafkaPort,
    private readonly prefix: string,
    private readonly service: ServiceName,
  ) {}

  /** Sets up the producer of a shard whose lock was just taken. */
  async prepare(shard: number): Promise<void> {
    const producer = await this.kafka.producer(isStateShard(shard) ? this.fenceOf(shard) : undefined);
    if (this.closed) {
      await producer.close();
      throw new Error(`The session of shard ${shard} was lost meanwhile.`);
    }
    this.producers.set(shard, producer);
    this.preparedAt.set(shard, performance.now());
  }

  /** A service without states has nothing that needs a fence. */
  private fenceOf(shard: number): Fence | undefined {
    const states = ownTopics(this.service, 'state');
    return states.length === 0
      ? undefined
      : {
          transactionalId: `${this.prefix}${outboxIds(this.service)}${shard}`,
          topics: states.map((topic) => this.prefix + topic),
        };
  }

  /**
   * Gives up the producer after a failed send: one that the broker has refused stays refused. {@link ensure} sets up
   * the next. If another process has taken the shard in the meantime, that shuts it out for a moment; its next send
   * fails and it sets up its own again, while here the next read finds the session lost.
   */
  async giveUp(shard: number): Promise<void> {
    const refused = this.producers.get(shard);
    this.producers.delete(shard);
    await refused?.close().catch(() => undefined);
  }

  /** Sets the producer up where there is none that is good. It must be done before the rows are read that it is to send. */
  async ensure(shard: number): Promise<void> {
    if (isStateShard(shard) && performance.now() - (this.preparedAt.get(shard) ?? 0) > FENCE_LASTS_MS)
      await this.giveUp(shard);
    if (!this.producers.has(shard)) await this.prepare(shard);
  }

  async send(shard: number, records: ProducerRecord[]): Promise<void> {
    const producer = this.producers.get(shard);
    if (!producer) throw new Error(`Shard ${shard} has no producer.`);
    await producer.send(records);
  }

  /** A producer that is still being set up is closed as well, once it is there. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled([...this.producers.values()].map((producer) => producer.close()));
  }
}

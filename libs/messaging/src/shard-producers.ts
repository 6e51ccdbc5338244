import type { KafkaPort, ProducerRecord, RecordProducer } from './kafka-port.js';
import { isStateShard } from './shards.js';

/** One producer for all shards of facts, and a fenced one for each shard of state. */
export class ShardProducers {
  private facts: Promise<RecordProducer> | undefined;
  private readonly state = new Map<number, RecordProducer>();

  constructor(
    private readonly kafka: KafkaPort,
    private readonly name: string,
  ) {}

  /** Sets up the producer of a shard whose lock was just taken; for state this shuts out its predecessor. */
  async prepare(shard: number): Promise<void> {
    if (isStateShard(shard)) this.state.set(shard, await this.kafka.producer(`${this.name}-outbox-${shard}`));
    else await (this.facts ??= this.kafka.producer());
  }

  async send(shard: number, records: ProducerRecord[]): Promise<void> {
    const producer = isStateShard(shard) ? this.state.get(shard) : await this.facts;
    if (!producer) throw new Error(`Shard ${shard} has no producer.`);
    await producer.send(records);
  }

  async close(): Promise<void> {
    const open = [...this.state.values(), ...(this.facts ? [await this.facts] : [])];
    await Promise.allSettled(open.map((producer) => producer.close()));
  }
}

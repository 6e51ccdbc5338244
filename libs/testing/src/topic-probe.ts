import type { EventDefinition } from '#contracts';
import {
  type ConsumedRecord,
  type KafkaConnection,
  type Received,
  fromRecord,
  kafkajsClient,
} from '#messaging';
import type { TopicSealer } from '#security';
import { eventually } from './eventually.js';

/** Reads topics from their beginning, all the time, and remembers every record. */
export class TopicProbe {
  private readonly records: ConsumedRecord[] = [];

  private constructor(
    private readonly prefix: string,
    private readonly sealer: TopicSealer,
  ) {}

  static async start(
    options: KafkaConnection & {
      prefix: string;
      topics: string[];
      sealer: TopicSealer;
    },
  ): Promise<TopicProbe & { close(): Promise<void> }> {
    const probe = new TopicProbe(options.prefix, options.sealer);
    const kafka = kafkajsClient('probe', options);
    const consumer = await kafka.consume({
      groupId: `${options.prefix}probe-${process.pid}-${Date.now()}`,
      topics: options.topics.map((topic) => options.prefix + topic),
      onBatch: async (records) => void probe.records.push(...records),
      onFatal: (error) => console.error('The probe stopped reading:', error),
    });
    return Object.assign(probe, { close: () => consumer.close() });
  }

  /** All records as they lie in the topic, in the order in which this probe saw them. */
  recordsOf(definition: EventDefinition): ConsumedRecord[] {
    return this.records.filter(
      ({ topic, headers }) => topic === this.prefix + definition.topic && headers.ce_type === definition.type,
    );
  }

  /** Waits until at least `count` events of the type have been published; answers all that were seen. */
  async published<Definition extends EventDefinition>(
    definition: Definition,
    count: number,
  ): Promise<Received<Definition>[]> {
    const records = await eventually(`${count} published ${definition.type}`, () => {
      const seen = this.recordsOf(definition);
      if (seen.length < count) throw new Error(`${seen.length} seen so far`);
      return seen;
    });
    return Promise.all(
      records.map((record) => fromRecord(definition, { ...record, payload: record.value }, this.sealer)),
    );
  }
}

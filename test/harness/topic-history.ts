import { randomUUID } from 'node:crypto';
import { type TopicDeclaration, topics } from '#contracts';
import { type ConsumedRecord, type KafkaPort, kafkajsClient } from '#messaging';
import { until } from '../../deploy/local/cohort/until.ts';
import type { RunningSystem } from './running-system.ts';

const declared: Record<string, TopicDeclaration> = topics;

/** Reads all topics from their beginning, all the time, and can put records there as no producer should. */
export class TopicHistory {
  /** Every record in the order of its partition. */
  records: ConsumedRecord[] = [];
  #kafka: KafkaPort;
  #reader?: { close(): Promise<void> };
  #prefix: string;
  /** The last offset of each partition. */
  #last = new Map<string, bigint>();
  #group = `history-${randomUUID()}`;

  private constructor(prefix: string, kafka: KafkaPort) {
    this.#prefix = prefix;
    this.#kafka = kafka;
  }

  static async start({
    platform,
    topicPrefix,
  }: Pick<RunningSystem, 'platform' | 'topicPrefix'>): Promise<TopicHistory> {
    const history = new TopicHistory(topicPrefix, kafkajsClient('history', platform.kafka));
    history.#reader = await history.#kafka.consume({
      groupId: history.#group,
      topics: Object.keys(declared).map((topic) => topicPrefix + topic),
      onBatch: async (records) => history.#keep(records),
      onFatal: (error) => console.error('The history reads no more:', error),
    });
    return history;
  }

  /** Once each, and with the topics' names as they are declared, without the prefix. */
  #keep(records: ConsumedRecord[]) {
    for (const { topic, ...record } of records) {
      const place = `${topic}/${record.partition}`;
      const offset = BigInt(record.offset);
      if (offset <= (this.#last.get(place) ?? -1n)) continue; // read again after a broker was away
      this.#last.set(place, offset);
      this.records.push({ ...record, topic: topic.slice(this.#prefix.length) });
    }
  }

  /** Waits until everything that is in the topics now has been read. */
  caughtUp(): Promise<void> {
    return this.#untilRead(this.#group, Object.keys(declared));
  }

  /** Waits until the service has handled everything that is in its topics now. */
  handledBy(service: string): Promise<void> {
    const read = Object.entries(declared)
      .filter(([, { readers }]) => readers.some((reader) => reader === service))
      .map(([topic]) => topic);
    return this.#untilRead(this.#prefix + service, read);
  }

  #untilRead(group: string, read: string[]) {
    const names = read.map((topic) => this.#prefix + topic);
    return until(`partitions read by ${group}`, async () => {
      const ends = await this.#kafka.endOffsets(names);
      const handled = await this.#kafka.handledOffsets(group, names);
      const done = [...ends].filter(([place, end]) => (handled.get(place) ?? 0n) >= end);
      return { seen: done.length, wanted: ends.size };
    });
  }

  /**
   * Puts up to a hundred of the facts that were read last into their topics once more.
   * @param which where among them to begin, 0 to 1; of which type only
   */
  async sendAgain({ share = 0, type }: { share?: number; type?: string }): Promise<void> {
    const facts = this.records.filter(
      ({ topic, headers }) => declared[topic]!.kind === 'facts' && (!type || headers.ce_type === type),
    );
    const last = facts.slice(-400);
    await this.#send(last.slice(Math.floor(last.length * share)).slice(0, 100));
  }

  /** A record that nobody can read, under the key of a person who has others. */
  async poison(at: number): Promise<void> {
    const people = this.records.filter(({ topic }) => topic.startsWith('student-records.'));
    if (people.length === 0) return;
    const { key } = people[Math.floor(people.length * at)]!;
    const type = 'student-records.StudentGraduated.v1';
    const headers = { ce_type: type, ce_id: randomUUID(), ce_subject: 'poison' };
    await this.#send([{ topic: 'student-records.graduations.v1', key, headers, value: '{"poison":true}' }]);
  }

  async #send(records: Pick<ConsumedRecord, 'topic' | 'key' | 'headers' | 'value'>[]) {
    if (records.length === 0) return;
    try {
      const producer = await this.#kafka.producer();
      await producer.send(
        records.map(({ topic, key, headers, value }) => ({
          topic: this.#prefix + topic,
          key,
          headers,
          value,
        })),
      );
      await producer.close();
    } catch {
      // The brokers are away, which is another fault's doing.
    }
  }

  async close(): Promise<void> {
    await this.#reader?.close();
    await this.#kafka.close();
  }
}

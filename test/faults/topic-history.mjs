import { randomUUID } from 'node:crypto';
import { topics } from '../../dist/libs/contracts/src/index.js';
import { kafkajsClient } from '../../dist/libs/messaging/src/index.js';
import { until } from '../../deploy/local/cohort/until.mjs';

/** Reads all topics from their beginning, all the time, and can put records there as no producer should. */
export class TopicHistory {
  /** Every record in the order of its partition: { topic, partition, offset, key, headers, value }. */
  records = [];
  #kafka;
  #consumer;
  #prefix;
  /** The last offset of each partition. */
  #last = new Map();
  #group = `history-${randomUUID()}`;

  static async start({ platform, topicPrefix }) {
    const history = new TopicHistory();
    history.#prefix = topicPrefix;
    history.#kafka = kafkajsClient('history', platform.kafka);
    history.#consumer = await history.#kafka.consume({
      groupId: history.#group,
      topics: Object.keys(topics).map((topic) => topicPrefix + topic),
      onBatch: async (records) => history.#keep(records),
      onFatal: (error) => console.error('The history reads no more:', error),
    });
    return history;
  }

  /** Once each, and with the topics' names as they are declared, without the prefix. */
  #keep(records) {
    for (const { topic, ...record } of records) {
      const place = `${topic}/${record.partition}`;
      const offset = BigInt(record.offset);
      if (offset <= (this.#last.get(place) ?? -1n)) continue; // read again after a broker was away
      this.#last.set(place, offset);
      this.records.push({ ...record, topic: topic.slice(this.#prefix.length) });
    }
  }

  /** Waits until everything that is in the topics now has been read. */
  caughtUp() {
    return this.#untilRead(this.#group, Object.keys(topics));
  }

  /** Waits until the service has handled everything that is in its topics now. */
  handledBy(service) {
    const read = Object.keys(topics).filter((topic) => topics[topic].readers.includes(service));
    return this.#untilRead(this.#prefix + service, read);
  }

  #untilRead(group, declared) {
    const names = declared.map((topic) => this.#prefix + topic);
    return until(
      `partitions read by ${group}`,
      async () => {
        const ends = await this.#kafka.endOffsets(names);
        const handled = await this.#kafka.handledOffsets(group, names);
        const read = [...ends].filter(([place, end]) => (handled.get(place) ?? 0n) >= end);
        return { seen: read.length, wanted: ends.size };
      },
      { progress: () => {} },
    );
  }

  /**
   * Puts up to a hundred of the facts that were read last into their topics once more.
   * @param {{ share?: number, type?: string }} which where among them to begin, 0 to 1; of which type only
   */
  async sendAgain({ share = 0, type }) {
    const facts = this.records.filter(
      ({ topic, headers }) => topics[topic].kind === 'facts' && (!type || headers.ce_type === type),
    );
    const last = facts.slice(-400);
    await this.#send(last.slice(Math.floor(last.length * share)).slice(0, 100));
  }

  /** A record that nobody can read, under the key of a person who has others. */
  async poison(at) {
    const people = this.records.filter(({ topic }) => topic.startsWith('student-records.'));
    if (people.length === 0) return;
    const { key } = people[Math.floor(people.length * at)];
    const type = 'student-records.StudentGraduated.v1';
    const headers = { ce_type: type, ce_id: randomUUID(), ce_subject: 'poison' };
    await this.#send([{ topic: 'student-records.graduations.v1', key, headers, value: '{"poison":true}' }]);
  }

  async #send(records) {
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

  async close() {
    await this.#consumer.close();
    await this.#kafka.close();
  }
}

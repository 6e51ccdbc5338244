import { randomUUID } from 'node:crypto';
import { topics } from '../../dist/libs/contracts/src/index.js';
import { kafkajsClient } from '../../dist/libs/messaging/src/index.js';
import { until } from '../../local/cohort/until.mjs';

/** Reads all topics from their beginning, all the time, and can put records there as no producer should. */
export class TopicHistory {
  /** Every record in the order of its partition: { topic, partition, offset, key, headers, value }. */
  records = [];
  poisoned = 0;
  #kafka;
  #consumer;
  #group = `history-${randomUUID()}`;

  static async start(brokers) {
    const history = new TopicHistory();
    history.#kafka = kafkajsClient('history', brokers);
    history.#consumer = await history.#kafka.consume({
      groupId: history.#group,
      topics: Object.keys(topics),
      onBatch: async (records) => void history.records.push(...records),
      onFatal: (error) => console.error('The history reads no more:', error),
    });
    return history;
  }

  /** Waits until everything that is in the topics now has been read. */
  async caughtUp() {
    const names = Object.keys(topics);
    await until(
      'partitions read',
      async () => {
        const ends = await this.#kafka.endOffsets(names);
        const handled = await this.#kafka.handledOffsets(this.#group, names);
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
    this.poisoned += 1;
  }

  async #send(records) {
    if (records.length === 0) return;
    try {
      const producer = await this.#kafka.producer();
      await producer.send(records.map(({ topic, key, headers, value }) => ({ topic, key, headers, value })));
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

import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

/** How many records a topic has got, and how old each was when it came. */
export class TopicWatch {
  #admin;
  #consumer;
  ages = [];

  static async start(brokers, topic) {
    const watch = new TopicWatch();
    const kafka = new Kafka({ clientId: 'bench', brokers, logLevel: logLevel.NOTHING });
    watch.topic = topic;
    watch.#admin = kafka.admin();
    await watch.#admin.connect();
    watch.#consumer = kafka.consumer({ groupId: `watch-${topic}`, maxWaitTimeInMs: 1_000 });
    await watch.#consumer.connect();
    await watch.#consumer.subscribe({ topics: [topic], fromBeginning: true });
    const joined = new Promise((resolve) => watch.#consumer.on(watch.#consumer.events.GROUP_JOIN, resolve));
    await watch.#consumer.run({
      eachMessage: async ({ message }) => {
        watch.ages.push(Date.now() - JSON.parse(message.value).at);
      },
    });
    await joined;
    return watch;
  }

  /** By the ends of the partitions, so that reading is not part of what is measured. */
  async count() {
    const offsets = await this.#admin.fetchTopicOffsets(this.topic);
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  }

  /** @returns {Promise<number>} seconds */
  async secondsUntil(wanted, timeout = 180_000) {
    const began = performance.now();
    while ((await this.count()) < wanted) {
      if (performance.now() - began > timeout)
        throw new Error(`${this.topic}: ${await this.count()} of ${wanted} records came.`);
      await sleep(25);
    }
    return (performance.now() - began) / 1_000;
  }

  async close() {
    await this.#consumer.disconnect();
    await this.#admin.disconnect();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

const TIMEOUT_MS = 180_000;

/** How many records a topic has got, and how old each was when it came: by bare kafkajs, which gathers nothing first. */
export async function watchTopic(brokers: string[], topic: string) {
  const kafka = new Kafka({ clientId: 'bench', brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const consumer = kafka.consumer({ groupId: `watch-${topic}`, maxWaitTimeInMs: 1_000 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  /** ms */
  const ages: number[] = [];
  await consumer.run({
    eachMessage: async ({ message }) => {
      ages.push(Date.now() - JSON.parse(String(message.value)).at);
    },
  });
  await joined;
  const until = async (wanted: number, count: () => Promise<number>) => {
    const deadline = performance.now() + TIMEOUT_MS;
    for (let came = await count(); came < wanted; came = await count()) {
      if (performance.now() > deadline) throw new Error(`${topic}: ${came} of ${wanted} records came.`);
      await sleep(25);
    }
  };
  return {
    ages,
    /** By the ends of the partitions, so that reading is not part of what is measured. */
    untilSent: (wanted: number) =>
      until(wanted, async () => {
        const offsets = await admin.fetchTopicOffsets(topic);
        return offsets.reduce((sum, { high }) => sum + Number(high), 0);
      }),
    untilRead: (wanted: number) => until(wanted, async () => ages.length),
    close: async () => {
      await consumer.disconnect();
      await admin.disconnect();
    },
  };
}

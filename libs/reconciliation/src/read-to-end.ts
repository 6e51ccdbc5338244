import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicName } from '#contracts';
import { checkGroups, type ConsumedRecord, forgetGroup, kafkaConnection, kafkajsClient } from '#messaging';
import type { KafkaSettings } from '#runtime';

const TIMEOUT_MS = 50_000;
const LOOK_EVERY_MS = 200;

/**
 * Reads a topic from its beginning to where it ends now, as a group of its own, of which nothing stays.
 * @param each is given the records in the order of their partitions; a failure is given to it again
 * @throws Error when the end was not reached in time
 */
export async function readToEnd(
  topic: TopicName,
  settings: KafkaSettings,
  each: (record: ConsumedRecord) => Promise<void>,
): Promise<void> {
  const physical = settings.KAFKA_TOPIC_PREFIX + topic;
  const groupId = checkGroups(physical) + randomUUID();
  const kafka = kafkajsClient('topic-check', kafkaConnection(settings));
  try {
    const ends = await kafka.endOffsets([physical]);
    const consumer = await kafka.consume({
      groupId,
      topics: [physical],
      onBatch: async (records) => {
        for (const record of records) await each(record);
      },
      onFatal: () => undefined, // then the end is not reached
    });
    try {
      for (const until = Date.now() + TIMEOUT_MS; ; await sleep(LOOK_EVERY_MS)) {
        const handled = await kafka.handledOffsets(groupId, [physical]);
        if ([...ends].every(([partition, end]) => (handled.get(partition) ?? 0n) >= end)) return;
        if (Date.now() > until) throw new Error(`The end of ${topic} was not reached.`);
      }
    } finally {
      await consumer.close();
      // Kafka forgets it after some days: no reason to lose what was read.
      await forgetGroup(kafkaConnection(settings), groupId).catch(() => undefined);
    }
  } finally {
    await kafka.close();
  }
}

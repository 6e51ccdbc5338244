import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicName } from '#contracts';
import {
  checkGroups,
  type ConsumedRecord,
  forgetGroup,
  kafkaConnection,
  kafkajsClient,
  type PartitionOffsets,
} from '#messaging';
import type { KafkaSettings } from '#runtime';

const LOOK_EVERY_MS = 200;

export interface ReadOptions {
  readonly timeoutMs: number;
  /** So many offsets before the end of each partition; the whole where it is left out. */
  readonly last?: number;
}

/** Of a request, which is cut off after a minute. */
const OF_A_REQUEST: ReadOptions = { timeoutMs: 50_000 };

/**
 * Reads a topic to where it ends now, as a group of its own, of which nothing stays.
 * @param each is given the records in the order of their partitions; a failure is given to it again
 * @throws Error when the end was not reached in time
 */
export async function readToEnd(
  topic: TopicName,
  settings: KafkaSettings,
  each: (record: ConsumedRecord) => Promise<void>,
  { timeoutMs, last }: ReadOptions = OF_A_REQUEST,
): Promise<void> {
  const physical = settings.KAFKA_TOPIC_PREFIX + topic;
  const groupId = checkGroups(physical) + randomUUID();
  const kafka = kafkajsClient('topic-check', kafkaConnection(settings));
  try {
    const ends = await kafka.endOffsets([physical]);
    const isReached = async () => {
      const handled = await kafka.handledOffsets(groupId, [physical]);
      return [...ends].every(([partition, end]) => (handled.get(partition) ?? 0n) >= end);
    };
    if (await isReached()) return; // it is empty
    const consumer = await kafka.consume({
      groupId,
      topics: [physical],
      beginAt: last === undefined ? undefined : before(ends, BigInt(last)),
      onBatch: async (records) => {
        for (const record of records) await each(record);
      },
      onFatal: () => undefined, // then the end is not reached
    });
    try {
      for (const until = performance.now() + timeoutMs; !(await isReached()); await sleep(LOOK_EVERY_MS))
        if (performance.now() > until) throw new Error(`The end of ${topic} was not reached.`);
    } finally {
      await consumer.close();
      // Kafka forgets it after some days: no reason to lose what was read.
      await forgetGroup(kafkaConnection(settings), groupId).catch(() => undefined);
    }
  } finally {
    await kafka.close();
  }
}

/** Where this lies before the beginning of a partition, Kafka answers that it is out of range, and reading begins there. */
const before = (ends: PartitionOffsets, offsets: bigint): PartitionOffsets =>
  new Map([...ends].map(([place, end]) => [place, end > offsets ? end - offsets : 0n]));

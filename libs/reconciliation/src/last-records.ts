import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { allEvents, type EventDefinition, type TopicName } from '#contracts';
import { type ConsumedRecord, forgetGroup, fromRecord, kafkajsClient, type OutgoingEvent } from '#messaging';
import type { Settings } from '#runtime';
import type { TopicSealer } from '#security';

const TIMEOUT_MS = 50_000;
const LOOK_EVERY_MS = 200;

/** What a compacted topic holds of a key in the end. */
export interface LastRecord {
  readonly version: number;
  /** Of the data with its seal opened: the same data sealed twice is not the same text. */
  readonly hash: string;
}

/**
 * Reads a topic from its beginning to where it ends now, as a group of its own, of which nothing stays.
 * @returns the last record of each key
 * @throws Error when the end was not reached in time
 */
export async function lastRecords(
  topic: TopicName,
  settings: Pick<Settings, 'KAFKA_BROKERS' | 'KAFKA_TOPIC_PREFIX'>,
  sealer: TopicSealer,
): Promise<Map<string, LastRecord>> {
  const physical = settings.KAFKA_TOPIC_PREFIX + topic;
  const groupId = `${physical}-check-${randomUUID()}`;
  const last = new Map<string, LastRecord>();
  const kafka = kafkajsClient('topic-check', settings.KAFKA_BROKERS);
  try {
    const ends = await kafka.endOffsets([physical]);
    const consumer = await kafka.consume({
      groupId,
      topics: [physical],
      onBatch: async (records) => {
        for (const record of records) await keep(last, record, sealer);
      },
      onFatal: () => undefined, // then the end is not reached
    });
    try {
      for (const until = Date.now() + TIMEOUT_MS; ; await sleep(LOOK_EVERY_MS)) {
        const handled = await kafka.handledOffsets(groupId, [physical]);
        if ([...ends].every(([partition, end]) => (handled.get(partition) ?? 0n) >= end)) return last;
        if (Date.now() > until) throw new Error(`The end of ${topic} was not reached.`);
      }
    } finally {
      await consumer.close();
      // Kafka forgets it after some days: no reason to lose what was read.
      await forgetGroup(settings.KAFKA_BROKERS, groupId).catch(() => undefined);
    }
  } finally {
    await kafka.close();
  }
}

async function keep(last: Map<string, LastRecord>, record: ConsumedRecord, sealer: TopicSealer) {
  if (record.value === '') last.delete(record.key);
  else last.set(record.key, await readRecord(record, sealer));
}

/** What cannot be read is unlike everything. */
async function readRecord(record: ConsumedRecord, sealer: TopicSealer): Promise<LastRecord> {
  const definition = allEvents.get(record.headers.ce_type ?? '');
  const version = Number(record.headers.ce_aggregateversion ?? 0);
  if (!definition) return { version, hash: '' };
  return fromRecord(definition, { ...record, payload: record.value }, sealer).then(
    ({ data }) => ({ version, hash: hashOfData(definition, data) }),
    () => ({ version, hash: '' }),
  );
}

/** The schema puts the fields into one order, and leaves out what it does not know. */
export function hashOfData(definition: EventDefinition, data: OutgoingEvent['data']): string {
  const text = JSON.stringify(definition.data.parse(data));
  return createHash('sha256').update(text).digest('base64');
}

import { createHash } from 'node:crypto';
import { allEvents, type EventDefinition, type TopicName } from '#contracts';
import { type ConsumedRecord, fromRecord, type OutgoingEvent } from '#messaging';
import type { KafkaSettings } from '#runtime';
import type { TopicSealer } from '#security';
import { readToEnd } from './read-to-end.js';

/** What a compacted topic holds of a key in the end. */
export interface LastRecord {
  readonly version: number;
  /** Of the data with its seal opened: the same data sealed twice is not the same text. */
  readonly hash: string;
}

/**
 * @returns the last record of each key of a topic, as it ends now
 * @throws Error when the end was not reached in time
 */
export async function lastRecords(
  topic: TopicName,
  settings: KafkaSettings,
  sealer: TopicSealer,
): Promise<Map<string, LastRecord>> {
  const last = new Map<string, LastRecord>();
  await readToEnd(topic, settings, (record) => keep(last, record, sealer));
  return last;
}

/** After partitions were added a key has an older record in another one, which may be read later. */
async function keep(last: Map<string, LastRecord>, record: ConsumedRecord, sealer: TopicSealer) {
  if (record.value === '') {
    last.delete(record.key);
    return;
  }
  const read = await readRecord(record, sealer);
  if (read.version >= (last.get(record.key)?.version ?? 0)) last.set(record.key, read);
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

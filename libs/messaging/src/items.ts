import { describeError } from '#database';
import type { TopicSealer } from '#security';
import type { Handlings } from './batch-handler.js';
import { fromRecord } from './cloud-event.js';
import type { Received } from './event.js';
import type { ConsumedRecord } from './kafka-port.js';

/** A record with the event that it holds; `failure` says why it could not be read. */
export interface Item {
  readonly record: ConsumedRecord;
  readonly event?: Received;
  readonly failure?: string;
}

/** What is kept in order: one key of one topic. */
export const keyOf = ({ record }: { record: Pick<ConsumedRecord, 'topic' | 'key'> }): string =>
  `${record.topic}/${record.key}`;

/** Reads what this service has reactions to; records of other types are passed over. */
export function readItems(
  records: ConsumedRecord[],
  handlings: Handlings,
  sealer: TopicSealer,
): Promise<Item[]> {
  const known = records.filter(({ headers }) => handlings.has(headers.ce_type ?? ''));
  return Promise.all(known.map((record) => readItem(record, handlings, sealer)));
}

async function readItem(record: ConsumedRecord, handlings: Handlings, sealer: TopicSealer): Promise<Item> {
  const { definition } = handlings.get(record.headers.ce_type!)!;
  try {
    return { record, event: await fromRecord(definition, { ...record, payload: record.value }, sealer) };
  } catch (error) {
    return { record, failure: describeError(error) };
  }
}

/**
 * What becomes of each. Behind: an earlier event of their key is parked, or is parked by this very batch. Broken: to be
 * parked now.
 */
export function sortOut(items: Item[], parked: Set<string>) {
  const sorted: Record<'behind' | 'broken' | 'sound', Item[]> = { behind: [], broken: [], sound: [] };
  for (const item of items) {
    if (parked.has(keyOf(item))) sorted.behind.push(item);
    else if (item.failure === undefined) sorted.sound.push(item);
    else {
      sorted.broken.push(item);
      parked.add(keyOf(item));
    }
  }
  return sorted;
}

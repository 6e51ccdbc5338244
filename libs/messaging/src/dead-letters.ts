import type { Transaction } from '#database';
import { type Item, keyOf } from './items.js';

/**
 * Why a record is set aside: it cannot be read; reactions refused it each time; the process ended each time; or an
 * earlier one of its key is set aside.
 */
export const PARK_REASONS = ['UNREADABLE', 'FAILED', 'KILLS', 'BEHIND'] as const;
export type ParkReason = (typeof PARK_REASONS)[number];

/**
 * Keys behind which later events must wait, of those given, as {@link keyOf} writes them. Their letters are locked: a
 * redrive of the key that is under way is waited for, and one that comes later sees what this transaction parks.
 */
export async function parkedKeys(tx: Transaction, items: readonly Item[]): Promise<Set<string>> {
  const places = new Map(items.map((item) => [keyOf(item), item.record]));
  const rows = await tx.query<{ topic: string; key: string }>(
    `select letter.topic, letter.key
     from dead_letters letter join unnest($1::text[], $2::text[]) as place (topic, key)
       on letter.topic = place.topic and letter.key = place.key
     where letter.resolved_at is null order by letter.id for share of letter`,
    [[...places.values()].map(({ topic }) => topic), [...places.values()].map(({ key }) => key)],
  );
  return new Set(rows.map(({ topic, key }) => `${topic}/${key}`));
}

/**
 * Leaves out what an operator has redriven or discarded already: it comes again when offsets are set back, or when the
 * process died before it committed them.
 */
export async function withoutResolved(tx: Transaction, items: Item[]): Promise<Item[]> {
  const rows = await tx.query<{ topic: string; partition: number; record_offset: string }>(
    `select topic, partition, record_offset
     from dead_letters join unnest($1::text[], $2::int[], $3::bigint[]) as place (topic, partition, record_offset)
       using (topic, partition, record_offset)
     where resolved_at is not null`,
    [
      items.map(({ record }) => record.topic),
      items.map(({ record }) => record.partition),
      items.map(({ record }) => record.offset),
    ],
  );
  const resolved = new Set(rows.map((row) => `${row.topic}/${row.partition}/${row.record_offset}`));
  if (resolved.size === 0) return items;
  return items.filter(({ record }) => !resolved.has(`${record.topic}/${record.partition}/${record.offset}`));
}

/**
 * Sets records aside, as they came (a payload as bytes: text of PostgreSQL could not hold every one), until an operator
 * decides. A record that is there already stays as it is.
 */
export async function park(
  tx: Transaction,
  letters: readonly (Pick<Item, 'record'> & { reason: ParkReason; failure: string })[],
): Promise<void> {
  if (letters.length === 0) return;
  await tx.query(
    `insert into dead_letters (topic, key, partition, record_offset, headers, payload, reason, error)
     select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::jsonb[], $6::bytea[], $7::text[],
       $8::text[])
     on conflict do nothing`,
    [
      letters.map(({ record }) => record.topic),
      letters.map(({ record }) => record.key),
      letters.map(({ record }) => record.partition),
      letters.map(({ record }) => record.offset),
      letters.map(({ record }) => JSON.stringify(record.headers)),
      letters.map(({ record }) => Buffer.from(record.value)),
      letters.map(({ reason }) => reason),
      letters.map(({ failure }) => failure),
    ],
  );
}

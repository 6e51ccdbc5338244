import type { Transaction } from '#database';
import { type Item, keyOf } from './items.js';

/**
 * Why a record is set aside: it cannot be read; reactions refused it each time; the process ended each time; or an
 * earlier one of its key is set aside.
 */
export const PARK_REASONS = ['UNREADABLE', 'FAILED', 'KILLS', 'BEHIND'] as const;
export type ParkReason = (typeof PARK_REASONS)[number];

/** What is known of records before they are handled. */
export interface KnownLetters {
  /** Keys behind which later events must wait, as {@link keyOf} writes them. */
  readonly parkedKeys: Set<string>;
  /** Those that no operator has redriven or discarded. */
  readonly open: Item[];
}

/**
 * Looks records and their keys up among the dead letters. What is resolved is left out: it comes again when offsets are
 * set back, or when the process died before it committed them. Letters are locked, and read as they are
 * then: a redrive or discard that is under way is waited for, and one that comes later sees what this transaction parks.
 * Place and id name a record: places begin anew in a Kafka that replaces another.
 */
export async function knownLetters(tx: Transaction, items: Item[]): Promise<KnownLetters> {
  const rows = await tx.query<{ topic: string; key: string; resolved: string | null }>(
    `with place as (
       select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[])
         as place (topic, key, partition, record_offset, event_id)),
     parked as (
       select letter.topic, letter.key from dead_letters letter
       where letter.resolved_at is null and (letter.topic, letter.key) in (select topic, key from place)
       order by letter.id for share of letter),
     same as (
       select letter.* from dead_letters letter join place using (topic, key, partition, record_offset)
       where letter.headers ->> 'ce_id' is not distinct from place.event_id
       for share of letter)
     select topic, key, null as resolved from parked
     union all
     select topic, key, partition || '/' || record_offset from same where resolved_at is not null`,
    [
      items.map(({ record }) => record.topic),
      items.map(({ record }) => record.key),
      items.map(({ record }) => record.partition),
      items.map(({ record }) => record.offset),
      items.map(({ record }) => record.headers.ce_id),
    ],
  );
  const resolved = new Set(rows.flatMap((row) => (row.resolved ? `${row.topic}/${row.resolved}` : [])));
  return {
    parkedKeys: new Set(rows.flatMap((row) => (row.resolved ? [] : keyOf({ record: row })))),
    open: items.filter(({ record }) => !resolved.has(`${record.topic}/${record.partition}/${record.offset}`)),
  };
}

/**
 * Sets records aside, as they came (a payload as bytes: text of PostgreSQL could not hold every one), until an operator
 * decides. A record that is there already stays as it is. Ids follow the order of the records, in which they are redriven.
 */
export async function park(
  tx: Transaction,
  letters: readonly (Pick<Item, 'record'> & { reason: ParkReason; failure: string })[],
): Promise<void> {
  if (letters.length === 0) return;
  await makePlace(tx, letters);
  await tx.query(
    `insert into dead_letters (topic, key, partition, record_offset, headers, payload, reason, error)
     select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::jsonb[], $6::bytea[], $7::text[],
       $8::text[]) as letter (topic, key, partition, record_offset)
     order by partition, record_offset
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

/** A letter of a Kafka that was replaced has given up its place, and keeps one that no record has. */
async function makePlace(tx: Transaction, letters: readonly Pick<Item, 'record'>[]): Promise<void> {
  await tx.query(
    `update dead_letters letter set record_offset = -letter.id
     from unnest($1::text[], $2::int[], $3::bigint[], $4::text[]) as place (topic, partition, record_offset, event_id)
     where letter.topic = place.topic and letter.partition = place.partition
       and letter.record_offset = place.record_offset and letter.headers ->> 'ce_id' is distinct from place.event_id`,
    [
      letters.map(({ record }) => record.topic),
      letters.map(({ record }) => record.partition),
      letters.map(({ record }) => record.offset),
      letters.map(({ record }) => record.headers.ce_id),
    ],
  );
}

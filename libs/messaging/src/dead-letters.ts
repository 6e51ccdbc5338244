import type { Transaction } from '#database';
import type { ConsumedRecord } from './kafka-port.js';

export type ParkReason = 'UNREADABLE' | 'FAILED' | 'BEHIND';

/** Keys of the topic behind which later events must wait, of those given. */
export async function parkedKeys(tx: Transaction, topic: string, keys: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>(
    `select distinct key from dead_letters where topic = $1 and key = any($2) and resolved_at is null`,
    [topic, [...new Set(keys)]],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Sets records aside, as they came (a payload as bytes: text of PostgreSQL could not hold every one), until an operator decides. A record that is there already stays as it is. */
export async function park(
  tx: Transaction,
  topic: string,
  records: ConsumedRecord[],
  reason: ParkReason,
  error: string,
): Promise<void> {
  if (records.length === 0) return;
  await tx.query(
    `insert into dead_letters (topic, key, partition, record_offset, headers, payload, reason, error)
     select $1, key, partition, record_offset, headers, payload, $2, $3
     from unnest($4::text[], $5::int[], $6::bigint[], $7::jsonb[], $8::bytea[])
       as record (key, partition, record_offset, headers, payload)
     on conflict do nothing`,
    [
      topic,
      reason,
      error,
      records.map(({ key }) => key),
      records.map(({ partition }) => partition),
      records.map(({ offset }) => offset),
      records.map(({ headers }) => JSON.stringify(headers)),
      records.map(({ value }) => Buffer.from(value)),
    ],
  );
}

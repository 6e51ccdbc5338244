import { v7 as uuidv7 } from 'uuid';
import { shardOf } from '../../../dist/libs/messaging/src/shards.js';

export const TOPIC = 'employment.outcomes.v1';
/** About as long as a graduation with its sealed identity. */
const FILLING = 'x'.repeat(1_100);
const HEADERS = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_type: 'employment.TrackingOpened.v1',
  ce_source: '/employment',
};

/** Rows of one transaction, each of a key of its own; the payload holds the moment before they were written. */
export async function writeRows(client, count) {
  const ids = Array.from({ length: count }, () => uuidv7());
  const payload = JSON.stringify({ at: Date.now(), filling: FILLING });
  await client.query(
    `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
     select shard, id, $2, id::text, 'employment.TrackingOpened.v1', $3, $4
     from unnest($1::uuid[], $5::smallint[]) as row (id, shard)`,
    [ids, TOPIC, payload, JSON.stringify(HEADERS), ids.map((id) => shardOf(TOPIC, id))],
  );
}

// The relay of a service alone in a process, with a writer beside it as in a service: `POST /?rows=N` writes, and wakes the
// relay unless it says `&quietly=1`.
import { createServer } from 'node:http';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { kafkajsClient } from '#messaging';
import { readSettings, Tracing } from '#runtime';
import type * as relays from '../../../libs/messaging/src/relay.ts';
import type * as wakes from '../../../libs/messaging/src/relay-wake.ts';
import { built } from '../command.ts';

const { Relay } = await built<typeof relays>('libs/messaging/src/relay.js');
const { RelayWake } = await built<typeof wakes>('libs/messaging/src/relay-wake.js');

const settings = readSettings(process.env);
const { DATABASE_URL, KAFKA_BROKERS } = settings;
const wake = new RelayWake();
/** Nobody reads what is counted here. */
const uncounted = { eventsSent() {}, sendFailed() {}, registerForStart() {}, gauge() {} } as never;
const relay = new Relay(
  { service: 'employment' },
  settings,
  DATABASE_URL,
  kafkajsClient('relay', { brokers: KAFKA_BROKERS }),
  wake,
  uncounted,
  new Tracing(),
  uncounted,
  uncounted,
);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });

relay.onApplicationBootstrap();
createServer((request, response) => {
  const query = new URL(request.url!, 'http://localhost').searchParams;
  writeRows(Number(query.get('rows'))).then(
    () => {
      if (!query.has('quietly')) wake.from('here');
      response.end();
    },
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(settings.PORT, '127.0.0.1', () => console.log('ready'));

/**
 * Rows of one transaction, each of a key of its own, about as long as a graduation with its sealed identity; the payload
 * holds the moment before they were written. All facts of a service are in shard 0.
 */
async function writeRows(count: number) {
  const type = 'employment.TrackingOpened.v1';
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_type: type,
    ce_source: '/employment',
  };
  await pool.query(
    `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
     select 0, id, 'employment.outcomes.v1', id::text, $2, $3, $4 from unnest($1::uuid[]) as id`,
    [
      Array.from({ length: count }, () => uuidv7()),
      type,
      JSON.stringify({ at: Date.now(), filling: 'x'.repeat(1_100) }),
      JSON.stringify(headers),
    ],
  );
}

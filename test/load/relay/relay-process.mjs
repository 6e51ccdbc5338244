// The relay of a service alone in a process, with a writer beside it as in a service: `POST /?rows=N` writes.
import { createServer } from 'node:http';
import pg from 'pg';
import { kafkajsClient } from '../../../dist/libs/messaging/src/index.js';
import { Relay } from '../../../dist/libs/messaging/src/relay.js';
import { RelayWake } from '../../../dist/libs/messaging/src/relay-wake.js';
import { Tracing } from '../../../dist/libs/runtime/src/index.js';
import { writeRows } from './outbox-writer.mjs';

const { DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX, PORT } = process.env;
const uncounted = { eventsSent() {}, sendFailed() {} };
const wake = new RelayWake();
const relay = new Relay(
  { service: 'employment' },
  { KAFKA_TOPIC_PREFIX },
  DATABASE_URL,
  kafkajsClient('relay', { brokers: [KAFKA_BROKERS] }),
  wake,
  uncounted,
  new Tracing(),
  { register() {} },
  { gauge() {} },
);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });

relay.onApplicationBootstrap();
createServer((request, response) => {
  const rows = Number(new URL(request.url, 'http://localhost').searchParams.get('rows'));
  writeRows(pool, rows).then(
    () => {
      wake.from('here');
      response.end();
    },
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(Number(PORT), '127.0.0.1', () => console.log('ready'));

import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { startPostgres } from '../../../deploy/local/platform/postgres.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { percentiles } from '../measure.mjs';
import { measureCpu, memoryOf, round } from '../usage.mjs';
import { ensureDebezium, startDebezium } from './debezium.mjs';
import { TOPIC, writeRows } from './outbox-writer.mjs';
import { TopicWatch } from './topic-watch.mjs';

const ROWS_PER_SECOND = 500;
const ROWS_AT_ONCE = 5;
const SECONDS = 15;

/** The relay alone: many rows at once, then few at a steady rate; on request beside Debezium over rows of one kind. */
export async function measureRelay(platform, { relayRows, debezium, log }) {
  const results = { ours: await measureOurs(platform, relayRows) };
  log(inWords('our relay', results.ours));
  if (debezium) {
    results.debezium = await measureDebezium(platform, relayRows);
    log(inWords('Debezium', results.debezium));
  }
  return results;
}

async function measureOurs(platform, rows) {
  const { processes, secrets, postgres, kafka } = platform;
  const prefix = 'relay.';
  const settings = await setUpServices(platform, { processes, secrets, topicPrefix: prefix });
  const port = await freePort(27_000);
  const { DATABASE_URL, KAFKA_BROKERS } = settings.employment;
  const running = await processes.start('relay', process.execPath, {
    args: [fileURLToPath(new URL('relay-process.mjs', import.meta.url))],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL,
      KAFKA_BROKERS,
      KAFKA_TOPIC_PREFIX: prefix,
      PORT: String(port),
    },
    readyWhen: 'ready',
  });
  const write = async (count) => {
    const answer = await fetch(`http://127.0.0.1:${port}/?rows=${count}`, { method: 'POST' });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const servers = [running, processes.running('postgres'), processes.running('kafka')];
  const client = await connected(postgres.url({ database: 'relay_employment' }));
  try {
    return await measure({
      brokers: kafka.brokers,
      topic: prefix + TOPIC,
      write,
      client,
      rows,
      servers,
      running,
    });
  } finally {
    await client.end();
    await processes.stop(running);
  }
}

/** On a server of its own, since wal_level=logical costs the writer something. */
async function measureDebezium(platform, rows) {
  ensureDebezium();
  const { processes, secrets, kafka } = platform;
  const password = secrets.postgresPassword();
  const more = { wal_level: 'logical', max_wal_size: '4GB' };
  const logical = await startPostgres({ processes, password, durable: true, name: 'postgres-logical', more });
  const database = await makeOutbox(platform, logical);
  const running = await startDebezium(platform, { postgres: logical, database, topic: `debezium.${TOPIC}` });
  const pool = new pg.Pool({ connectionString: logical.url({ database }), max: 4 });
  const client = await connected(logical.url({ database }));
  const servers = [running, processes.running('postgres-logical'), processes.running('kafka')];
  const write = (count) => writeRows(pool, count);
  try {
    return await measure({
      brokers: kafka.brokers,
      topic: `debezium.${TOPIC}`,
      write,
      client,
      rows,
      servers,
      running,
    });
  } finally {
    await pool.end();
    await client.end();
    await processes.stop(running);
  }
}

/** The database of employment, for its table `outbox`, on the second server. */
async function makeOutbox(platform, logical) {
  const { processes, secrets } = platform;
  await setUpServices({ ...platform, postgres: logical }, { processes, secrets, topicPrefix: 'debezium.' });
  return 'debezium_employment';
}

async function measure({ brokers, topic, write, client, rows, servers, running }) {
  const watch = await TopicWatch.start(brokers, topic);
  try {
    await warmUp(watch, write);
    const before = await watch.count();
    await writeRows(client, rows);
    const cpu = measureCpu(servers);
    // Those who look by themselves have begun at the commit; ours is woken as by a service that has committed.
    await write(1);
    const seconds = await watch.secondsUntil(before + rows + 1);
    const usage = cpu.stop();
    while (watch.ages.length < before + rows + 1) await sleep(100);
    return {
      rows,
      rowsPerSecond: round(rows / seconds, 0),
      cpuSeconds: usage.cpuSeconds,
      ...(await steadily(watch, write, servers)),
      memory: memoryOf(running.pid),
    };
  } finally {
    await watch.close();
  }
}

async function warmUp(watch, write) {
  for (let n = 0; n < 40; n++) await write(50);
  await watch.secondsUntil(2_000);
  while (watch.ages.length < 2_000) await sleep(50);
}

async function steadily(watch, write, servers) {
  const before = watch.ages.length;
  const writes = (SECONDS * ROWS_PER_SECOND) / ROWS_AT_ONCE;
  const cpu = measureCpu(servers);
  const began = performance.now();
  const under = [];
  for (let n = 0; n < writes; n++) {
    const early = began + (n * 1_000 * ROWS_AT_ONCE) / ROWS_PER_SECOND - performance.now();
    if (early > 0) await sleep(early);
    under.push(write(ROWS_AT_ONCE));
  }
  await Promise.all(under);
  const wanted = before + writes * ROWS_AT_ONCE;
  for (let waited = 0; watch.ages.length < wanted && waited < 30_000; waited += 50) await sleep(50);
  return { latencyMs: percentiles(watch.ages.slice(before)), steadyCpuSeconds: cpu.stop().cpuSeconds };
}

async function connected(connectionString) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // the next query rejects and tells
  await client.connect();
  return client;
}

const inWords = (name, { rowsPerSecond, latencyMs }) =>
  `${name}: ${rowsPerSecond} rows/s; at ${ROWS_PER_SECOND} rows/s p50 ${latencyMs.p50} p99 ${latencyMs.p99} ms`;

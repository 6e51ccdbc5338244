import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../../deploy/local/paths.mjs';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { UserFacingError } from '../../../deploy/local/user-facing-error.mjs';

const pom = fileURLToPath(new URL('debezium-pom.xml', import.meta.url));
const dir = path.join(root, 'var/debezium');

/** Kafka Connect, of the version in the pom, and Debezium's connector, by Maven. */
export function ensureDebezium() {
  if (existsSync(path.join(dir, '.done'))) return;
  console.error('Fetching Kafka Connect and Debezium …');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const args = ['-q', '-B', '-f', pom, `-Ddir=${dir}`, 'generate-resources'];
  const { status, stdout } = spawnSync('mvn', args, { encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) throw new UserFacingError(`Maven could not fetch Debezium: ${stdout.slice(0, 500)}`);
  writeFileSync(path.join(dir, '.done'), '');
}

/**
 * Kafka Connect with one connector that reads the table `outbox` by its outbox event router. The server must have
 * wal_level=logical.
 */
export async function startDebezium({ processes, java, kafka }, { postgres, database, topic }) {
  const state = path.join(processes.dir, 'connect');
  mkdirSync(state, { recursive: true });
  const worker = path.join(state, 'worker.properties');
  const connector = path.join(state, 'connector.properties');
  writeFileSync(worker, properties(workerSettings(kafka, state, await freePort(28_083))));
  writeFileSync(connector, properties(connectorSettings(postgres, database, topic)));
  return processes.start('debezium', java, {
    args: [
      '-Xms256m',
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=info',
      '-cp',
      path.join(dir, 'connect/*'),
      'org.apache.kafka.connect.cli.ConnectStandalone',
      worker,
      connector,
    ],
    readyWhen: 'Starting streaming',
  });
}

const workerSettings = (kafka, state, port) => ({
  'bootstrap.servers': kafka.brokers.join(','),
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'header.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'offset.storage.file.filename': path.join(state, 'offsets'),
  'offset.flush.interval.ms': 1_000,
  listeners: `http://127.0.0.1:${port}`,
  'plugin.path': path.join(dir, 'plugins'),
  'producer.acks': 'all',
});

/** Debezium's defaults but for what the table and the topic need; `poll.interval.ms` is how often it looks. */
const connectorSettings = ({ host, port, user, password }, database, topic) => ({
  name: 'outbox',
  'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
  'plugin.name': 'pgoutput',
  'database.hostname': host,
  'database.port': port,
  'database.user': user,
  'database.password': password,
  'database.dbname': database,
  'topic.prefix': 'outbox',
  'table.include.list': 'public.outbox',
  'snapshot.mode': 'no_data',
  'tombstones.on.delete': 'false',
  'poll.interval.ms': 10,
  transforms: 'outbox',
  'transforms.outbox.type': 'io.debezium.transforms.outbox.EventRouter',
  'transforms.outbox.route.topic.replacement': topic,
  'transforms.outbox.table.fields.additional.placement': 'headers:header',
});

const properties = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

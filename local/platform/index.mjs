import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../paths.mjs';
import { choosePlatform } from './choose.mjs';
import { startWithCompose, startWithTestcontainers } from './docker.mjs';
import { givenServers } from './given.mjs';
import { startIssuerProcess } from './issuer.mjs';
import { ensureServers, findJava } from './java-servers.mjs';
import { startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { Processes } from './processes.mjs';
import { startRedis } from './redis.mjs';
import { Secrets } from './secrets.mjs';

/**
 * Real PostgreSQL, Kafka and Redis, and a local OpenID issuer.
 * @param {{ mode: 'start' | 'test', processes: Processes }} options `start` keeps its state; `test` removes it at the end
 */
export async function startPlatform({ mode, processes }) {
  const { dir } = processes;
  const kind = choosePlatform();
  await processes.takeOver();
  if (mode === 'test') await removeAbandoned();
  const secrets = new Secrets(dir);
  const starting = startServers(kind, mode, processes, secrets);
  const stop = async () => {
    await processes.stopAll();
    await (await starting.catch(() => undefined))?.stop?.();
    if (mode === 'test') rmSync(dir, { recursive: true, force: true });
  };
  try {
    const [servers, issuer] = await Promise.all([starting, startIssuerProcess(processes, secrets)]);
    return { kind, dir, secrets, processes, ...servers, issuer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServers(kind, mode, processes, secrets) {
  const password = secrets.postgresPassword();
  if (kind === 'given') return givenServers();
  if (kind === 'native') return startNatively({ processes, password, durable: mode === 'start' });
  return mode === 'start'
    ? startWithCompose({ processes, secrets, password })
    : startWithTestcontainers({ password });
}

async function startNatively({ processes, password, durable }) {
  const java = findJava();
  const servers = ensureServers();
  const [postgres, kafka, redis] = await Promise.all([
    startPostgres({ processes, password, durable }),
    startKafka({ processes, java, servers }),
    startRedis({ processes, servers }),
  ]);
  return { postgres, kafka, redis };
}

/** Test runs that were killed leave their folder, and in the worst case servers, behind. */
async function removeAbandoned() {
  const folder = path.join(root, 'var');
  if (!existsSync(folder)) return;
  // By number: var/test-results.json is no such folder.
  for (const name of readdirSync(folder).filter((each) => /^test-\d+$/.test(each))) {
    const dir = path.join(folder, name);
    const processes = new Processes(dir);
    if (processes.isOwned()) continue;
    await processes.takeOver();
    await processes.stopAll();
    rmSync(dir, { recursive: true, force: true });
  }
}

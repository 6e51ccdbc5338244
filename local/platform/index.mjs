import { rmSync } from 'node:fs';
import path from 'node:path';
import { removeAbandoned } from './abandoned.mjs';
import { choosePlatform } from './choose.mjs';
import { startWithCompose, startWithTestcontainers } from './docker.mjs';
import { givenServers } from './given.mjs';
import { startIssuerProcess } from './issuer.mjs';
import { ensureServers, findJava } from './java-servers.mjs';
import { startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { Secrets } from './secrets.mjs';

/**
 * Real PostgreSQL, Kafka and Redis, and a local OpenID issuer.
 * @param {object} options
 * @param {'start' | 'test'} options.mode `start` keeps its state; `test` removes it at the end
 * @param {import('./processes.mjs').Processes} options.processes
 */
export async function startPlatform({ mode, processes }) {
  const { dir } = processes;
  await processes.takeOver();
  if (mode === 'test') await removeAbandoned(path.dirname(dir));
  const kind = choosePlatform();
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

import { rmSync } from 'node:fs';
import path from 'node:path';
import { removeAbandoned } from './abandoned.mjs';
import { choosePlatform } from './choose.mjs';
import { startWithCompose, startWithTestcontainers } from './docker.mjs';
import { givenServers } from './given.mjs';
import { startIssuerProcess } from './issuer.mjs';
import { ensureServers, findJava } from './java-servers.mjs';
import { SHORT_LIVED, startKafka } from './kafka.mjs';
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
  const secrets = new Secrets(dir);
  const starting = [startServers(mode, processes, secrets), startIssuerProcess(processes, secrets)];
  const stop = async () => {
    await processes.stopAll();
    if (mode === 'test') rmSync(dir, { recursive: true, force: true });
  };
  try {
    const [servers, issuer] = await Promise.all(starting);
    return { dir, secrets, processes, ...servers, issuer, stop };
  } catch (error) {
    await Promise.allSettled(starting);
    await stop();
    throw error;
  }
}

async function startServers(mode, processes, secrets) {
  const kind = choosePlatform();
  if (kind === 'given') return { kind, ...givenServers() };
  const password = secrets.postgresPassword();
  if (kind === 'native')
    return { kind, ...(await startNatively({ processes, password, durable: mode === 'start' })) };
  const startByDocker = mode === 'start' ? startWithCompose : startWithTestcontainers;
  return {
    kind,
    ...(await startByDocker({ processes, password, project: `jiangtu-${secrets.installation()}` })),
  };
}

async function startNatively({ processes, password, durable }) {
  const java = findJava();
  const servers = ensureServers();
  const [postgres, kafka, redis] = await Promise.all([
    startPostgres({ processes, password, durable }),
    startKafka({ processes, java, servers, javaOptions: durable ? [] : SHORT_LIVED }),
    startRedis({ processes, servers }),
  ]);
  return { postgres, kafka, redis };
}

import { rmSync } from 'node:fs';
import path from 'node:path';
import { removeAbandoned } from './abandoned.ts';
import { choosePlatform } from './choose.ts';
import { startWithCompose, startWithTestcontainers } from './docker.ts';
import { givenServers } from './given.ts';
import { startIssuerProcess } from './issuer.ts';
import { ensureServers, findJava } from './java-servers.ts';
import type { Issuer } from '../issuer/token.ts';
import { type KafkaOptions, SHORT_LIVED, startKafka } from './kafka.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { startPostgres } from './postgres.ts';
import type { Processes } from './processes.ts';
import { startRedis } from './redis.ts';
import { Secrets } from './secrets.ts';

export interface Servers {
  postgres: PostgresAddress;
  kafka: { brokers: string[] };
  redis: { url: string };
}

/** The servers, and who issues tokens. */
export interface Platform extends Servers {
  /** where the servers come from */
  kind?: string;
  issuer: { url: string };
}

/** `start` keeps its state; `test` removes it at the end */
type Mode = 'start' | 'test';

/** A platform that was started here. */
export interface StartedPlatform extends Platform {
  /** state folder */
  dir: string;
  secrets: Secrets;
  processes: Processes;
  issuer: Issuer;
  stop: () => Promise<void>;
}

/** Starts real PostgreSQL, Kafka and Redis, and a local OpenID issuer. */
export async function startPlatform({
  mode,
  processes,
}: {
  mode: Mode;
  processes: Processes;
}): Promise<StartedPlatform> {
  const { dir } = processes;
  await processes.takeOver();
  if (mode === 'test') await removeAbandoned(path.dirname(dir));
  const secrets = new Secrets(dir);
  const starting = [startServers(mode, processes, secrets), startIssuerProcess(processes, secrets)] as const;
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

async function startServers(
  mode: Mode,
  processes: Processes,
  secrets: Secrets,
): Promise<Servers & { kind: string }> {
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

/** Fetches the three servers and starts them; `durable: false` leaves out PostgreSQL's waiting for the disk. */
export async function startNatively({
  processes,
  password,
  durable,
  postgres: more,
  kafka: differing,
}: {
  processes: Processes;
  password: string;
  durable: boolean;
  /** settings of PostgreSQL that differ from the usual */
  postgres?: Record<string, string>;
  /** how Kafka differs from the usual broker */
  kafka?: KafkaOptions;
}): Promise<Servers> {
  const java = findJava();
  const servers = ensureServers();
  const [postgres, kafka, redis] = await Promise.all([
    startPostgres({ processes, password, durable, more }),
    startKafka({ processes, java, servers, javaOptions: durable ? [] : SHORT_LIVED, ...differing }),
    startRedis({ processes, servers }),
  ]);
  return { postgres, kafka, redis };
}

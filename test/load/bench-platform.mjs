import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../deploy/local/paths.mjs';
import { startIssuerProcess } from '../../deploy/local/platform/issuer.ts';
import { ensureServers, findJava } from '../../deploy/local/platform/java-servers.ts';
import { startKafka } from '../../deploy/local/platform/kafka.ts';
import { startPostgres } from '../../deploy/local/platform/postgres.ts';
import { Processes } from '../../deploy/local/platform/processes.ts';
import { startRedis } from '../../deploy/local/platform/redis.ts';
import { Secrets } from '../../deploy/local/platform/secrets.ts';

/**
 * Servers of our own, durable as in production: PostgreSQL waits for the disk. It also notes when each transaction
 * was committed, since a row cannot hold the moment of its own commit.
 * @param {{ statements?: boolean, more?: Record<string, string> }} options `statements`: count statements in
 *   pg_stat_statements; `more` settings of PostgreSQL
 */
export async function startBenchPlatform({ statements = false, more = {} } = {}) {
  const dir = path.join(root, `var/test-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const processes = new Processes(dir);
  await processes.takeOver();
  const stop = async () => {
    await processes.stopAll();
    rmSync(dir, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => void stop().then(() => process.exit(1)));
  try {
    const secrets = new Secrets(dir);
    const servers = ensureServers();
    const java = findJava();
    const settings = {
      track_commit_timestamp: 'on',
      max_wal_size: '4GB',
      ...(statements && {
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.track_planning': 'on',
      }),
      ...more,
    };
    const password = secrets.postgresPassword();
    const [postgres, kafka, redis, issuer] = await Promise.all([
      startPostgres({ processes, password, durable: true, more: settings }),
      startKafka({ processes, java, servers }),
      startRedis({ processes, servers }),
      startIssuerProcess(processes, secrets),
    ]);
    return { dir, processes, secrets, java, servers, postgres, kafka, redis, issuer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../deploy/local/paths.mjs';
import { type StartedPlatform, startNatively } from '../../deploy/local/platform/index.ts';
import { startIssuerProcess } from '../../deploy/local/platform/issuer.ts';
import { Processes, type RunningProcess } from '../../deploy/local/platform/processes.ts';
import { Secrets } from '../../deploy/local/platform/secrets.ts';

/**
 * Servers of our own, durable as in production: PostgreSQL waits for the disk. It also notes when each transaction
 * was committed, since a row cannot hold the moment of its own commit.
 * @param settings of PostgreSQL that differ
 */
export async function startBenchPlatform(settings: Record<string, string> = {}): Promise<StartedPlatform> {
  const dir = path.join(root, `var/test-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const processes = new Processes(dir);
  await processes.takeOver();
  const secrets = new Secrets(dir);
  const stop = async () => {
    await processes.stopAll();
    rmSync(dir, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => void stop().then(() => process.exit(1)));
  const postgres = { track_commit_timestamp: 'on', max_wal_size: '4GB', ...settings };
  try {
    const [servers, issuer] = await Promise.all([
      startNatively({ processes, password: secrets.postgresPassword(), durable: true, postgres }),
      startIssuerProcess(processes, secrets),
    ]);
    return { dir, processes, secrets, ...servers, issuer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export const serversOf = ({ processes }: StartedPlatform): RunningProcess[] =>
  ['postgres', 'kafka', 'redis'].map((name) => processes.running(name)!);

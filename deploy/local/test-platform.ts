import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestPlatform } from '#testing';
import type { Issuer } from './issuer/token.ts';
import { root } from './paths.mjs';
import { type Platform, type StartedPlatform, startPlatform } from './platform/index.ts';
import { postgresAt } from './platform/postgres-address.ts';
import { Processes } from './platform/processes.ts';
import { sayAndExit } from './user-facing-error.mjs';

type Addresses = Omit<TestPlatform, 'run'>;

/**
 * For vitest's globalSetup: one fresh platform for a test run.
 * `node deploy/local/launch.mjs deploy/local/test-platform.ts` starts one that serves many runs, and prints the variable
 * by which they find it.
 */
export async function startTestPlatform(): Promise<Addresses & { stop: () => Promise<void> }> {
  const processes = new Processes(path.join(root, `var/test-${process.pid}`));
  const platform = await startPlatform({ mode: 'test', processes });
  return { ...addressesOf(platform), stop: platform.stop };
}

/** The platform of {@link startTestPlatform} again, from its addresses: what startServices() takes. */
export function platformAt({
  postgresUrl,
  kafkaBrokers,
  redisUrl,
  issuerUrl,
  issuerSecret,
}: Addresses): Platform & { issuer: Issuer } {
  return {
    postgres: postgresAt(postgresUrl),
    kafka: { brokers: kafkaBrokers },
    redis: { url: redisUrl },
    issuer: { url: issuerUrl, secret: issuerSecret },
  };
}

/** `postgresUrl` is that of a superuser. */
function addressesOf({ postgres, kafka, redis, issuer }: StartedPlatform): Addresses {
  return {
    postgresUrl: postgres.url({ database: 'postgres' }),
    kafkaBrokers: kafka.brokers,
    redisUrl: redis.url,
    issuerUrl: issuer.url,
    issuerSecret: issuer.secret,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { stop, ...addresses } = await startTestPlatform().catch(sayAndExit);
  console.log(`export JIANGTU_TEST_PLATFORM='${JSON.stringify(addresses)}'`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => void stop().then(() => process.exit()));
}

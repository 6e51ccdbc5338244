import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { startPlatform } from './platform/index.mjs';
import { postgresAt } from './platform/postgres-address.mjs';
import { Processes } from './platform/processes.mjs';
import { sayAndExit } from './sentence.mjs';

/**
 * For vitest's globalSetup: one fresh platform for a test run.
 * `node deploy/local/test-platform.mjs` starts one that serves many runs, and prints the variable by which they find it.
 */
export async function startTestPlatform() {
  const processes = new Processes(path.join(root, `var/test-${process.pid}`));
  const platform = await startPlatform({ mode: 'test', processes });
  return { ...addressesOf(platform), stop: platform.stop };
}

/** The platform of {@link startTestPlatform} again, from its addresses: what startServices() takes. */
export function platformAt({ postgresUrl, kafkaBrokers, redisUrl, issuerUrl, issuerSecret }) {
  return {
    postgres: postgresAt(postgresUrl),
    kafka: { brokers: kafkaBrokers },
    redis: { url: redisUrl },
    issuer: { url: issuerUrl, secret: issuerSecret },
  };
}

/** `postgresUrl` is that of a superuser. */
function addressesOf({ postgres, kafka, redis, issuer }) {
  return {
    postgresUrl: postgres.url({ database: 'postgres' }),
    kafkaBrokers: kafka.brokers,
    redisUrl: redis.url,
    issuerUrl: issuer.url,
    issuerSecret: issuer.secret,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { stop, ...addresses } = await startTestPlatform().catch(sayAndExit);
  console.log(`export JIANGTU_TEST_PLATFORM='${JSON.stringify(addresses)}'`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => stop().then(() => process.exit()));
}

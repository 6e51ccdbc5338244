import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { startPlatform } from './platform/index.mjs';
import { sayAndExit } from './sentence.mjs';

/**
 * For jest's globalSetup: one fresh platform for a test run.
 * `node local/test-platform.mjs` starts one that serves many runs, and prints the variable by which they find it.
 */
export async function startTestPlatform() {
  const platform = await startPlatform({ mode: 'test', dir: path.join(root, `var/test-${process.pid}`) });
  return { ...addressesOf(platform), stop: platform.stop };
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

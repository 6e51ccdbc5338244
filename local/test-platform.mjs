import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { startPlatform } from './platform/index.mjs';
import { sayAndExit } from './sentence.mjs';

/**
 * For jest's globalSetup: one fresh platform for a test run. Its addresses are `{ postgresUrl (superuser), kafkaBrokers,
 * redisUrl, issuerUrl, issuerSecret }` in the file that JIANGTU_TEST_PLATFORM names. Where that is set already, the
 * platform in it is used: `node local/test-platform.mjs` starts one that serves many runs, and prints the variable.
 * @returns {Promise<{ stop(): Promise<void> }>}
 */
export async function startTestPlatform() {
  if (process.env.JIANGTU_TEST_PLATFORM) return { stop: async () => {} };
  const dir = path.join(root, `var/test-${process.pid}`);
  const platform = await startPlatform({ mode: 'test', dir });
  const file = path.join(dir, 'platform.json');
  writeFileSync(file, JSON.stringify(addressesOf(platform)), { mode: 0o600 });
  process.env.JIANGTU_TEST_PLATFORM = file;
  return { stop: platform.stop };
}

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
  const platform = await startTestPlatform().catch(sayAndExit);
  console.log(`JIANGTU_TEST_PLATFORM=${process.env.JIANGTU_TEST_PLATFORM}`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => platform.stop().then(() => process.exit()));
}

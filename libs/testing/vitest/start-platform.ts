import { randomBytes } from 'node:crypto';
import { sayAndExit } from '../../../deploy/local/user-facing-error.mjs';
import { startTestPlatform } from '../../../deploy/local/test-platform.ts';

/**
 * One platform for the whole run: its addresses reach the workers by the environment. A platform that is named
 * there already is used as it is, which makes a single spec quick to run again.
 * @returns what ends it
 */
export default async function startPlatform(): Promise<(() => Promise<void>) | undefined> {
  process.env.JIANGTU_TEST_RUN = randomBytes(4).toString('hex');
  if (process.env.JIANGTU_TEST_PLATFORM) return undefined;
  const { stop, ...addresses } = await startTestPlatform().catch((error: unknown) => {
    sayAndExit(error);
    throw error;
  });
  process.env.JIANGTU_TEST_PLATFORM = JSON.stringify(addresses);
  return stop;
}

import { sayAndExit } from '../../../deploy/local/sentence.mjs';
import { startTestPlatform } from '../../../deploy/local/test-platform.mjs';

/**
 * One platform for the whole run: its addresses reach the workers by the environment. A platform that is named
 * there already is used as it is, which makes a single spec quick to run again.
 */
export default async function startPlatform() {
  if (process.env.JIANGTU_TEST_PLATFORM) return;
  const { stop, ...addresses } = await startTestPlatform().catch(sayAndExit);
  process.env.JIANGTU_TEST_PLATFORM = JSON.stringify(addresses);
  globalThis.stopTestPlatform = stop;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Sentence } from '../sentence.mjs';

const TIMEOUT_MS = 90_000;
const LOOK_EVERY_MS = 250;
const TELL_EVERY_MS = 3_000;

/**
 * Looks until `look` answers that enough is there; events take their time.
 * @param {string} what is waited for, for the person who reads along
 * @param {() => Promise<{ seen: number, wanted: number }>} look
 */
export async function until(what, look, { progress, timeout = TIMEOUT_MS }) {
  const started = Date.now();
  let told = started;
  for (;;) {
    const { seen, wanted } = await look();
    if (seen >= wanted) return;
    const now = Date.now();
    if (now - started > timeout)
      throw new Sentence(
        `After ${timeout / 1000} s only ${seen} of ${wanted} ${what} were there: see var/local/logs.`,
      );
    if (now - told > TELL_EVERY_MS) {
      progress(`  ${seen} of ${wanted} ${what}`);
      told = now;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { UserFacingError } from '../user-facing-error.mjs';

/** Tells a person how far something is. */
export type Progress = (text: string) => void;

const TIMEOUT_MS = 90_000;
const LOOK_EVERY_MS = 250;
const TELL_EVERY_MS = 3_000;

/**
 * Looks until `look` answers that enough is there; events take their time.
 * @param what is waited for, for the person who reads along
 * @param options `timeout` in ms
 */
export async function until(
  what: string,
  look: () => Promise<{ seen: number; wanted: number }>,
  { progress = () => {}, timeout = TIMEOUT_MS }: { progress?: Progress; timeout?: number } = {},
): Promise<void> {
  const started = Date.now();
  let told = started;
  for (;;) {
    const { seen, wanted } = await look();
    if (seen >= wanted) return;
    const now = Date.now();
    if (now - started > timeout)
      throw new UserFacingError(
        `After ${timeout / 1000} s only ${seen} of ${wanted} ${what} were there: see var/local/logs.`,
      );
    if (now - told > TELL_EVERY_MS) {
      progress(`  ${seen} of ${wanted} ${what}`);
      told = now;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

/** A look is often several requests to several services: who waits for long looks less often. */
const FIRST_DELAY_MS = 20;
const DELAY_GROWTH = 1.25;
const MAX_DELAY_MS = 300;

/**
 * Looks until `look` neither throws nor rejects, and answers what it answered. Waiting is a probe, never a sleep.
 * @param notSeen what is waited for, in words; the failure names it
 * @throws Error with `notSeen` and the last failure when the time is up
 */
export async function eventually<T>(
  notSeen: string,
  look: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * DELAY_GROWTH, MAX_DELAY_MS)) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > end)
        throw new Error(`Not seen within ${timeoutMs} ms: ${notSeen}\n${(error as Error).message}`, {
          cause: error,
        });
    }
    await sleep(delay);
  }
}

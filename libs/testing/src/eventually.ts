import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 40;

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
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end)
        throw new Error(`Not seen within ${timeoutMs} ms: ${notSeen}\n${(error as Error).message}`, {
          cause: error,
        });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

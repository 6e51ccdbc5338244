import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_DELAY_MS = 1_000;
/** What an orchestrator starts together is up within a minute; after that a restart tells more than waiting. */
export const START_TIMEOUT_MS = 60_000;

/**
 * Does the work until it succeeds, for a minute at most.
 * @param onFailure told of each failure that is not the last
 * @throws what the last try threw, or at once an error of which `isFinal` says so
 */
export async function keepTrying<T>(
  work: () => Promise<T>,
  onFailure: (error: unknown) => void,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (const end = performance.now() + START_TIMEOUT_MS; ; await sleep(RETRY_DELAY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (isFinal(error) || performance.now() > end) throw error;
      onFailure(error);
    }
  }
}

const REPEAT_AFTER_MS = 60_000;

/** Passes on a sentence when it is another one than the last, or was passed on a minute ago. */
export function whenNew(say: (sentence: string) => void): (sentence: string) => void {
  let last = '';
  let saidAt = -Infinity;
  return (sentence) => {
    if (sentence === last && performance.now() - saidAt < REPEAT_AFTER_MS) return;
    last = sentence;
    saidAt = performance.now();
    say(sentence);
  };
}

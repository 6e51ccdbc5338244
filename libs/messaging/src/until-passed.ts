import { setTimeout as sleep } from 'node:timers/promises';
import { isOutOfTime, isPassing } from '#database';
import type { Hold } from './kafka-port.js';

const FIRST_BACK_OFF_MS = 100;
export const MAX_BACK_OFF_MS = 5_000;
/** To run out of time passes too, but not so often. */
const MAX_TIMES_OUT_OF_TIME = 3;

/** The partitions have gone to another member of the group. Told apart from a failure of the work. */
export class LostPartitions extends Error {
  constructor(readonly reason: unknown) {
    super('The partitions have gone to another member of the group.');
  }
}

/**
 * Does the work again and again while it fails for reasons that pass, holding the partitions all the while.
 * @param onRetry told of each failure that passes, with the milliseconds until the next try
 * Rejects with any other failure of the work, or with {@link LostPartitions}.
 */
export async function untilPassed<T>(
  hold: Hold,
  work: () => Promise<T>,
  onRetry: (error: unknown, waits: number) => void,
): Promise<T> {
  let outOfTime = 0;
  for (let backOff = FIRST_BACK_OFF_MS; ; backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS)) {
    await stillOurs(hold);
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || (isOutOfTime(error) && ++outOfTime >= MAX_TIMES_OUT_OF_TIME)) throw error;
      onRetry(error, backOff);
    }
    await waitHolding(backOff, hold);
  }
}

/** Rejects with {@link LostPartitions} when the wait was in vain. */
export async function waitHolding(milliseconds: number, hold: Hold): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1_000) {
    await sleep(Math.min(left, 1_000));
    await stillOurs(hold);
  }
}

async function stillOurs(hold: Hold): Promise<void> {
  try {
    await hold.stillOurs();
  } catch (error) {
    throw new LostPartitions(error);
  }
}

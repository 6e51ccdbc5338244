import { setTimeout as sleep } from 'node:timers/promises';
import { checkHistory } from './check-history.mjs';
import { serviceNames } from './world.mjs';

/** How long everything may take to be level again after the last fault of a round. */
const HEALED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 500;

/** @returns {Promise<string[]>} a finding if some service does not become ready */
export async function untilReady(world, timeout = HEALED_WITHIN_MS) {
  for (const end = Date.now() + timeout; ; await sleep(LOOK_EVERY_MS / 2)) {
    const ready = await Promise.all(serviceNames.map(world.isReady));
    if (ready.every(Boolean)) return [];
    if (Date.now() > end)
      return [`Not ready after ${timeout} ms: ${serviceNames.filter((_, at) => !ready[at]).join(', ')}`];
  }
}

/** Checks until nothing is found, for the events that are still on their way; what is found after a minute stays. */
export async function untilLevel({ world, history, registrars, operators }) {
  for (const end = Date.now() + HEALED_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    await operators.settle();
    await history.caughtUp();
    const findings = await checkHistory({ world, registrars, history });
    if (findings.length === 0 || Date.now() > end) return findings;
  }
}

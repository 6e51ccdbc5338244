import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { checkHistory } from './check-history.mjs';

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

/**
 * Waits until all is ready, everything that registrars have begun has an outcome, and nothing is found any more; then
 * the system holds its services against each other.
 * @param {{ world: object, history: object, registrars: object, operators: object }} city
 * @param {Promise<void>} working of the registrars, who were told to stop
 * @returns {Promise<{ levelAfterMs: number, findings: string[] }>}
 */
export async function heal(city, working) {
  const started = Date.now();
  const findings = await untilReady(city.world);
  if (findings.length === 0) {
    await working;
    findings.push(...(await untilLevel(city)));
  }
  const levelAfterMs = Date.now() - started;
  if (findings.length === 0) findings.push(...(await city.operators.reconcile()));
  return { levelAfterMs, findings };
}

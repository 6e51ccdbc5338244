import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import type { Operators } from '../harness/operators.ts';
import type { Registrars } from '../harness/registrars.ts';
import type { RunningSystem } from '../harness/running-system.ts';
import type { TopicHistory } from '../harness/topic-history.ts';
import { checkHistory } from './check-history.ts';
import type { RecordsTold } from './check-records.ts';

/** How long everything may take to catch up after the last fault of a round. */
const HEALING_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 500;

/** Who works at a system, and what they were told. */
export interface City {
  system: RunningSystem;
  history: TopicHistory;
  registrars: Registrars;
  operators: Operators;
  /** states in which applications ended, as the admissions office was told */
  left: ReadonlyMap<string, string>;
  records: RecordsTold;
}

/** @returns a finding if some service does not become ready */
export async function untilReady(system: RunningSystem, timeout = HEALING_TIMEOUT_MS): Promise<string[]> {
  for (const end = Date.now() + timeout; ; await sleep(POLL_INTERVAL_MS / 2)) {
    const ready = await Promise.all(serviceNames.map((name) => system.isReady(name)));
    if (ready.every(Boolean)) return [];
    if (Date.now() > end)
      return [`Not ready after ${timeout} ms: ${serviceNames.filter((_, at) => !ready[at]).join(', ')}`];
  }
}

/** Checks until nothing is found, for the events that are still on their way; what is found after a minute stays. */
async function untilCaughtUp({ system, history, registrars, operators, left, records }: City) {
  const { graduated, revoked, rejected } = registrars;
  const told = { graduated, revoked, rejected, left, records };
  for (const end = Date.now() + HEALING_TIMEOUT_MS; ; await sleep(POLL_INTERVAL_MS)) {
    await operators.settle();
    await history.caughtUp();
    const findings = await checkHistory({ system, told, history });
    if (findings.length === 0 || Date.now() > end) return findings;
  }
}

/**
 * Waits until all is ready, everything that registrars have begun has an outcome, and nothing is found any more; then
 * the system holds its services against each other.
 * @param working of the registrars, who were told to stop
 */
export async function heal(
  city: City,
  working: Promise<unknown>,
): Promise<{ caughtUpAfterMs: number; findings: string[] }> {
  const started = Date.now();
  const findings = await untilReady(city.system);
  if (findings.length === 0) {
    await working;
    findings.push(...(await untilCaughtUp(city)));
  }
  const caughtUpAfterMs = Date.now() - started;
  if (findings.length === 0) findings.push(...(await city.operators.reconcile()));
  return { caughtUpAfterMs, findings };
}

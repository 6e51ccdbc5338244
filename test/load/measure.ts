import { setTimeout as sleep } from 'node:timers/promises';
import { atOnce } from '../../deploy/local/cohort/groups.ts';
import { progress } from '../../deploy/local/progress.ts';
import type { RunningProcess } from '../../deploy/local/platform/processes.ts';
import { countToday, type Databases, settle } from './databases.ts';
import { latencies } from './latencies.ts';
import type { Graduates } from './students.ts';
import { measureCpu, memoryOf, round, type Usage } from './usage.ts';

const POLL_INTERVAL_MS = 200;
const TIMEOUT_MS = 180_000;
const SMALL = 50;
const LARGE = 500;

/** Graduations that are approved together. */
export type Batch = Pick<Graduates, 'registrationIds'> & { batchId: string };

/** What is measured: the system, or a yardstick. */
export interface Subject {
  name: string;
  databases: Databases;
  /** its own processes, and those of the servers */
  services: () => RunningProcess[];
  servers: RunningProcess[];
  /** Batches of `size` that wait for their approval. */
  prepare: (count: number, size: number) => Promise<Batch[]>;
  approve: (batch: Batch) => Promise<void>;
  stop: () => Promise<void>;
}

export interface Rate extends Usage {
  graduates: number;
  perSecond: number;
  memory: Record<string, ReturnType<typeof memoryOf>>;
}

export type Latency = Awaited<ReturnType<typeof measureLatency>>;

const idsOf = (batches: Batch[]) => batches.flatMap(({ registrationIds }) => registrationIds);

/** Code is compiled and plans are made before anything is timed. */
export async function warmUp(subject: Subject): Promise<void> {
  await approveInFours(subject, await subject.prepare(1_000, SMALL));
}

/** Approves all batches, four at a time, and waits until every certificate is visible and every case is open. */
export async function measureRate(subject: Subject, graduates: number): Promise<Rate> {
  const batches = await subject.prepare(graduates, LARGE);
  await settle(subject.databases);
  const rate = await approveInFours(subject, batches);
  progress(`${subject.name}: ${rate.perSecond} graduates/s`);
  return rate;
}

function approveInFours(subject: Subject, batches: Batch[]): Promise<Rate> {
  return measured(subject, batches, async (untilEnd) => {
    await Promise.all([atOnce(batches, 4, (batch) => subject.approve(batch)), untilEnd()]);
  });
}

/**
 * Approves batches at a rate, whether or not earlier ones have been answered, and tells how long after the commit of
 * the graduation its certificate was visible and its case open, each by the commit of that row.
 */
export async function measureLatency(subject: Subject, rate: number, seconds: number) {
  // Full batches of each school.
  const batches = await subject.prepare(Math.ceil((rate * seconds) / 4 / SMALL) * 4 * SMALL, SMALL);
  await settle(subject.databases);
  let offered = 0;
  const usage = await measured(subject, batches, async (untilEnd) => {
    const began = performance.now();
    await openLoop(batches, rate / SMALL, (batch) => subject.approve(batch));
    offered = (performance.now() - began) / 1_000;
    await untilEnd();
  });
  const perSecond = round(usage.graduates / offered, 0);
  const times = await latencies(subject.databases, idsOf(batches));
  const { visibleAfterMs: visible, caseOpenAfterMs: open } = times;
  progress(`${subject.name} at ${perSecond}/s: visible p50 ${visible.p50} p99 ${visible.p99} ms, case p50 ${open.p50} p99 ${open.p99} ms`); // prettier-ignore
  return { ...usage, perSecond, ...times };
}

/** What the work takes, which ends when all that was approved has come to its end. */
async function measured(
  subject: Subject,
  batches: Batch[],
  work: (untilEnd: () => Promise<void>) => Promise<void>,
): Promise<Rate> {
  const graduates = idsOf(batches).length;
  const { entries, cases } = await countToday(subject.databases);
  const cpu = measureCpu([...subject.services(), ...subject.servers]);
  const began = performance.now();
  let seconds = 0;
  await work(async () => {
    await untilThere(subject, { entries: entries + graduates, cases: cases + graduates });
    seconds = (performance.now() - began) / 1_000;
  });
  return {
    graduates,
    perSecond: round(graduates / seconds, 0),
    ...cpu.stop(),
    memory: Object.fromEntries(subject.services().map((each) => [each.name, memoryOf(each)])),
  };
}

/** Begins something with each item at a rate, whether or not what was begun earlier has come to an end. */
export async function openLoop<T>(
  items: readonly T[],
  perSecond: number,
  begin: (item: T, at: number) => Promise<unknown>,
): Promise<void> {
  const began = performance.now();
  const begun: Promise<unknown>[] = [];
  for (const [at, item] of items.entries()) {
    const early = began + (at * 1_000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    begun.push(begin(item, at));
  }
  await Promise.all(begun);
}

async function untilThere({ databases, name }: Subject, wanted: { entries: number; cases: number }) {
  const deadline = performance.now() + TIMEOUT_MS;
  while (performance.now() < deadline) {
    const { entries, cases } = await countToday(databases);
    if (entries >= wanted.entries && cases >= wanted.cases) return;
    await sleep(POLL_INTERVAL_MS);
  }
  throw new Error(`${name}: not all graduates had a certificate and a case in time.`);
}

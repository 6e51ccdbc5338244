import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '#testing';
import type { StartedPlatform } from '../../deploy/local/platform/index.ts';
import { progress } from '../../deploy/local/progress.ts';
import { fillEarlier } from './earlier.ts';
import { type Latency, measureLatency, measureRate, type Rate, type Subject, warmUp } from './measure.ts';
import { measureRelay } from './relay/measure-relay.ts';
import { startSystem } from './system.ts';
import { measureCpu, memoryOf, round } from './usage.ts';
import { measureWholePath } from './whole-path.ts';
import { startYardstick, YARDSTICKS } from './yardstick/yardstick.ts';

export interface Sizes {
  parts: string[];
  graduates: number;
  rounds: number;
  rate: number;
  seconds: number;
  earlier: number[];
  students: number;
  profile?: string;
  against?: string;
}

const IDLE_SECONDS = 20;

/** A round of a system or a yardstick. */
export interface Round {
  rate: Rate;
  latency?: Latency;
}

type Part = (platform: StartedPlatform, sizes: Sizes) => Promise<any>;

/** The system as it stands, with nothing to do. */
async function measureIdle(platform: StartedPlatform) {
  const system = await startSystem(platform);
  try {
    await sleep(5_000);
    const processes = [...system.services(), ...system.servers];
    const cpu = measureCpu(processes);
    await sleep(IDLE_SECONDS * 1_000);
    const { cpuSeconds, seconds } = cpu.stop();
    return processes.map((each) => ({
      name: each.name,
      percentOfACore: round((cpuSeconds[each.name]! / seconds) * 100),
      ...memoryOf(each),
    }));
  } finally {
    await system.stop();
  }
}

/**
 * The system and the yardsticks, or the system and another state of the project, take turns, forwards and backwards, so
 * that neither has the warmer servers or the busier machine. Beside yardsticks latency is measured in the last round, when
 * the servers have long been warm.
 */
async function measureInTurns(platform: StartedPlatform, sizes: Sizes) {
  const { parts, profile, against, graduates, rounds, rate, seconds } = sizes;
  const subjects: { name: string; start: () => Promise<Subject> }[] = [
    { name: 'system', start: () => startSystem(platform, { profile }) },
  ];
  if (against) {
    const other = { name: 'against', prefix: 'against.', checkout: against };
    subjects.unshift({ name: 'against', start: () => startSystem(platform, other) });
  } else if (parts.includes('yardstick'))
    for (const kind of YARDSTICKS)
      subjects.push({ name: kind.name, start: () => startYardstick(platform, kind) });
  const results: Record<string, Round[]> = Object.fromEntries(subjects.map(({ name }) => [name, []]));
  for (let n = 0; n < rounds; n++)
    for (const { name, start } of n % 2 ? subjects.toReversed() : subjects) {
      const isLatencyDue = parts.includes('latency') && (against || n === rounds - 1);
      const subject = await start();
      try {
        await warmUp(subject);
        results[name]!.push({
          rate: await measureRate(subject, graduates),
          latency: isLatencyDue ? await measureLatency(subject, rate, seconds) : undefined,
        });
      } finally {
        await subject.stop();
      }
    }
  return results;
}

/** The system again, with few and with many certificates of earlier years in its tables. */
async function measureEarlier(platform: StartedPlatform, { graduates, rounds, earlier }: Sizes) {
  const system = await startSystem(platform);
  const results: { earlier: number; rounds: Round[] }[] = [];
  try {
    await warmUp(system);
    let there = 0;
    for (const wanted of earlier) {
      await fillEarlier(system.databases, { there, wanted, total: Math.max(...earlier) });
      there = wanted;
      const measured: Round[] = [];
      for (let n = 0; n < rounds; n++) measured.push({ rate: await measureRate(system, graduates) });
      results.push({ earlier: there, rounds: measured });
    }
    return results;
  } finally {
    await system.stop();
  }
}

/** In this order. */
export const PARTS = {
  idle: measureIdle,
  rate: measureInTurns,
  earlier: measureEarlier,
  relay: measureRelay,
  path: (platform, { students }) => measureWholePath(platform, students),
} satisfies Record<string, Part>;

type Measured = { [Name in keyof typeof PARTS]?: Awaited<ReturnType<(typeof PARTS)[Name]>> };

/** What the run has shown so far. */
export type Results = Measured & { statements?: object[] };

/** Everything in one run on the same servers, so that figures can be held against each other. */
export async function runBench(
  platform: StartedPlatform,
  sizes: Sizes,
  keep: (results: Results) => void,
): Promise<Results> {
  const results: Results = {};
  for (const [name, measure] of Object.entries<Part>(PARTS)) {
    if (!sizes.parts.includes(name)) continue;
    progress(`measuring: ${name}`);
    Object.assign(results, { [name]: await measure(platform, sizes) });
    if (sizes.profile && name === 'rate') results.statements = await statementsOf(platform);
    keep(results);
  }
  return results;
}

const statementsOf = ({ postgres }: StartedPlatform): Promise<object[]> =>
  withClient(postgres.url({ database: 'postgres' }), async (client) => {
    await client.query('create extension if not exists pg_stat_statements');
    const { rows } = await client.query(
      `select datname as database, calls, round(total_exec_time) as ms, round(total_plan_time) as plan_ms, rows, (shared_blks_hit + shared_blks_read) / calls as blocks_each, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as query
       from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where datname not like '%postgres' order by total_exec_time + total_plan_time desc limit 60`,
    );
    return rows;
  });

import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { root } from '../../local/paths.mjs';
import { startBenchPlatform } from './bench-platform.mjs';
import { fillEarlier, settle } from './earlier.mjs';
import { measureIdle, measureLatency, measureRate } from './measure.mjs';
import { measureRelay } from './relay/measure-relay.mjs';
import { System } from './system.mjs';
import { round } from './usage.mjs';
import { Yardstick } from './yardstick/yardstick.mjs';

/** The lean one is what `ratio` is taken from. */
const YARDSTICKS = [
  { name: 'lean', sealed: true, everyRow: false },
  { name: 'same-rows', sealed: true, everyRow: true },
  { name: 'lean-unsealed', sealed: false, everyRow: false },
];
const SMALL = 50;
const LARGE = 500;

/**
 * Everything in one run on the same servers, so that figures can be held against each other.
 * @param {object} sizes of main.mjs
 */
export async function runBench(sizes) {
  const { parts, log, profile, debezium } = sizes;
  const platform = await startBenchPlatform({ statements: profile !== undefined });
  const results = {
    ratio: undefined,
    machine: machine(),
    sizes: { ...sizes, parts: [...parts], log: undefined },
  };
  try {
    log('the servers are up');
    const measuresSystem = ['idle', 'rate', 'latency', 'earlier'].some((part) => parts.has(part));
    if (sizes.against) results.against = await measureAgainst(platform, sizes);
    else if (measuresSystem) results.system = await measureSystem(platform, sizes);
    if (parts.has('yardstick')) results.yardsticks = await measureYardsticks(platform, sizes);
    if (parts.has('earlier') && !sizes.against) results.earlier = await measureEarlier(platform, sizes);
    if (parts.has('relay')) results.relay = await measureRelay(platform, { ...sizes, debezium });
    results.loadAfter = os.loadavg().map((load) => round(load));
    return compared(results);
  } finally {
    await platform.stop();
  }
}

async function measureSystem(platform, sizes) {
  const { parts, log, graduates, rounds, rate, seconds, idleSeconds, profile } = sizes;
  const system = await System.start(platform, { profile });
  const results = {};
  try {
    log('the five services are ready');
    if (parts.has('idle')) {
      log(`idle for ${idleSeconds} s`);
      results.idle = await measureIdle(system, idleSeconds);
    }
    if (parts.has('rate') || parts.has('latency')) await warmUp(system);
    if (parts.has('rate')) results.rate = await rateOf(system, { graduates, rounds, log });
    if (parts.has('latency')) results.latency = await latencyOf(system, { rate, seconds, log });
    if (profile) results.statements = await statementsOf(platform);
    return results;
  } finally {
    await system.stop();
  }
}

/** Another state of the project and this one take turns, so that what else the machine does falls on both. */
async function measureAgainst(platform, { against, graduates, rounds, rate, seconds, log }) {
  const kinds = [
    { name: 'against', checkout: against },
    { name: 'system', checkout: root },
  ];
  const results = { against: [], system: [] };
  for (let n = 0; n < rounds; n++)
    for (const kind of n % 2 ? kinds.toReversed() : kinds) {
      const system = await System.start(platform, kind);
      try {
        await warmUp(system);
        results[kind.name].push({
          rate: await rateOf(system, { graduates, rounds: 1, log }),
          latency: await latencyOf(system, { rate, seconds, log }),
        });
      } finally {
        await system.stop();
      }
    }
  return results;
}

async function measureYardsticks(platform, { graduates, rounds, rate, seconds, log }) {
  const results = {};
  for (const kind of YARDSTICKS) {
    const yardstick = await Yardstick.start(platform, kind);
    try {
      await warmUp(yardstick);
      results[kind.name] = {
        rate: await rateOf(yardstick, { graduates, rounds, log }),
        latency: await latencyOf(yardstick, { rate, seconds, log }),
      };
    } finally {
      await yardstick.stop();
    }
  }
  return results;
}

/** Code is compiled and plans are made before anything is timed. */
async function warmUp(subject) {
  await measureRate(subject, await subject.prepare(1_000, SMALL));
}

async function rateOf(subject, { graduates, rounds, log }) {
  const results = [];
  for (let n = 0; n < rounds; n++) {
    const batches = await subject.prepare(graduates, LARGE);
    await settle(subject.databases);
    const result = await measureRate(subject, batches);
    log(`${subject.name}: ${result.perSecond} graduates/s`);
    results.push(result);
  }
  const rates = results.map(({ perSecond }) => perSecond).sort((one, other) => one - other);
  return { perSecond: rates[Math.floor(rates.length / 2)], rounds: results };
}

async function latencyOf(subject, { rate, seconds, log }) {
  const batches = await subject.prepare(Math.ceil((rate * seconds) / SMALL) * SMALL, SMALL);
  await settle(subject.databases);
  const result = await measureLatency(subject, batches, rate);
  const { visibleAfterMs: visible, caseOpenAfterMs: open } = result;
  log(`${subject.name} at ${result.perSecond}/s: visible p50 ${visible.p50} p99 ${visible.p99} ms, case p50 ${open.p50} p99 ${open.p99} ms`); // prettier-ignore
  return result;
}

/** The system again, with few and with many certificates of earlier years in its tables. */
async function measureEarlier(platform, { graduates, rounds, earlier, earlierSeconds, log }) {
  const system = await System.start(platform);
  const results = [];
  try {
    let there = 0;
    await warmUp(system);
    for (const to of earlier) {
      const deadline = performance.now() + earlierSeconds * 1_000;
      there = await fillEarlier(system.databases, { from: there, to, deadline, log });
      const rate = await rateOf(system, { graduates, rounds, log });
      results.push({ earlier: there, wanted: to, ...rate });
    }
  } finally {
    await system.stop();
  }
  return results;
}

async function statementsOf({ postgres }) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: postgres.url({ database: 'postgres' }) });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');
  const { rows } = await client.query(
    `select datname as database, calls, round(total_exec_time) as ms, rows, (shared_blks_hit + shared_blks_read) / calls as blocks_each, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as query
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where datname not like '%postgres' order by total_exec_time desc limit 40`,
  );
  await client.end();
  return rows;
}

function compared(results) {
  const rate = results.system?.rate?.perSecond;
  const { yardsticks, earlier } = results;
  if (rate && yardsticks) {
    results.ratio = round(rate / yardsticks.lean.rate.perSecond);
    results.ratioSameRows = round(rate / yardsticks['same-rows'].rate.perSecond);
    results.ratioUnsealed = round(rate / yardsticks['lean-unsealed'].rate.perSecond);
  }
  if (earlier?.length > 1) results.ratioEarlier = round(earlier.at(-1).perSecond / earlier[0].perSecond);
  return results;
}

const machine = () => ({
  when: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  cpu: os.cpus()[0]?.model,
  cores: os.availableParallelism(),
  memoryGb: round(os.totalmem() / 2 ** 30, 0),
  node: process.version,
  loadBefore: os.loadavg().map((load) => round(load)),
});

import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { root } from '../../deploy/local/paths.mjs';
import { startBenchPlatform } from './bench-platform.mjs';
import { fillEarlier, settle } from './earlier.mjs';
import { measureIdle, measureLatency, measureRate } from './measure.mjs';
import { measureRelay } from './relay/measure-relay.mjs';
import { System } from './system.mjs';
import { round } from './usage.mjs';
import { measureWholePath } from './whole-path.mjs';
import { Yardstick } from './yardstick/yardstick.mjs';

const SYSTEM = { name: 'system' };
/** The lean one is what `ratio` is taken from. */
const YARDSTICKS = [
  { name: 'lean', sealed: true, everyRow: false },
  { name: 'same-rows', sealed: true, everyRow: true },
  { name: 'lean-unsealed', sealed: false, everyRow: false, rateOnly: true },
];
const SMALL = 50;
const LARGE = 500;

/**
 * Everything in one run on the same servers, so that figures can be held against each other.
 * @param {object} sizes of main.mjs; `save` is told what is known after each part
 */
export async function runBench(sizes) {
  const { parts, log, profile, save } = sizes;
  const platform = await startBenchPlatform({ statements: profile !== undefined });
  const results = {
    ratio: undefined,
    machine: machine(),
    sizes: { ...sizes, parts: [...parts], log: undefined },
  };
  try {
    log('the servers are up');
    if (sizes.against) return { ...results, against: await measureAgainst(platform, sizes) };
    for (const [part, key, measure] of MEASURED.filter(([name]) => parts.has(name))) {
      log(`measuring: ${String(part)}`);
      results[key] = await measure(platform, sizes);
      results.loadAfter = os.loadavg().map((load) => round(load));
      save(compared(results));
    }
    return results;
  } finally {
    await platform.stop();
  }
}

/** The system as it stands, with nothing to do, and what its services say of the statements they made. */
async function measureIdleSystem(platform, { idleSeconds, log }) {
  const system = await System.start(platform);
  try {
    log(`the five services are ready; nothing to do for ${idleSeconds} s`);
    return await measureIdle(system, idleSeconds);
  } finally {
    await system.stop();
  }
}

/**
 * The system and the yardsticks take turns, forwards and backwards, so that neither has the warmer servers or the
 * busier machine. Latency is measured in the last round, when the servers have long been warm. All rates are in the results.
 */
async function measureInTurns(platform, { parts, profile, graduates, rounds, rate, seconds, log }) {
  const kinds = [SYSTEM, ...(parts.has('yardstick') ? YARDSTICKS : [])];
  const results = Object.fromEntries(kinds.map(({ name }) => [name, { rounds: [] }]));
  for (let n = 0; n < rounds; n++)
    for (const kind of n % 2 ? kinds.toReversed() : kinds) {
      const of = results[kind.name];
      const subject =
        kind === SYSTEM ? await System.start(platform, { profile }) : await Yardstick.start(platform, kind);
      try {
        await warmUp(subject);
        of.rounds.push(await rateOf(subject, { graduates, log }));
        if (n === rounds - 1 && parts.has('latency') && !kind.rateOnly)
          of.latency = await latencyOf(subject, { rate, seconds, log });
      } finally {
        await subject.stop();
      }
    }
  for (const of of Object.values(results)) of.perSecond = best(of.rounds.map(({ perSecond }) => perSecond));
  if (profile) results.system.statements = await statementsOf(platform);
  return results;
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
          rate: await rateOf(system, { graduates, log }),
          latency: await latencyOf(system, { rate, seconds, log }),
        });
      } finally {
        await system.stop();
      }
    }
  return results;
}

/** Code is compiled and plans are made before anything is timed. */
async function warmUp(subject) {
  await measureRate(subject, await subject.prepare(1_000, SMALL));
}

async function rateOf(subject, { graduates, log }) {
  const batches = await subject.prepare(graduates, LARGE);
  await settle(subject.databases);
  const result = await measureRate(subject, batches);
  log(`${subject.name}: ${result.perSecond} graduates/s`);
  return result;
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
      const measured = [];
      for (let n = 0; n < rounds; n++) measured.push(await rateOf(system, { graduates, log }));
      const perSecond = best(measured.map((each) => each.perSecond));
      results.push({ earlier: there, wanted: to, perSecond, rounds: measured });
      log(`with ${there} earlier certificates: ${perSecond} graduates/s`);
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
    `select datname as database, calls, round(total_exec_time) as ms, round(total_plan_time) as plan_ms, rows, (shared_blks_hit + shared_blks_read) / calls as blocks_each, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as query
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where datname not like '%postgres' order by total_exec_time + total_plan_time desc limit 60`,
  );
  await client.end();
  return rows;
}

function compared(results) {
  const { subjects, earlier } = results;
  const ratioTo = (name) => subjects?.[name] && round(subjects.system.perSecond / subjects[name].perSecond);
  results.ratio = ratioTo('lean');
  results.ratioSameRows = ratioTo('same-rows');
  results.ratioUnsealed = ratioTo('lean-unsealed');
  if (earlier?.length > 1) results.ratioEarlier = round(earlier.at(-1).perSecond / earlier[0].perSecond);
  return results;
}

/** In this order; what a run knows after each is saved. */
const MEASURED = [
  ['idle', 'idle', measureIdleSystem],
  ['rate', 'subjects', measureInTurns],
  ['earlier', 'earlier', measureEarlier],
  ['relay', 'relay', measureRelay],
  ['path', 'path', measureWholePath],
];

/** Whatever else the machine does only takes away from a rate, so the best round says the most. */
const best = (rates) => Math.max(...rates);

const machine = () => ({
  when: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  cpu: os.cpus()[0]?.model,
  cores: os.availableParallelism(),
  memoryGb: round(os.totalmem() / 2 ** 30, 0),
  node: process.version,
  loadBefore: os.loadavg().map((load) => round(load)),
});

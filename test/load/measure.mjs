import { setTimeout as sleep } from 'node:timers/promises';
import { measureCpu, memoryOf, round } from './usage.mjs';

const LOOK_EVERY_MS = 200;
const GIVE_UP_AFTER_MS = 180_000;

/**
 * Approves all batches, four at a time, and waits until every certificate is visible and every case is open.
 * @param subject the system or a yardstick: `approve(batch)`, `databases`, `services`
 */
export async function measureRate(subject, batches) {
  const graduates = sizeOf(batches);
  const before = await subject.databases.countToday();
  const metrics = await subject.batches?.();
  const cpu = measureCpu(processesOf(subject));
  const began = performance.now();
  const waiting = [...batches];
  const approving = Promise.all([1, 2, 3, 4].map(() => approveAll(subject, waiting))).then(() =>
    round((performance.now() - began) / 1_000),
  );
  const [approved, until] = await Promise.all([approving, untilThere(subject, before, graduates, began)]);
  return {
    graduates,
    perSecond: round(graduates / until.both, 0),
    secondsUntil: { approved, visible: until.entries, caseOpen: until.cases },
    ...cpu.stop(),
    ...(metrics && { handled: difference(metrics, await subject.batches()) }),
    memory: memoriesOf(subject),
  };
}

async function approveAll(subject, waiting) {
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) await subject.approve(batch);
}

async function untilThere({ databases, name }, before, graduates, began) {
  const until = {};
  while (performance.now() - began < GIVE_UP_AFTER_MS) {
    const now = await databases.countToday();
    for (const table of ['entries', 'cases'])
      if (now[table] - before[table] >= graduates)
        until[table] ??= round((performance.now() - began) / 1_000);
    if (until.entries && until.cases) return { ...until, both: Math.max(until.entries, until.cases) };
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`${name}: not all graduates had a certificate and a case in time.`);
}

/**
 * Approves batches at a rate, whether or not earlier ones have been answered, and tells how long after the commit of
 * the graduation its certificate was visible and its case open, each by the commit of that row.
 */
export async function measureLatency(subject, batches, perSecond) {
  const before = await subject.databases.countToday();
  const metrics = await subject.batches?.();
  const cpu = measureCpu(processesOf(subject));
  const began = performance.now();
  const answers = [];
  let underWay = 0;
  let mostUnderWay = 0;
  let due = began;
  for (const batch of batches) {
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    answers.push(subject.approve(batch).finally(() => underWay--));
    due += (batch.registrationIds.length / perSecond) * 1_000;
  }
  await Promise.all(answers);
  const offered = (performance.now() - began) / 1_000;
  await untilThere(subject, before, sizeOf(batches), began);
  const usage = cpu.stop();
  return {
    graduates: sizeOf(batches),
    perSecond: round(sizeOf(batches) / offered, 0),
    mostRequestsUnderWay: mostUnderWay,
    ...(await latencies(subject.databases, batches)),
    ...usage,
    ...(metrics && { handled: difference(metrics, await subject.batches()) }),
    memory: memoriesOf(subject),
  };
}

const COMMITTED = 'extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000';

const committedAt = (client, key, table, keys) => readMoments(client, key, table, COMMITTED, keys);

const momentOf = (client, key, table, column, keys) =>
  readMoments(client, key, table, `extract(epoch from ${column})::float8 * 1000`, keys);

async function readMoments(client, key, table, moment, keys) {
  const { rows } = await client.query(
    `select ${key} as key, ${moment} as at from ${table} where ${key} = any($1)`,
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row.at]));
}

/** Also where the time goes: until a graduation is issued, committed, kept by the lookup, and committed there. */
async function latencies({ records, certificates, lookup, employment }, batches) {
  const ids = batches.flatMap(({ registrationIds }) => registrationIds);
  const { rows: issued } = await certificates.query(
    `select registration_id as id, certificate_no as no, extract(epoch from issued_at)::float8 * 1000 as at,
            ${COMMITTED} as committed from certificates where registration_id = any($1)`,
    [ids],
  );
  const numbers = issued.map(({ no }) => no);
  const graduated = await committedAt(records, 'registration_id', 'registrations', ids);
  const visible = await committedAt(lookup, 'certificate_no', 'entries', numbers);
  const kept = await momentOf(lookup, 'certificate_no', 'entries', 'visible_at', numbers);
  const open = await committedAt(employment, 'registration_id', 'cases', ids);
  const stages = issued.map(({ id, no, at, committed }) => ({
    received: at - graduated.get(id),
    issued: committed - at,
    lookupReceived: kept.get(no) - committed,
    lookupCommitted: visible.get(no) - kept.get(no),
    visible: visible.get(no) - graduated.get(id),
  }));
  return {
    visibleAfterMs: percentiles(stages.map((stage) => stage.visible)),
    caseOpenAfterMs: percentiles(ids.map((id) => open.get(id) - graduated.get(id))),
    stagesMs: Object.fromEntries(
      ['received', 'issued', 'lookupReceived', 'lookupCommitted'].map((name) => [
        name,
        percentiles(stages.map((stage) => stage[name])),
      ]),
    ),
  };
}

export function percentiles(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], 1);
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

export function processesOf({ services, platform }) {
  const servers = ['postgres', 'kafka', 'redis'].map((name) => platform.processes.running(name));
  return [...services, ...servers.map(({ name, pid }) => ({ name, pid }))];
}

const memoriesOf = ({ services }) =>
  Object.fromEntries(services.map(({ name, pid }) => [name, memoryOf(pid)]));

const sizeOf = (batches) => batches.reduce((sum, { registrationIds }) => sum + registrationIds.length, 0);

function difference(before, after) {
  return Object.fromEntries(
    Object.entries(after).map(([service, counts]) => [
      service,
      Object.fromEntries(
        Object.entries(counts).map(([name, value]) => [name, round(value - before[service][name])]),
      ),
    ]),
  );
}

/** CPU and memory of services that have nothing to do. */
export async function measureIdle(subject, seconds) {
  await sleep(5_000);
  const cpu = measureCpu(processesOf(subject));
  await sleep(seconds * 1_000);
  const usage = cpu.stop();
  return Object.fromEntries(
    processesOf(subject).map(({ name, pid }) => [
      name,
      { percentOfACore: round((usage.cpuSeconds[name] / usage.seconds) * 100), ...memoryOf(pid) },
    ]),
  );
}

import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../local/cohort/api.mjs';
import { approveRegistrations, checkInStudents, openSchool } from '../city/students.mjs';
import { checkHistory } from './check-history.mjs';
import { drawFault, inflict, inWords } from './faults.mjs';
import { Random } from './random.mjs';
import { Registrars } from './registrars.mjs';
import { TopicHistory } from './topic-history.mjs';
import { World, serviceNames } from './world.mjs';

/** How long everything may take to be level again after the last fault of a round. */
const HEALED_WITHIN_MS = 60_000;

/**
 * Draws `count` faults from `seed` while registrars work; after every `perRound` everything heals and the history is
 * checked. Ends at the first round with findings.
 * @param {{ seed: number, count: number, perRound?: number, students?: number, mutation?: string, log?: (text: string) => void }} options
 * @returns {Promise<{ faults: Record<string, number>, rounds: { graduated: number, levelAfterMs: number }[], findings: string[] }>}
 */
export async function runFaults({
  seed,
  count,
  perRound = 25,
  students = 1_500,
  perSecond = 20,
  mutation,
  log = () => {},
}) {
  const random = new Random(seed);
  const world = await World.start({ mutation, log });
  const summary = { seed, faults: {}, rounds: [], findings: [] };
  let history;
  try {
    history = await TopicHistory.start(world.platform.kafka.brokers);
    const registrars = await begin(world, students, random);
    log(`${students} students are ready`);
    for (let done = 0; done < count && summary.findings.length === 0;) {
      const faults = Math.min(perRound, count - done);
      const round = await runRound({ world, history, registrars, random, faults, perSecond, summary, log });
      done += faults;
      summary.rounds.push(round);
      summary.findings = round.findings;
      log(roundInWords(done, round));
    }
    return summary;
  } finally {
    await history?.close().catch(() => {});
    await world.stop();
  }
}

async function begin(world, count, random) {
  await untilReady(world, 60_000);
  const api = apiOf(world.forApi);
  await openSchool(api, count);
  await checkInStudents(api, count);
  return new Registrars(world.forApi, await approveRegistrations(api, count), random);
}

async function runRound({ world, history, registrars, random, faults, perSecond, summary, log }) {
  const before = {
    graduated: registrars.graduated.size,
    revoked: registrars.revoked.size,
    retries: registrars.retries,
  };
  const working = registrars.work(perSecond);
  const inflicted = [];
  for (let n = 0; n < faults; n++) {
    const fault = drawFault(random, world);
    summary.faults[fault.kind] = (summary.faults[fault.kind] ?? 0) + 1;
    log(`  ${inWords(fault)}`);
    inflicted.push(inflict(fault, { world, topics: history }));
    await sleep(random.between(200, 2_500));
  }
  await Promise.all(inflicted);
  registrars.stop();
  const healing = Date.now();
  await untilReady(world, HEALED_WITHIN_MS);
  await working;
  const findings = await untilLevel({ world, history, registrars });
  return {
    graduated: registrars.graduated.size - before.graduated,
    revoked: registrars.revoked.size - before.revoked,
    retries: registrars.retries - before.retries,
    levelAfterMs: Date.now() - healing,
    records: history.records.length,
    findings,
  };
}

async function untilReady(world, timeout) {
  for (const end = Date.now() + timeout; ; await sleep(250)) {
    const ready = await Promise.all(serviceNames.map(world.isReady));
    if (ready.every(Boolean)) return;
    if (Date.now() > end)
      throw new Error(
        `Not ready after ${timeout} ms: ${serviceNames.filter((_, at) => !ready[at]).join(', ')}`,
      );
  }
}

/** Checks until nothing is found, for the events that are still on their way; what is found after a minute stays. */
async function untilLevel({ world, history, registrars }) {
  let findings;
  for (const end = Date.now() + HEALED_WITHIN_MS; ; await sleep(500)) {
    await discardPoison(world);
    await history.caughtUp();
    findings = await checkHistory({ postgres: world.platform.postgres, registrars, history });
    if (findings.length === 0 || Date.now() > end) return findings;
  }
}

/** The operator: an event that cannot be read is discarded, and those behind it go on. */
async function discardPoison(world) {
  const api = apiOf(world.forApi);
  for (const name of serviceNames) {
    const operator = api(name, 'operator');
    const letters = await operator
      .all('/dead-letters?type=student-records.StudentGraduated.v1')
      .catch(() => []);
    for (const { id } of letters.filter((letter) => letter.subject === 'poison'))
      await operator
        .send('POST', `/dead-letters/${id}/discard`, { body: { reason: 'poison' }, allowed: [409] })
        .catch(() => {});
  }
}

const roundInWords = (done, { graduated, revoked, retries, levelAfterMs, findings }) =>
  `${done} faults; this round ${graduated} graduated, ${revoked} revoked, ${retries} requests repeated; ` +
  `level ${(levelAfterMs / 1_000).toFixed(1)} s after the last fault; ${findings.length} findings` +
  findings.map((finding) => `\n    ${finding}`).join('');

import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../deploy/local/cohort/api.mjs';
import { checkInStudents, openSchool, submittedRegistrations } from '../city/students.mjs';
import { drawFault, inflict, inWords } from './faults.mjs';
import { heal, untilReady } from './healing.mjs';
import { Operators } from './operators.mjs';
import { Random } from './random.mjs';
import { Registrars } from './registrars.mjs';
import { TopicHistory } from './topic-history.mjs';
import { World } from './world.mjs';

const BETWEEN_FAULTS_MS = [200, 2_500];

/**
 * Draws `count` faults from `seed` while registrars work; after every `perRound` everything heals and the history is
 * checked. Ends at the first round with findings.
 * @param {{ seed: number, count: number, perRound?: number, students?: number, perSecond?: number, mutation?: string,
 *   log?: (text: string) => void, onRound?: (summary: Summary) => void }} options `perSecond`: students
 * @returns {Promise<Summary>}
 * @typedef {{ seed: number, faults: Record<string, number>, missed: number, rounds: Round[], findings: string[] }} Summary
 *   `missed`: faults that were to strike at a point to which nobody came
 * @typedef {{ graduated: number, revoked: number, rejected: number, retries: number, redriven: number,
 *   levelAfterMs: number, records: number, studentsLeft: number, findings: string[] }} Round
 */
export async function runFaults({
  seed,
  count,
  perRound = 25,
  students = 300,
  perSecond = 6,
  mutation,
  log = () => {},
  onRound = () => {},
}) {
  const random = new Random(seed);
  const world = await World.start({ mutation, log });
  const summary = { seed, faults: {}, missed: 0, rounds: [], findings: [] };
  let history;
  let registrars;
  let operators;
  try {
    history = await TopicHistory.start(world);
    registrars = await begin(world, students, seed);
    operators = new Operators(world.forApi);
    log(`${students} students are ready`);
    for (let done = 0; done < count && summary.findings.length === 0;) {
      const faults = Math.min(perRound, count - done);
      const city = { world, history, registrars, operators };
      const round = await runRound(city, { random, faults, perSecond, summary, log });
      done += faults;
      summary.rounds.push(round);
      summary.findings = round.findings;
      log(roundInWords(done, round));
      onRound(summary);
    }
    return summary;
  } finally {
    registrars?.giveUp();
    operators?.stop();
    await history?.close().catch(() => {});
    await world.stop();
  }
}

/** Registrars draw from numbers of their own: how often they do depends on the time, and which faults come shall not. */
async function begin(world, count, seed) {
  const notReady = await untilReady(world);
  if (notReady.length > 0) throw new Error(notReady[0]);
  const api = apiOf(world.forApi);
  await openSchool(api, count);
  await checkInStudents(api, count);
  return new Registrars(world.forApi, await submittedRegistrations(api, count), new Random(seed));
}

async function runRound(city, { random, faults, perSecond, summary, log }) {
  const { world, history, registrars, operators } = city;
  const before = countsOf(city);
  const working = registrars.work(perSecond);
  working.catch(() => {}); // awaited below, unless the round fails before
  const publishing = operators.work();
  const inflicted = [];
  for (let n = 0; n < faults; n++) {
    const fault = drawFault(random, world);
    summary.faults[fault.kind] = (summary.faults[fault.kind] ?? 0) + 1;
    log(`  ${inWords(fault)}`);
    inflicted.push(inflict(fault, { world, topics: history }));
    await sleep(random.between(...BETWEEN_FAULTS_MS));
  }
  const outcomes = await Promise.all(inflicted);
  summary.missed += outcomes.filter((outcome) => outcome?.missed).length;
  registrars.stop();
  operators.stop();
  const healed = await heal(city, working);
  await publishing;
  const since = Object.entries(countsOf(city)).map(([name, value]) => [name, value - before[name]]);
  return {
    ...Object.fromEntries(since),
    ...healed,
    records: history.records.length,
    studentsLeft: registrars.left,
  };
}

const countsOf = ({ registrars, operators }) => ({
  graduated: registrars.graduated.size,
  revoked: registrars.revoked.size,
  rejected: registrars.rejected.size,
  retries: registrars.retries,
  redriven: operators.redriven,
});

const roundInWords = (done, round) =>
  `${done} faults; this round ${round.graduated} graduated, ${round.revoked} revoked, ${round.rejected} rejected, ` +
  `${round.retries} requests repeated, ${round.redriven} letters redriven; ` +
  `level ${(round.levelAfterMs / 1_000).toFixed(1)} s after the last fault; ${round.findings.length} findings` +
  round.findings.map((finding) => `\n    ${finding}`).join('');

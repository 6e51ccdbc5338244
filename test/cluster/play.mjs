import { setTimeout as sleep } from 'node:timers/promises';
import { Sentence } from '../../deploy/local/sentence.mjs';

/** Requests are counted for so long before a scenario, and after it. */
const COUNTED_MS = 15_000;
/** Within that, everybody who was told of a graduation before all pods were ready has what comes of it. */
const ARRIVED_WITHIN_MS = 60_000;

/**
 * Plays a scenario while everybody works, and judges what came of it once they have stopped.
 * @param {import('./scenarios/index.mjs').Scenario} scenario
 * @param {{ cluster: object, examiner: object, work: object, leaves: string }} trial `leaves`: the node that can be taken away
 */
export async function play(scenario, trial) {
  const { cluster, examiner, work } = trial;
  const phases = ['before', 'during', 'after'].map((phase) => `${scenario.name}, ${phase}`);
  if (scenario.from && cluster.version !== scenario.from) await cluster.helm(scenario.from);
  if (scenario.onBothNodes) await cluster.spreadTo(trial.leaves);
  await cluster.untilReady();
  await examiner.ask('work', work);
  const begin = (phase) => examiner.ask('phase', { name: phase });
  await begin(phases[0]);
  await sleep(COUNTED_MS);
  await begin(phases[1]);
  const started = Date.now();
  const said = await sayingWhat(async () => {
    const sentences = await scenario.run(trial);
    await cluster.untilReady();
    return sentences;
  });
  const arrived = await examiner.ask('arrived', { patience: ARRIVED_WITHIN_MS });
  const seconds = Math.round((Date.now() - started) / 1_000);
  await begin(phases[2]);
  await sleep(COUNTED_MS);
  await begin('judging');
  const judged = await examiner.ask('judge');
  const figures = await examiner.ask('figures', { phases });
  return resultOf(scenario, { said, seconds, arrived, figures, judged });
}

/** What a scenario says; where something did not go as it should, that is a finding. */
async function sayingWhat(work) {
  try {
    return { sentences: (await work()) ?? [], findings: [] };
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    return { sentences: [], findings: [error.message] };
  }
}

function resultOf({ name, title, mayFail }, { said, seconds, arrived, figures, judged }) {
  const { findings, ...counts } = judged;
  const complaints = figures.flatMap(({ phase, failures }) => {
    const excused = phase === figures[1].phase ? mayFail : undefined;
    const wrong = Object.entries(failures).filter(([kind]) => !excused?.test(kind));
    return wrong.map(([kind, count]) => `${phase}: ${count} requests failed, ${kind}.`);
  });
  if (arrived.waiting > 0) complaints.push(`${arrived.waiting} graduations had not arrived everywhere.`);
  if (counts.lost + counts.doubled > 0) complaints.push(`${counts.lost} lost, ${counts.doubled} doubled.`);
  return {
    name,
    title,
    seconds,
    arrivedSeconds: arrived.seconds,
    ...counts,
    phases: figures,
    said: said.sentences,
    findings: [...said.findings, ...findings, ...complaints],
    broken: findings.length > 0,
  };
}

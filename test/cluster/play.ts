import { setTimeout as sleep } from 'node:timers/promises';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';

import type { Examiner } from './examiner/examiner.ts';
import type { Scenario, Trial } from './scenarios/scenario.ts';

/** Requests are counted for so long before a scenario, and after it. */
const COUNTED_MS = 15_000;
/** Within that, everybody who was told of a graduation before all pods were ready has what comes of it. */
const ARRIVAL_TIMEOUT_MS = 60_000;

export type Result = ReturnType<typeof resultOf>;

/** Plays a scenario while everybody works, and judges what came of it once they have stopped. */
export async function play(scenario: Scenario, trial: Trial): Promise<Result> {
  const { cluster, examiner, work } = trial;
  const phaseOf = (phase: string) => `${scenario.name}, ${phase}`;
  const phases = [phaseOf('before'), phaseOf('during'), phaseOf('after')] as const;
  if (scenario.from && cluster.version !== scenario.from) await cluster.helm(scenario.from);
  if (scenario.onBothNodes) await cluster.spreadTo(trial.leaves);
  await cluster.untilReady();
  await examiner.ask('work', work);
  const begin = (phase: string) => examiner.ask('phase', { name: phase });
  await begin(phases[0]);
  await sleep(COUNTED_MS);
  await begin(phases[1]);
  const started = Date.now();
  const said = await sayingWhat(async () => {
    const sentences = await scenario.run(trial);
    await cluster.untilReady();
    return sentences;
  });
  const arrived = await examiner.ask('arrived', { patience: ARRIVAL_TIMEOUT_MS });
  const seconds = Math.round((Date.now() - started) / 1_000);
  await begin(phases[2]);
  await sleep(COUNTED_MS);
  await begin('judging');
  const judged = await examiner.ask('judge');
  const figures = await examiner.ask('figures', { phases: [...phases] });
  return resultOf(scenario, { said, seconds, arrived, figures, judged });
}

/** What a scenario says; where something did not go as it should, that is a finding. */
async function sayingWhat(work: () => Promise<string[] | void>) {
  try {
    return { sentences: (await work()) ?? [], findings: [] };
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    return { sentences: [], findings: [error.message] };
  }
}

type Answer<Name extends keyof Examiner['orders']> = Awaited<ReturnType<Examiner['orders'][Name]>>;

interface Played {
  said: { sentences: string[]; findings: string[] };
  seconds: number;
  arrived: Answer<'arrived'>;
  figures: Answer<'figures'>;
  judged: Answer<'judge'>;
}

function resultOf({ name, title, mayFail }: Scenario, { said, seconds, arrived, figures, judged }: Played) {
  const { findings, ...counts } = judged;
  const complaints = figures.flatMap(({ phase, failures }) => {
    const excused = phase === figures[1]?.phase ? mayFail : undefined;
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

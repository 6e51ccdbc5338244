// `npm run faults -- --seed N --count N`: real processes, real servers, real signals, and a checker of what came of it.
import { writeFileSync } from 'node:fs';
import { readOptions } from '../../deploy/local/options.mjs';
import { Sentence, sayAndExit } from '../../deploy/local/sentence.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../deploy/local/setup.mjs';

const text = { type: 'string' };
const STUDENTS_PER_FAULT = 9;
const FEWEST_STUDENTS = 300;
/** They are imported from one file, which holds no more. */
const MOST_STUDENTS = 10_000;
/** So that there are students until the last fault: one comes every 1.35 s, and the last of a round take longer. */
const SECONDS_PER_FAULT = 2.2;

try {
  const usage = 'npm run faults -- [--seed N] [--count N] [--per-round N] [--mutation NAME] [--json FILE]';
  const options = readOptions(usage, { seed: text, count: text, 'per-round': text, mutation: text, json: text }); // prettier-ignore
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const number = (name, fallback) => {
    const value = Number(options[name] ?? fallback);
    if (!Number.isInteger(value) || value < 1)
      throw new Sentence(`--${name} must be a whole number. Usage: ${usage}`);
    return value;
  };
  const started = Date.now();
  const { progress } = await import('../../deploy/local/progress.mjs');
  const { runFaults } = await import('./run.mjs');
  const { summaryOf } = await import('./summary.mjs');
  const count = number('count', 50);
  const students = Math.min(MOST_STUDENTS, Math.max(FEWEST_STUDENTS, count * STUDENTS_PER_FAULT));
  // After each round: what a run has shown before something ends it shall not be lost.
  const keep = (summary) => {
    if (options.json)
      writeFileSync(options.json, `${JSON.stringify(summaryOf(summary, started), null, 2)}\n`);
  };
  const summary = await runFaults({
    seed: number('seed', 1),
    count,
    perRound: number('per-round', 25),
    students,
    perSecond: students / (count * SECONDS_PER_FAULT),
    mutation: options.mutation,
    log: progress,
    onRound: keep,
  });
  console.log(JSON.stringify(summaryOf(summary, started), null, 2));
  process.exit(summary.findings.length === 0 ? 0 : 1);
} catch (error) {
  sayAndExit(error);
}

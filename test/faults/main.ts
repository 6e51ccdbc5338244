// `npm run faults -- --seed N --count N`: real processes, real servers, real signals, and a checker of what came of it.
import { writeFileSync } from 'node:fs';
import { readOptions } from '../../deploy/local/options.mjs';
import { progress } from '../../deploy/local/progress.ts';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { runFaults, type Summary } from './run.ts';
import { summaryOf } from './summary.ts';

const text = { type: 'string' } as const;
const STUDENTS_PER_FAULT = 9;
const MIN_STUDENTS = 300;
/** They are imported from one file, which holds no more. */
const MAX_STUDENTS = 10_000;
/** So that there are students until the last fault: one comes every 1.35 s, and the last of a round take longer. */
const SECONDS_PER_FAULT = 2.2;

const usage = 'npm run faults -- [--seed N] [--count N] [--per-round N] [--mutation NAME] [--json FILE]';
const options = readOptions(usage, { seed: text, count: text, 'per-round': text, mutation: text, json: text }); // prettier-ignore
const number = (name: 'seed' | 'count' | 'per-round', fallback: number) => {
  const value = Number(options[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1)
    throw new UserFacingError(`--${name} must be a whole number. Usage: ${usage}`);
  return value;
};
const started = Date.now();
const count = number('count', 50);
const students = Math.min(MAX_STUDENTS, Math.max(MIN_STUDENTS, count * STUDENTS_PER_FAULT));
// After each round: what a run has shown before something ends it shall not be lost.
const keep = (summary: Summary) => {
  if (options.json) writeFileSync(options.json, `${JSON.stringify(summaryOf(summary, started), null, 2)}\n`);
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

// `npm run faults -- --seed N --count N`: real processes, real servers, real signals, and a checker of what came of it.
import { readOptions } from '../../local/options.mjs';
import { Sentence, sayAndExit } from '../../local/sentence.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../local/setup.mjs';

const text = { type: 'string' };

try {
  const usage = 'npm run faults -- [--seed N] [--count N] [--per-round N] [--mutation NAME]';
  const options = readOptions(usage, { seed: text, count: text, 'per-round': text, mutation: text });
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const number = (name, fallback) => {
    const value = Number(options[name] ?? fallback);
    if (!Number.isInteger(value) || value < 1)
      throw new Sentence(`--${name} must be a whole number. Usage: ${usage}`);
    return value;
  };
  const count = number('count', 50);
  const students = Math.min(6_000, Math.max(500, count * 12));
  const started = Date.now();
  const { progress } = await import('../../local/progress.mjs');
  const { runFaults } = await import('./run.mjs');
  const summary = await runFaults({
    seed: number('seed', 1),
    count,
    perRound: number('per-round', 25),
    students,
    // So that there are students to graduate until the last fault; one comes every 1.4 s or so.
    perSecond: Math.max(2, Math.round(students / (count * 1.6))),
    mutation: options.mutation,
    log: progress,
  });
  console.log(JSON.stringify({ ...summary, seconds: Math.round((Date.now() - started) / 1_000) }, null, 2));
  process.exit(summary.findings.length === 0 ? 0 : 1);
} catch (error) {
  sayAndExit(error);
}

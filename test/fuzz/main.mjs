// `npm run fuzz -- [--seed N] [--examples N] [--service NAME] [--json FILE]`: what each service's own OpenAPI document
// allows, and what it forbids, is sent to it as it runs. No answer may be a 5xx, or one that the document does not name.
import { writeFileSync } from 'node:fs';
import { readOptions } from '../../deploy/local/options.mjs';
import { services } from '../../deploy/local/service-list.mjs';
import { Sentence, sayAndExit } from '../../deploy/local/sentence.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../deploy/local/setup.mjs';

const text = { type: 'string' };
const USAGE = 'npm run fuzz -- [--seed N] [--examples N] [--service NAME] [--json FILE]';

try {
  const options = readOptions(USAGE, { seed: text, examples: text, service: text, json: text });
  const number = (name, fallback) => {
    const value = Number(options[name] ?? fallback);
    if (!Number.isInteger(value) || value < 1)
      throw new Sentence(`--${name} must be a whole number. Usage: ${USAGE}`);
    return value;
  };
  const names = services.map(({ name }) => name);
  if (options.service && !names.includes(options.service))
    throw new Sentence(`There is no service ${options.service}: it is one of ${names.join(', ')}.`);
  const wanted = { seed: number('seed', 1), examples: number('examples', 10) };
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const { ensureSchemathesis } = await import('./schemathesis.mjs');
  const { runFuzz } = await import('./run.mjs');
  const { progress } = await import('../../deploy/local/progress.mjs');
  const tool = ensureSchemathesis(progress);
  const only = options.service ? [options.service] : names;
  const runs = await runFuzz({ ...wanted, services: only, tool, log: progress });
  const sum = (part) => runs.reduce((total, run) => total + run[part], 0);
  const summary = {
    ...wanted,
    requests: sum('requests'),
    passed: sum('passed'),
    failed: sum('failed'),
    runs,
  };
  if (options.json) writeFileSync(options.json, `${JSON.stringify(summary, null, 2)}\n`);
  for (const { service, role, neverDone } of runs)
    for (const name of neverDone)
      console.log(`Only refused, never done: ${name} of ${service} as ${role ?? 'anyone'}`);
  console.log(`${summary.requests} requests with seed ${wanted.seed}`);
  console.log(`${summary.passed} passed, ${summary.failed} failed`);
  process.exit(summary.failed === 0 ? 0 : 1);
} catch (error) {
  sayAndExit(error);
}

// `npm run fuzz -- [--seed N] [--examples N] [--service NAME] [--json FILE]`: what each service's own OpenAPI document
// allows, and what it forbids, is sent to it as it runs. No answer may be a 5xx, or one that the document does not name.
import { writeFileSync } from 'node:fs';
import { readOptions } from '../../deploy/local/options.mjs';
import { progress } from '../../deploy/local/progress.ts';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { runFuzz } from './run.ts';
import { ensureSchemathesis } from './schemathesis.ts';

const text = { type: 'string' } as const;
const USAGE = 'npm run fuzz -- [--seed N] [--examples N] [--service NAME] [--json FILE]';

const options = readOptions(USAGE, { seed: text, examples: text, service: text, json: text });
const number = (name: 'seed' | 'examples', fallback: number) => {
  const value = Number(options[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1)
    throw new UserFacingError(`--${name} must be a whole number. Usage: ${USAGE}`);
  return value;
};
const names = serviceNames.filter((name) => !options.service || name === options.service);
if (names.length === 0)
  throw new UserFacingError(
    `There is no service ${options.service}: it is one of ${serviceNames.join(', ')}.`,
  );
const wanted = { seed: number('seed', 1), examples: number('examples', 10) };
const tool = ensureSchemathesis(progress);
const runs = await runFuzz({ ...wanted, services: names, tool, log: progress });
const sum = (part: 'requests' | 'passed' | 'failed') => runs.reduce((total, run) => total + run[part], 0);
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

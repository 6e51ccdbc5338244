// `npm run bench:lookup`: what the public lookup costs when it holds very many certificates.
import { writeFileSync } from 'node:fs';
import { readOptions } from '../../../deploy/local/options.mjs';
import { UserFacingError, sayAndExit } from '../../../deploy/local/user-facing-error.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../../deploy/local/setup.mjs';

const USAGE = 'npm run bench:lookup -- [--rows N] [--rate N] [--seconds N] [--states N] [--json FILE]';
const text = { type: 'string' };

try {
  const given = readOptions(USAGE, { rows: text, rate: text, seconds: text, states: text, json: text });
  const sizes = {
    rows: whole(given.rows ?? '20000000'),
    rate: whole(given.rate ?? '200'),
    seconds: whole(given.seconds ?? '20'),
    states: whole(given.states ?? '50000'),
  };
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const { progress } = await import('../../../deploy/local/progress.ts');
  const { benchLookup } = await import('./bench-lookup.mjs');
  const { inWords } = await import('./in-words.mjs');
  const results = await benchLookup({ ...sizes, log: progress, save: (known) => save(given.json, known) });
  console.log(inWords(results));
  process.exit(0);
} catch (error) {
  sayAndExit(error);
}

function whole(value) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new UserFacingError(`Usage: ${USAGE}`);
  return number;
}

function save(file, known) {
  if (file) writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
}

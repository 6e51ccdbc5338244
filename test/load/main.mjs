// `npm run bench`: how fast a graduation becomes a certificate, beside the same work without a framework.
import { writeFileSync } from 'node:fs';
import { readOptions } from '../../deploy/local/options.mjs';
import { UserFacingError, sayAndExit } from '../../deploy/local/user-facing-error.mjs';
import { ensureBuilt, ensureInstalled, onRepositoryNode } from '../../deploy/local/setup.mjs';

const text = { type: 'string' };
const USAGE =
  'npm run bench -- [--json FILE] [--graduates N] [--rate N] [--seconds N] [--rounds N] [--earlier N,N] ' +
  '[--earlier-seconds N] [--idle-seconds N] [--relay-rows N] [--students N] ' +
  '[--parts idle,rate,latency,yardstick,earlier,relay,path] ' +
  '[--debezium] [--profile DIR] [--against CHECKOUT]';
const PARTS = ['idle', 'rate', 'latency', 'yardstick', 'earlier', 'relay', 'path'];

try {
  const options = readOptions(USAGE, {
    json: text,
    graduates: text,
    rate: text,
    seconds: text,
    rounds: text,
    earlier: text,
    'earlier-seconds': text,
    'idle-seconds': text,
    'relay-rows': text,
    students: text,
    parts: text,
    debezium: { type: 'boolean' },
    profile: text,
    against: text,
  });
  const sizes = readSizes(options);
  ensureInstalled();
  await onRepositoryNode();
  ensureBuilt();
  const { runBench } = await import('./run.mjs');
  const { inWords } = await import('./report.mjs');
  const { progress } = await import('../../deploy/local/progress.ts');
  const save = (known) => {
    if (options.json) writeFileSync(options.json, `${JSON.stringify(known, null, 2)}\n`);
  };
  const results = await runBench({ ...sizes, log: progress, save });
  save(results);
  console.log(inWords(results));
  process.exit(0);
} catch (error) {
  sayAndExit(error);
}

function readSizes(options) {
  const number = (name, fallback) => whole(name, options[name] ?? fallback);
  const parts = options.parts?.split(',') ?? PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown) throw new UserFacingError(`There is no part ${unknown}. Usage: ${USAGE}`);
  const earlier = (options.earlier ?? '10000,1000000').split(',').map((count) => whole('earlier', count));
  return {
    parts: new Set(parts),
    debezium: options.debezium === true,
    profile: options.profile,
    against: options.against,
    graduates: number('graduates', 20_000),
    rate: number('rate', 800),
    seconds: number('seconds', 25),
    rounds: number('rounds', 2),
    earlier,
    earlierSeconds: number('earlier-seconds', 300),
    idleSeconds: number('idle-seconds', 20),
    relayRows: number('relay-rows', 50_000),
    students: number('students', 5_000),
  };
}

function whole(name, value) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new UserFacingError(`--${name} must be a whole number. Usage: ${USAGE}`);
  return number;
}

import { readOptions } from '../../deploy/local/options.mjs';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { scenarios } from './scenarios/index.ts';

const usage =
  'npm run cluster -- [--load COMMAND] [--images PREFIX] [--lose-node COMMAND --return-node COMMAND] ' +
  '[--only SCENARIO,…] [--students N] [--per-second N] [--json FILE] [--keep]';
const text = { type: 'string' } as const;
const known = {
  load: text,
  images: { ...text, default: 'jiangtu-' },
  'lose-node': text,
  'return-node': text,
  only: text,
  students: { ...text, default: '6000' },
  'per-second': { ...text, default: '2' },
  json: text,
  keep: { type: 'boolean' } as const,
};
const CLERKS_PER_SECOND = 4;

export function readClusterOptions() {
  const options = readOptions(usage, known);
  const { 'lose-node': loseNode, 'return-node': returnNode, load, images, json, keep } = options;
  if (!loseNode !== !returnNode)
    throw new UserFacingError(`--lose-node and --return-node belong together. Usage: ${usage}`);
  const chosen = chosenBy(options);
  const students = numberOf(options, 'students');
  const work = { studentsPerSecond: numberOf(options, 'per-second'), clerksPerSecond: CLERKS_PER_SECOND };
  const played = chosen.filter(({ needs }) => !needs || loseNode);
  const leftOut = chosen.filter((scenario) => !played.includes(scenario));
  return { scenarios: played, leftOut, students, work, load, images, loseNode, returnNode, json, keep };
}

function numberOf(options: { students: string; 'per-second': string }, name: 'students' | 'per-second') {
  const value = Number(options[name]);
  if (!(value > 0)) throw new UserFacingError(`--${name} must be a number. Usage: ${usage}`);
  return value;
}

function chosenBy({ only }: { only?: string }) {
  const names = only?.split(',') ?? scenarios.map(({ name }) => name);
  const unknown = names.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown)
    throw new UserFacingError(
      `No scenario ${unknown}; there are ${scenarios.map(({ name }) => name).join(', ')}.`,
    );
  return scenarios.filter(({ name }) => names.includes(name));
}

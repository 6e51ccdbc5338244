import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readOptions } from '../../deploy/local/options.mjs';
import { root } from '../../deploy/local/paths.mjs';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { round } from './usage.ts';

type Sizes<Numbers extends string, Texts extends string> = Record<Numbers, number> &
  Partial<Record<Texts, string>>;

/** The arguments of a bench. @param numbers with what each is unless another is given */
export function readSizes<Numbers extends string, Texts extends string>(
  command: string,
  numbers: Record<Numbers, number>,
  texts: readonly Texts[] = [],
): Sizes<Numbers, Texts> {
  const names = [
    ...Object.keys(numbers).map((name) => `[--${name} N]`),
    ...texts.map((name) => `[--${name} …]`),
  ];
  const usage = `npm run ${command} -- ${names.join(' ')}`;
  const text = { type: 'string' } as const;
  const options = Object.fromEntries([...Object.keys(numbers), ...texts].map((name) => [name, text]));
  const given = readOptions(usage, options);
  const sizes = Object.entries<number>(numbers).map(([name, usual]) => [
    name,
    wholeNumber(given[name] ?? usual, `--${name} must be a whole number. Usage: ${usage}`),
  ]);
  return { ...given, ...Object.fromEntries(sizes) };
}

export function wholeNumber(value: string | number, otherwise: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new UserFacingError(otherwise);
  return number;
}

/** Keeps what is known so far in a file: a run that something ends has shown something before. */
export const keeperIn = (file?: string) => (known: object) => {
  if (file) writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
};

export const loadOf = (): string => os.loadavg().map((load) => load.toFixed(1)).join(' '); // prettier-ignore

/** Where and when, as the first line of a report. */
export const machine = () => ({
  when: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  cpu: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model}`,
  memoryGb: round(os.totalmem() / 2 ** 30, 0),
  node: process.version,
  loadBefore: loadOf(),
});

export type Machine = ReturnType<typeof machine>;

export const machineInWords = ({ when, commit, cpu, memoryGb, node, loadBefore }: Machine): string =>
  `${when}, ${commit}; ${cpu}, ${memoryGb} GB, Node ${node}; load ${loadBefore} before, ${loadOf()} after`;

/** A table in Markdown, as docs/performance.md has it, after an empty line. */
export const markdown = (titles: string[], rows: (string | number)[][]): string[] => [
  '',
  `| ${titles.join(' | ')} |`,
  `|${'---|'.repeat(titles.length)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

/**
 * A module of a build, with the types of its source: Node cannot run the source of a service, which has decorators.
 * @param checkout the folder of another state of the project
 */
export const built = <Module>(file: string, checkout = root): Promise<Module> =>
  import(path.join(checkout, 'dist', file));

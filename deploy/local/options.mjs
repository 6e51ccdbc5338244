import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Sentence } from './sentence.mjs';

/** Reads the arguments of a command of this folder; a wrong one ends in a sentence. */
export function readOptions(usage, options, args = process.argv.slice(2)) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Sentence(`${error.message.split('. ')[0]}. Usage: ${usage}`);
  }
}

/** The options of `npm start`. */
export function readStartOptions(args) {
  const options = readOptions(
    'npm start -- [--once] [--json FILE] [--applicants FILE] [--no-cohort]',
    {
      once: { type: 'boolean' },
      json: { type: 'string' },
      applicants: { type: 'string' },
      'no-cohort': { type: 'boolean' },
    },
    args,
  );
  const { applicants, json, 'no-cohort': noCohort } = options;
  if (noCohort && (applicants || json))
    throw new Sentence(
      '--applicants and --json are for the cohort: leave them out, or leave out --no-cohort.',
    );
  if (applicants && !kindOf(applicants)?.isFile())
    throw new Sentence(`There is no file ${applicants}: --applicants takes the path of a CSV file.`);
  if (json && (kindOf(json)?.isDirectory() || !kindOf(path.dirname(json))?.isDirectory()))
    throw new Sentence(
      `There can be no file ${json}: --json takes the path of a file in a folder that is there.`,
    );
  return options;
}

const kindOf = (file) => statSync(file, { throwIfNoEntry: false });

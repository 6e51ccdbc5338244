import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserFacingError } from './user-facing-error.mjs';

/**
 * Reads the arguments of a command; a wrong one ends in a sentence.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {string} usage
 * @param {T} options as parseArgs() takes them
 * @param {string[]} [args]
 */
export function readOptions(usage, options, args = process.argv.slice(2)) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (/** @type {any} */ error) {
    throw new UserFacingError(`${error.message.split('. ')[0]}. Usage: ${usage}`);
  }
}

/**
 * The options of `npm start`.
 * @param {string[]} [args]
 */
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
    throw new UserFacingError(
      '--applicants and --json are for the cohort: leave them out, or leave out --no-cohort.',
    );
  if (applicants && !kindOf(applicants)?.isFile())
    throw new UserFacingError(`There is no file ${applicants}: --applicants takes the path of a CSV file.`);
  if (json && (kindOf(json)?.isDirectory() || !kindOf(path.dirname(json))?.isDirectory()))
    throw new UserFacingError(
      `There can be no file ${json}: --json takes the path of a file in a folder that is there.`,
    );
  return options;
}

/** @param {string} file */
const kindOf = (file) => statSync(file, { throwIfNoEntry: false });

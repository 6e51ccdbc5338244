import { existsSync } from 'node:fs';
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
  if (options.applicants && !existsSync(options.applicants))
    throw new Sentence(`There is no file ${options.applicants}: --applicants takes the path of a CSV file.`);
  return options;
}

import { readFileSync } from 'node:fs';

/** The end of a log, for a message. */
export function lastLines(log, count = 5) {
  const text = readFileSync(log, 'utf8');
  if (text.includes('No space left on device')) return 'the disk is full; free some space and start again.';
  return `the last lines of ${log} are\n${text.trimEnd().split('\n').slice(-count).join('\n')}`;
}

import { readFileSync } from 'node:fs';

/** The end of a log, for a message. */
export function lastLines(log: string, count = 5): string {
  const text = readFileSync(log, 'utf8');
  if (text.includes('No space left on device')) return 'the disk is full; free some space and start again.';
  if (portWasTaken(log)) return `another program took its port in the same moment; start again (${log}).`;
  return `the last lines of ${log} are\n${text.trimEnd().split('\n').slice(-count).join('\n')}`;
}

/** Another program chose the same free port, and was faster. */
export const portWasTaken = (log: string): boolean =>
  /Address already in use|EADDRINUSE/.test(readFileSync(log, 'utf8'));

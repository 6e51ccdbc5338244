import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What names one process: its pid and when it was started. */
export interface ProcessMark {
  pid?: number;
  mark?: string;
}

/** When the process was started, as the system tells it: with the pid, it names one process. Undefined: not running. */
export function markOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux')
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
      );
    // After the command in parentheses (it may hold spaces): state is the first field, the start time the 20th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** True if this very process runs: a pid that was given to another program since has another mark. */
export function isAlive({ pid, mark }: ProcessMark): boolean {
  return pid !== undefined && mark !== undefined && markOf(pid) === mark;
}

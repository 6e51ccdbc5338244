import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessMark } from './process-mark.ts';

/** Ends a process that a killed start left behind. */
export async function endLeftOver(left: ProcessMark & { name: string; pid: number }): Promise<void> {
  console.error(`Ending ${left.name} (process ${left.pid}), which a killed start left behind.`);
  process.kill(left.pid, 'SIGTERM');
  for (let waited = 0; isAlive(left); waited += 100) {
    if (waited === 5_000) process.kill(left.pid, 'SIGKILL');
    await sleep(100);
  }
}

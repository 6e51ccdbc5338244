import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isAlive, markOf } from './process-mark.ts';
import { ownerOf, Processes } from './processes.ts';

/**
 * Test runs that were killed leave their folder, and in the worst case servers, behind.
 * @param folder of the state folders `test-<pid>`; whatever else is in it stays
 */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^test-(\d+)$/.exec(name)?.[1]);
    if (!pid) continue;
    const dir = path.join(folder, name);
    // A run that is just starting, or just ending, is not written down as the owner: its name tells.
    if (isAlive(ownerOf(dir) ?? { pid, mark: markOf(pid) })) continue;
    // Another run may be at it too. Whoever starts now does not depend on it.
    await remove(dir).catch(() => {});
  }
}

async function remove(dir: string) {
  const processes = new Processes(dir);
  await processes.takeOver();
  await processes.stopAll();
  rmSync(dir, { recursive: true, force: true });
}

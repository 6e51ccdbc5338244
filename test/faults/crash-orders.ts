import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type CrashKind = 'kill' | 'stop' | 'hang';

export interface CrashOrder {
  /** @returns the process that carries it out */
  takenBy: () => number | undefined;
  withdraw: () => void;
}

/**
 * Orders to the processes of one service, kept as files: whoever comes first to the point of an order carries it out.
 * What reads them is {@link CRASH_POINT}, in the test build.
 */
export class CrashOrders {
  dir: string;
  #given = 0;

  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  give(point: string, how: CrashKind): CrashOrder {
    const name = `${++this.#given}.order`;
    const file = path.join(this.dir, name);
    writeFileSync(`${file}.new`, JSON.stringify({ point, how }));
    renameSync(`${file}.new`, file);
    return {
      takenBy: () => {
        const taken = readdirSync(this.dir).find((each) => each.startsWith(`${name}.taken-`));
        return taken === undefined ? undefined : Number(taken.split('-')[1]);
      },
      withdraw: () => rmSync(file, { force: true }),
    };
  }
}

/** Loaded by `--import` before a service. CRASH_ORDERS names the folder of its orders. */
export const CRASH_POINT = `
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
const dir = process.env.CRASH_ORDERS;
globalThis.crashPoint = async (point) => {
  for (const name of readdirSync(dir)) {
    if (!name.endsWith('.order')) continue;
    const file = path.join(dir, name);
    let order;
    try {
      order = JSON.parse(readFileSync(file, 'utf8'));
      if (order.point !== point) continue;
      renameSync(file, file + '.taken-' + process.pid);
    } catch {
      continue; // withdrawn, or another's
    }
    if (order.how === 'hang') for (;;);
    process.kill(process.pid, order.how === 'stop' ? 'SIGSTOP' : 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
`;

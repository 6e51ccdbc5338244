import { readFileSync } from 'node:fs';

/** Enough for a spec that starts one service in its own process. */
const USUAL_BUDGET_S = 15;

/**
 * How long a spec file may take on two cores, in seconds. One that takes longer says so, and why, in a line of its own:
 * `// Budget: 60 s: five services are started and ended.`
 */
export function budgetOf(file: string): number {
  const stated = /^\/\/ Budget: (\d+) s: /m.exec(readFileSync(file, 'utf8'))?.[1];
  return stated ? Number(stated) : USUAL_BUDGET_S;
}

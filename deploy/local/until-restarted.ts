import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoints, readEndpoints } from './endpoints.ts';
import { UserFacingError } from './user-facing-error.mjs';

const TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 250;

/**
 * Waits until `npm start` has started these services anew; it writes each new process to the endpoints.
 * @param before the services as the endpoints named them then
 */
export async function untilRestarted(names: string[], before: Endpoints['services']): Promise<void> {
  const waiting = () => {
    const now = readEndpoints().services;
    return names.filter((name) => now[name]?.pid === before[name]?.pid);
  };
  for (const end = Date.now() + TIMEOUT_MS; waiting().length > 0; await sleep(LOOK_EVERY_MS))
    if (Date.now() > end)
      throw new UserFacingError(
        `${waiting().join(', ')} was not started anew: run \`npm start\`, keep it running, and call this again.`,
      );
}

import { watchFile } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Secrets } from './platform/secrets.ts';
import type { RunningServices } from './running-services.ts';

const LOOK_EVERY_MS = 500;

/**
 * Restarts each service whose keys have changed in the secrets, one after the other, as a rolling restart does: a
 * service reads its settings once.
 * @param dir state folder
 */
export function followSecrets(running: RunningServices, dir: string): void {
  let work = Promise.resolve();
  watchFile(path.join(dir, 'secrets.json'), { interval: LOOK_EVERY_MS, persistent: false }, () => {
    work = work.then(() => restartChanged(running, new Secrets(dir))).catch(() => {}); // it is reported as ended
  });
}

async function restartChanged(running: RunningServices, secrets: Secrets) {
  for (const [name, settings] of Object.entries(running.settings)) {
    const ring = secrets.sealingKeys(name);
    if (isDeepStrictEqual(ring, JSON.parse(settings.SEALING_KEYS!))) continue;
    running.settings[name] = { ...settings, SEALING_KEYS: JSON.stringify(ring) };
    await running.restart(name);
  }
}

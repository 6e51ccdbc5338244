import type pg from 'pg';
import { withClient } from '#testing';
import { until } from '../../../deploy/local/cohort/until.ts';
import type { StartedPlatform } from '../../../deploy/local/platform/index.ts';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { RunningServices } from '../../../deploy/local/running-services.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { serversOf } from '../platform.ts';

export const NAME = 'certificate-lookup';

/** The lookup as built, alone, and how it is reached. Its topic is empty but for what is measured. */
export type Lookup = Awaited<ReturnType<typeof setUpLookup>>;

export async function setUpLookup(platform: StartedPlatform) {
  const { processes, secrets, postgres } = platform;
  const { [NAME]: settings } = await setUpServices(platform, { processes, secrets });
  const running = new RunningServices(processes, false);
  running.settings[NAME] = {
    ...settings,
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(await freePort(24_104)),
    VERIFY_LIMIT_PER_MINUTE: '1000000000',
  };
  return {
    platform,
    settings,
    url: running.urls[NAME]!,
    start: () => running.start(NAME),
    stop: () => running.kill(NAME, 'SIGTERM'),
    /** its process, and those of the servers */
    processes: () => [running.processes[NAME]!, ...serversOf(platform)],
    /** Asks its database as a superuser. */
    inDatabase: <T>(work: (client: pg.Client) => Promise<T>) =>
      withClient(postgres.url({ database: 'certificate_lookup' }), work),
  };
}

export const untilSo = (what: string, look: () => Promise<boolean>): Promise<void> =>
  until(what, async () => ({ seen: Number(await look()), wanted: 1 }));

import { addressesInWords, writeEndpoints } from './endpoints.ts';
import { followSecrets } from './follow-secrets.ts';
import type { readStartOptions } from './options.mjs';
import { localDir } from './paths.mjs';
import { type StartedPlatform, startPlatform } from './platform/index.ts';
import { Processes } from './platform/processes.ts';
import { progress } from './progress.ts';
import { inWords } from './user-facing-error.mjs';
import { startServices } from './services.ts';
import { tryCohort } from './try-cohort.ts';

type StartOptions = ReturnType<typeof readStartOptions>;

/** Starts the platform and the services, takes the cohort through them, and stays until it is told to stop. */
export async function run({ once, json, applicants, 'no-cohort': noCohort }: StartOptions): Promise<void> {
  const processes = new Processes(localDir);
  progress('starting PostgreSQL, Kafka, Redis and the issuer');
  const platform = startPlatform({ mode: 'start', processes });
  let services: Awaited<ReturnType<typeof start>> | undefined;
  let code: number | undefined;
  const told = untilTold().then(() => (code ??= 130));
  try {
    const work = start(platform).then(async (up): Promise<number> => {
      services = up;
      const summary = noCohort
        ? { ok: true }
        : await Promise.race([tryCohort(up, { applicants, json }), up.running.failed]);
      console.log(addressesInWords(up.endpoints));
      if (once) return summary.ok ? 0 : 1;
      progress('everything is up; Ctrl-C stops it');
      code = summary.ok ? 0 : 1;
      return up.running.failed;
    });
    code = await Promise.race([work, told]);
  } catch (error) {
    console.error(inWords(error));
    code = 1;
  }
  progress('stopping');
  await services?.running.stop();
  await processes.stopAll();
  await (await platform.catch(() => undefined))?.stop();
  process.exit(code);
}

async function start(startingPlatform: Promise<StartedPlatform>) {
  const platform = await startingPlatform;
  platform.processes.reportDeaths();
  progress(`they are up (${platform.kind})`);
  const running = await startServices(platform, { dir: localDir, progress });
  const endpoints = writeEndpoints(platform, running);
  running.onStarted = () => writeEndpoints(platform, running);
  followSecrets(running, localDir);
  progress('the services are ready');
  return { running, endpoints, issuer: platform.issuer };
}

/** Resolves at Ctrl-C, at a request to end, and when the process that started us is gone. */
function untilTold(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, resolve);
    process.channel?.unref();
  });
}

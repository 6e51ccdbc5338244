import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Access, accessTo, type Api, apiOf } from '../../deploy/local/cohort/api.ts';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.ts';
import { runCohort } from '../../deploy/local/cohort/run.ts';
import type { Progress } from '../../deploy/local/cohort/until.ts';
import { type Endpoints, endpointsOf } from '../../deploy/local/endpoints.ts';
import { root } from '../../deploy/local/paths.mjs';
import { startPlatform } from '../../deploy/local/platform/index.ts';
import { Processes } from '../../deploy/local/platform/processes.ts';
import type { RunningServices } from '../../deploy/local/running-services.ts';
import { startServices } from '../../deploy/local/services.ts';

/** Applicants of the sample that go the whole way, and those that stay where their file was committed. */
const GRADUATES = 40;
const APPLICANTS = 20;
/** One address asks more in a minute than a person would; what is behind the limit is to be reached. */
const SETTINGS = { LOG_LEVEL: 'warn', VERIFY_LIMIT_PER_MINUTE: '1000000' };

export interface System {
  urls: Record<string, string>;
  api: Api;
  tokenFor: Access['tokenFor'];
  /** state folder */
  dir: string;
  stop: () => Promise<void>;
}

/** The platform and the services as processes of their own, with a small sample in them; removed at the end. */
export async function startSystem({ log }: { log: Progress }): Promise<System> {
  const dir = path.join(root, `var/test-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const platform = await startPlatform({ mode: 'test', processes: new Processes(dir) });
  let running: RunningServices | undefined;
  const stop = async () => {
    await running?.stop();
    await platform.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stop().then(() => process.exit(1)));
  try {
    running = await startServices(platform, { dir, portOffset: 30_000, more: () => SETTINGS });
    const access = accessTo(running.urls, platform.issuer);
    await fill(access, { endpoints: endpointsOf(platform, running), dir, log });
    return { urls: running.urls, api: apiOf(access), tokenFor: access.tokenFor, stop, dir };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fill(
  access: Access,
  { endpoints, dir, log }: { endpoints: Endpoints; dir: string; log: Progress },
) {
  const [header, ...rows] = readFileSync(`${root}deploy/local/sample/applicants.csv`, 'utf8').split('\n');
  const file = (name: string, lines: string[]) => {
    const applicantsFile = path.join(dir, name);
    writeFileSync(applicantsFile, [header, ...lines, ''].join('\n'));
    return applicantsFile;
  };
  const applicantsFile = file('graduates.csv', rows.slice(0, GRADUATES));
  await runCohort({ endpoints, tokenFor: access.tokenFor, progress: () => {}, applicantsFile });
  const officer = apiOf(access)('enrolment', 'city-officer');
  const body = readFileSync(file('applicants.csv', rows.slice(GRADUATES, GRADUATES + APPLICANTS)));
  const job = await uploadFile(officer, body);
  await commitFile(officer, job.importId);
  log(`${GRADUATES} applicants have gone the whole way, ${APPLICANTS} more have applied`);
}

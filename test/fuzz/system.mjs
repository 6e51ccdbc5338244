import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiOf } from '../../deploy/local/cohort/api.mjs';
import { runCohort } from '../../deploy/local/cohort/run.mjs';
import { fetchToken } from '../../deploy/local/issuer/token.mjs';
import { root } from '../../deploy/local/paths.mjs';
import { freePort } from '../../deploy/local/platform/ports.mjs';
import { startPlatform } from '../../deploy/local/platform/index.mjs';
import { Processes } from '../../deploy/local/platform/processes.mjs';
import { RunningServices } from '../../deploy/local/running-services.mjs';
import { services } from '../../deploy/local/service-list.mjs';
import { setUpServices } from '../../deploy/local/services.mjs';
import { commitFile, uploadFile } from '../../deploy/local/cohort/import-file.mjs';

/** Applicants of the sample that go the whole way, and those that stay where their file was committed. */
const GRADUATES = 40;
const APPLICANTS = 20;

/** The platform and the services as processes of their own, with a small sample in them; removed at the end. */
export async function startSystem({ log }) {
  const dir = path.join(root, `var/test-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const platform = await startPlatform({ mode: 'test', processes: new Processes(dir) });
  let running;
  const stop = async () => {
    await running?.stop();
    await platform.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stop().then(() => process.exit(1)));
  try {
    running = await startServices(platform);
    const urls = running.urls;
    const endpoints = {
      services: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }])),
      servers: { kafka: { brokers: platform.kafka.brokers } },
    };
    const tokenFor = (role, school, person) => fetchToken(platform.issuer, { role, school, person });
    await fill({ endpoints, tokenFor, dir, log });
    return { urls, api: apiOf({ endpoints, tokenFor }), tokenFor, running, stop, dir };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServices(platform) {
  const settings = await setUpServices(platform, platform);
  const running = new RunningServices(platform.processes, false);
  for (const { name, port } of services)
    running.settings[name] = {
      ...settings[name],
      LOG_LEVEL: 'warn',
      // One address asks more in a minute than a person would; what is behind the limit is to be reached.
      VERIFY_LIMIT_PER_MINUTE: '1000000',
      HOST: '127.0.0.1',
      PORT: String(await freePort(port + 30_000)),
    };
  await Promise.all(services.map(({ name }) => running.start(name)));
  return running;
}

async function fill({ endpoints, tokenFor, dir, log }) {
  const [header, ...rows] = readFileSync(`${root}deploy/local/sample/applicants.csv`, 'utf8').split('\n');
  const file = (name, lines) => {
    const applicantsFile = path.join(dir, name);
    writeFileSync(applicantsFile, [header, ...lines, ''].join('\n'));
    return applicantsFile;
  };
  const quiet = { endpoints, tokenFor, progress: () => {} };
  await runCohort({ ...quiet, applicantsFile: file('graduates.csv', rows.slice(0, GRADUATES)) });
  const officer = apiOf({ endpoints, tokenFor })('enrolment', 'city-officer');
  const body = readFileSync(file('applicants.csv', rows.slice(GRADUATES, GRADUATES + APPLICANTS)));
  const job = await uploadFile(officer, body);
  await commitFile(officer, job.importId);
  log(`${GRADUATES} applicants have gone the whole way, ${APPLICANTS} more have applied`);
}

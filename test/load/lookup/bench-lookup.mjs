import os from 'node:os';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { RunningServices } from '../../../deploy/local/running-services.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { startBenchPlatform } from '../bench-platform.mjs';
import { round } from '../usage.mjs';
import { plansOfEach } from './ask-each.mjs';
import { fill, sizesOf, withClient } from './fill.mjs';
import { measureStates } from './measure-states.mjs';
import { measureVerification } from './measure-verification.mjs';
import { samplePeople, sampleSize, storeSample } from './sample-people.mjs';

const NAME = 'certificate-lookup';
const SERVER = {
  shared_buffers: '1GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_preload_libraries: 'auto_explain',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
};

/** The lookup as built, alone, with its tables full. Its topic is empty but for what is measured. */
export async function benchLookup({ rows, rate, seconds, states, log, save }) {
  const platform = await startBenchPlatform({ more: SERVER });
  platform.servers = () =>
    ['postgres', 'redis', 'kafka'].map((name) => ({ name, pid: platform.processes.running(name).pid }));
  const results = { machine: machine(), rows };
  const known = (part) => save(Object.assign(results, part, { loadAfter: os.loadavg() }));
  try {
    const { settings, url } = await setUp(platform);
    const people = await filled(platform, { url, rows, count: sampleSize(rows, rate * seconds), log, known });
    const service = await startLookup(platform, settings);
    const ask = { platform, service, url, log, known };
    known({ plans: await plansOfEach(ask, people) });
    await measureVerification({ ...ask, people, rate, seconds });
    await measureStates({ ...ask, rows, states });
    return results;
  } finally {
    await platform.stop();
  }
}

async function setUp(platform) {
  const { processes, secrets, postgres } = platform;
  const { [NAME]: settings } = await setUpServices(platform, { processes, secrets });
  return { settings, url: postgres.url({ database: 'certificate_lookup' }) };
}

async function filled({ secrets }, { url, rows, count, log, known }) {
  const people = samplePeople(rows, count);
  const lengths = await withClient(url, (client) => storeSample(client, people, secrets.sealingKeys(NAME)));
  log(`filling with ${rows} certificates, of which ${count} can be looked up`);
  const secondsOf = await fill(url, { rows, lengths, log });
  known({ fillSeconds: secondsOf, tables: await withClient(url, sizesOf) });
  log('the tables are full');
  return people;
}

async function startLookup({ processes }, settings) {
  const running = new RunningServices(processes, false);
  const port = String(await freePort(24_104));
  running.settings[NAME] = {
    ...settings,
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: port,
    VERIFY_LIMIT_PER_MINUTE: '1000000000',
  };
  await running.start(NAME);
  return {
    running,
    url: running.urls[NAME],
    processes: () => [{ name: NAME, pid: running.processes[NAME].pid }],
  };
}

const machine = () => ({
  when: new Date().toISOString(),
  cpu: os.cpus()[0]?.model,
  cores: os.availableParallelism(),
  memoryGb: round(os.totalmem() / 2 ** 30, 0),
  node: process.version,
  loadBefore: os.loadavg(),
});

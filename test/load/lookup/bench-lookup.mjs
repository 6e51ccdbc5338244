import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../../local/cohort/api.mjs';
import { fetchToken } from '../../../local/issuer/token.mjs';
import { freePort } from '../../../local/platform/ports.mjs';
import { RunningServices } from '../../../local/running-services.mjs';
import { setUpServices } from '../../../local/services.mjs';
import { startBenchPlatform } from '../bench-platform.mjs';
import { round } from '../usage.mjs';
import { dropCaches } from './caches.mjs';
import { fill, sizesOf, timed, withClient } from './fill.mjs';
import { plansOf } from './plans.mjs';
import { samplePeople, storeSample } from './sample-people.mjs';
import { measureTakingIn, newNumbers, oldNumbers, publishStates } from './states.mjs';
import { closedLoop, KIND_NAMES, openLoop, verify } from './verify-load.mjs';

const NAME = 'certificate-lookup';
const CALLERS = 16;
const CLOSED_LOOP = 10_000;
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
  const results = { machine: machine(), rows };
  const known = (part) => save(Object.assign(results, part, { loadAfter: os.loadavg() }));
  try {
    const { settings, url } = await setUp(platform);
    const people = await filled(platform, { url, rows, count: sampleSize(rows, rate * seconds), log, known });
    const service = await startLookup(platform, settings);
    const ask = { platform, service, url, log, known };
    known({ plans: await plans(ask, people) });
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

/** Three questions for a second of the open loop: cold, warm, and of whoever was not asked for yet. */
const sampleSize = (rows, questions) => Math.min(Math.floor(rows / 10), questions * 2 + CLOSED_LOOP + 100);

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

/** Of each kind of question that the service is asked; the first are asked of a cold machine. */
async function plans({ platform, service, log }, people) {
  const api = apiOf({
    endpoints: { services: { [NAME]: { url: service.url } } },
    tokenFor: (role) => fetchToken(platform.issuer, { role }),
  });
  const { get, post } = api(NAME, 'operator');
  const asks = {
    ...Object.fromEntries(KIND_NAMES.map((kind, at) => [kind, () => verify(service.url, people[at], kind)])),
    'one entry': () => get(`/entries/${people[5].certificateNo}`),
    entries: () => get('/entries'),
    'entries, newest first': () => get('/entries?sort=-visibleAt'),
    'entries revoked': () => get('/entries?status=REVOKED'),
    'entries revoked, newest first': () => get('/entries?status=REVOKED&sort=-visibleAt'),
    'entries suspended': () => get('/entries?status=SUSPENDED'),
    'entries suspended, newest first': () => get('/entries?status=SUSPENDED&sort=-visibleAt'),
    'digests of ten days': () => post('/reconciliation/digests', { from: '2025-06-20', to: '2025-06-29' }),
  };
  const found = {};
  for (const [name, ask] of Object.entries(asks)) {
    found[name] = await plansOf(platform, ask);
    log(`${name}: ${found[name].map(({ ms }) => ms).join(', ')} ms in the database`);
  }
  return found;
}

async function measureVerification({ platform, service, url, people, rate, seconds, log, known }) {
  await untilLevel(service.url, people[0]);
  const [one, other, rest] = [
    people.slice(100),
    people.slice(100 + rate * seconds),
    people.slice(-CLOSED_LOOP),
  ];
  const part = one.slice(0, rate * seconds);
  await openLoop(service.url, rest.slice(0, rate * 2), rate); // compiles the code of the service
  const verification = {};
  const measured = async (name, work) => {
    verification[name] = await work();
    known({ verification });
    log(`${name}: ${JSON.stringify(verification[name])}`);
  };
  await dropCaches(platform, url);
  await measured('cold', () => openLoop(service.url, part, rate));
  await measured('the same again', () => openLoop(service.url, part, rate));
  await measured('others', () => openLoop(service.url, other.slice(0, rate * seconds), rate));
  const processes = [...service.processes(), ...serversOf(platform)];
  await measured('as fast as it goes', () => closedLoop(service.url, rest, { callers: CALLERS, processes }));
}

const serversOf = ({ processes }) =>
  ['postgres', 'redis', 'kafka'].map((name) => ({ name, pid: processes.running(name).pid }));

/** What the reaction takes in at this size, and what the tables need after it. */
async function measureStates({ platform, service, url, rows, states, log, known }) {
  const taking = {};
  const kinds = {
    'new certificates': [newNumbers(rows, 0, states), { version: 1, status: 'VALID' }],
    'revocations of old ones': [oldNumbers(rows, states), { version: 3, status: 'REVOKED' }],
  };
  for (const [name, [numbers, how]] of Object.entries(kinds)) {
    await service.running.kill(NAME, 'SIGTERM');
    await publishStates(platform, numbers, how);
    taking[name] = await measureTakingIn(() => service.running.start(NAME), {
      url: service.url,
      count: states,
      processes: () => [...service.processes(), ...serversOf(platform)],
    });
    known({ taking });
    log(`${name}: ${JSON.stringify(taking[name])}`);
  }
  const upkeep = {};
  const few = newNumbers(rows, states, 10);
  const statePlans = await plansOf(platform, async () => {
    await publishStates(platform, few, { version: 1, status: 'VALID' });
    await untilThere(url, few);
  });
  await withClient(url, async (client) => {
    for (const table of ['entries', 'data_keys', 'aggregate_versions'])
      await timed(upkeep, `vacuum (analyze) ${table}`, () => client.query(`vacuum (analyze) ${table}`));
    await timed(upkeep, 'reindex entries_by_number_and_name', () =>
      client.query('reindex index concurrently entries_by_number_and_name'),
    );
    known({ upkeep, statePlans, tablesAfter: await sizesOf(client) });
  });
}

async function untilLevel(url, person) {
  for (let tries = 0; ; tries++)
    try {
      return await verify(url, person, 'hit');
    } catch (error) {
      if (tries === 100 || !/CANNOT_TELL/.test(error.message)) throw error;
      await sleep(100);
    }
}

async function untilThere(url, numbers) {
  await withClient(url, async (client) => {
    for (let tries = 0; tries < 200; tries++) {
      const { rowCount } = await client.query('select from entries where certificate_no = any($1)', [
        numbers,
      ]);
      if (rowCount === numbers.length) return;
      await sleep(50);
    }
    throw new Error('The last states did not come in time.');
  });
}

const machine = () => ({
  when: new Date().toISOString(),
  cpu: os.cpus()[0]?.model,
  cores: os.availableParallelism(),
  memoryGb: round(os.totalmem() / 2 ** 30, 0),
  node: process.version,
  loadBefore: os.loadavg(),
});

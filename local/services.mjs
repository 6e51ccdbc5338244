import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureTopics } from '../dist/libs/messaging/src/index.js';
import { root } from './paths.mjs';
import { freePort } from './platform/ports.mjs';
import { Processes, lastLines } from './platform/processes.mjs';
import { provisionDatabase } from './platform/provision.mjs';
import { Secrets } from './platform/secrets.mjs';
import { Sentence } from './sentence.mjs';
import { environmentOf } from './service-environment.mjs';
import { services } from './service-list.mjs';

const host = '127.0.0.1';
const mainOf = (service) => path.join(root, 'dist/apps', service.name, 'src/main.js');

/**
 * Sets up and starts the five services.
 * @param {object} platform of startPlatform() or platformAt()
 * @param {{ dir: string, topicPrefix?: string, progress?: (text: string) => void }} options `dir`: state folder, its
 *   `logs/` hold one log a service; `topicPrefix` also parts the databases of several installations on one server
 */
export async function startServices(platform, { dir, topicPrefix, progress = () => {} }) {
  const processes = platform.processes ?? (await ownProcesses(dir));
  const secrets = platform.secrets ?? new Secrets(dir);
  progress('creating topics and migrating the databases');
  const settings = await setUpServices(platform, { processes, secrets, topicPrefix });
  progress('starting the services');
  const running = new RunningServices(processes, platform.processes === undefined);
  for (const { name, port } of services)
    running.settings[name] = { ...settings[name], HOST: host, PORT: String(await freePort(port)) };
  try {
    await Promise.all(services.map(({ name }) => running.start(name)));
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

/**
 * Creates the databases and the topics, and migrates.
 * @returns {Promise<Record<string, object>>} the environment of each service, but for HOST and PORT
 */
export async function setUpServices(platform, { processes, secrets, topicPrefix = '' }) {
  const settings = {};
  for (const service of services) {
    const databaseUrl = await provision(platform, service, secrets, topicPrefix);
    settings[service.name] = environmentOf(service, { platform, secrets, databaseUrl, topicPrefix });
  }
  await Promise.all([
    ensureTopics({ brokers: platform.kafka.brokers, prefix: topicPrefix }),
    ...services.map((service) => migrate(processes, service, settings[service.name])),
  ]);
  return settings;
}

async function ownProcesses(dir) {
  const processes = new Processes(dir);
  await processes.takeOver();
  return processes;
}

function provision(platform, service, secrets, topicPrefix) {
  const name = topicPrefix.replace(/\W/g, '_') + service.database;
  return provisionDatabase(platform, { name, password: secrets.databasePassword(name) });
}

function migrate(processes, service, env) {
  return processes.run(`${service.name}-migrations`, process.execPath, {
    args: [mainOf(service), '--migrate'],
    env,
  });
}

/** The five processes. One that ends by itself is reported and started again; `failed` rejects if that does not help. */
class RunningServices {
  settings = {};
  processes = {};
  #owner;
  #ownsProcesses;
  #fail;

  constructor(owner, ownsProcesses) {
    this.#owner = owner;
    this.#ownsProcesses = ownsProcesses;
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => {});
  }

  /** @returns {Record<string, string>} the address of each service */
  get urls() {
    return Object.fromEntries(
      Object.entries(this.settings).map(([name, { PORT }]) => [name, `http://${host}:${PORT}`]),
    );
  }

  async start(name) {
    const env = { PATH: process.env.PATH, ...this.settings[name] };
    const args = ['--enable-source-maps', mainOf({ name })];
    const running = await this.#owner.start(name, process.execPath, { args, env });
    this.processes[name] = running;
    await untilReady(running, this.urls[name]);
    void running.exited.then((how) => running.stopping || this.#again(name, running, how));
  }

  /** Sends a signal, such as SIGKILL, and waits for the end; the service stays away until restart(). */
  async kill(name, signal) {
    const running = this.processes[name];
    running.stopping = true;
    running.process.kill(signal);
    await running.exited;
  }

  async restart(name) {
    await this.#owner.stop(this.processes[name]);
    await this.start(name);
  }

  async stop() {
    await Promise.all(Object.values(this.processes).map((running) => this.#owner.stop(running)));
    if (this.#ownsProcesses) await this.#owner.stopAll();
  }

  async #again(name, running, how) {
    console.error(`${name} ended by itself (${how}) and is started again; ${lastLines(running.log)}`);
    await sleep(1_000);
    if (!running.stopping) await this.start(name).catch(this.#fail);
  }
}

async function untilReady(running, url) {
  let end;
  void running.exited.then((how) => (end = how));
  for (let waited = 0; ; waited += 100) {
    if (end) throw new Sentence(`${running.name} did not start (${end}): ${lastLines(running.log)}`);
    if (waited > 60_000) throw new Sentence(`${running.name} was not ready in 60 s: see ${running.log}.`);
    if (await isReady(url)) return;
    await sleep(100);
  }
}

async function isReady(url) {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}

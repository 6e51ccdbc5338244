import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { lastLines } from './platform/last-lines.mjs';
import { Sentence } from './sentence.mjs';

/** The program of a service. */
export const mainOf = (name) => path.join(root, 'dist/apps', name, 'src/main.js');

/** The five processes. One that ends by itself is reported and started again; `failed` rejects if that does not help. */
export class RunningServices {
  /** Environment and process of each service by its name. */
  settings = {};
  processes = {};
  /** Told the name of a service each time that it is ready. */
  onStarted = () => {};
  #owner;
  #ownsProcesses;
  #fail;
  #main;

  /** @param {(name: string) => string} [main] the program of a service */
  constructor(owner, ownsProcesses, main = mainOf) {
    this.#main = main;
    this.#owner = owner;
    this.#ownsProcesses = ownsProcesses;
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => {});
  }

  /** @returns {Record<string, string>} the address of each service */
  get urls() {
    return Object.fromEntries(
      Object.entries(this.settings).map(([name, { PORT }]) => [name, `http://127.0.0.1:${PORT}`]),
    );
  }

  async start(name) {
    const env = { PATH: process.env.PATH, ...this.settings[name] };
    const args = [this.#main(name)];
    const running = await this.#owner.start(name, process.execPath, { args, env });
    this.processes[name] = running;
    await untilReady(running, this.urls[name]);
    this.onStarted(name);
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
  for (let waited = 0; ; waited += 250) {
    if (running.ended)
      throw new Sentence(`${running.name} did not start (${running.ended}): ${lastLines(running.log)}`);
    if (waited > 60_000) throw new Sentence(`${running.name} was not ready in 60 s: see ${running.log}.`);
    if (await isReady(url)) return;
    await sleep(250);
  }
}

async function isReady(url) {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}

import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { lastLines } from './platform/last-lines.ts';
import type { Processes, RunningProcess } from './platform/processes.ts';
import { UserFacingError } from './user-facing-error.mjs';

/** The program of a service. */
export const mainOf = (name: string): string => path.join(root, 'dist/apps', name, 'src/main.js');

/** The five processes. One that ends by itself is reported and started again; `failed` rejects if that does not help. */
export class RunningServices {
  /** Environment and process of each service by its name. */
  settings: Record<string, Record<string, string>> = {};
  processes: Record<string, RunningProcess> = {};
  /** Told the name of a service each time that it is ready. */
  onStarted: (name: string) => void = () => {};
  failed: Promise<never>;
  #owner: Processes;
  #ownsProcesses: boolean;
  #fail!: (error: unknown) => void;
  #main: (name: string) => string;

  /** @param main the program of a service */
  constructor(owner: Processes, ownsProcesses: boolean, main = mainOf) {
    this.#main = main;
    this.#owner = owner;
    this.#ownsProcesses = ownsProcesses;
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => {});
  }

  /** The address of each service. */
  get urls(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.settings).map(([name, { PORT }]) => [name, `http://127.0.0.1:${PORT}`]),
    );
  }

  async start(name: string): Promise<void> {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, NODE_COMPILE_CACHE, ...this.settings[name] };
    const args = [this.#main(name)];
    const running = await this.#owner.start(name, process.execPath, { args, env });
    this.processes[name] = running;
    await untilReady(running, this.urls[name]!);
    this.onStarted(name);
    void running.exited.then((how) => (running.stopping ? undefined : this.#again(name, running, how)));
  }

  /** Sends a signal, such as SIGKILL, and waits for the end; the service stays away until restart(). */
  async kill(name: string, signal: NodeJS.Signals): Promise<void> {
    const running = this.processes[name]!;
    running.stopping = true;
    running.process.kill(signal);
    await running.exited;
  }

  async restart(name: string): Promise<void> {
    await this.#owner.stop(this.processes[name]!);
    await this.start(name);
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.processes).map((running) => this.#owner.stop(running)));
    if (this.#ownsProcesses) await this.#owner.stopAll();
  }

  async #again(name: string, running: RunningProcess, how: string) {
    console.error(`${name} ended by itself (${how}) and is started again; ${lastLines(running.log)}`);
    await sleep(1_000);
    if (!running.stopping) await this.start(name).catch(this.#fail);
  }
}

async function untilReady(running: RunningProcess, url: string) {
  for (let waited = 0; ; waited += 250) {
    if (running.ended)
      throw new UserFacingError(
        `${running.name} did not start (${running.ended}): ${lastLines(running.log)}`,
      );
    if (waited > 60_000)
      throw new UserFacingError(`${running.name} was not ready in 60 s: see ${running.log}.`);
    if (await isReady(url)) return;
    await sleep(250);
  }
}

async function isReady(url: string) {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}

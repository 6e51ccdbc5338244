import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Processes, type RunningProcess, type StartOptions } from '../../deploy/local/platform/processes.ts';
import { isAnswered } from '../harness/running-system.ts';

const RESTART_DELAY_MS = 300;
/** As an orchestrator's probes: how often, how patient, and after how many silences in a row the process is ended. */
const PROBE_INTERVAL_MS = 500;
const PROBE_TIMEOUT_MS = 1_000;
const MAX_SILENCES = 4;
/** A process may take so long until its first answer. */
const START_TIMEOUT_MS = 60_000;

/** A process under the orchestrator. */
interface Watched extends RunningProcess {
  /** it is to stay away */
  leaving?: boolean;
}

/** Remembers how each process was started, so that a dead one can be started as it was. */
export class Relaunching extends Processes {
  #launches = new Map<string, { command: string; options?: StartOptions }>();

  override async start(name: string, command: string, options?: StartOptions): Promise<RunningProcess> {
    this.#launches.set(name, { command, options });
    return super.start(name, command, options);
  }

  relaunch(name: string): Promise<RunningProcess> {
    const { command, options } = this.#launches.get(name)!;
    return super.start(name, command, options);
  }
}

interface Orchestrated {
  processes: Processes;
  /** folder of the build */
  dist: string;
  settings: Record<string, Record<string, string>>;
  log: (text: string) => void;
}

/**
 * The processes of the services under an orchestrator: one that ends is started again, and one whose liveness stays
 * silent is ended, unless the harness itself has put it to sleep (who wakes up late is what a pause is to show).
 */
export class ServiceProcesses {
  #of: Orchestrated;
  #running = new Map<string, Watched>();
  #stopped = false;

  constructor(of: Orchestrated) {
    this.#of = of;
  }

  /** @param label a service's own process has its name; further ones have others */
  async start(name: string, label = name, port = this.#of.settings[name]!.PORT!): Promise<void> {
    const { processes, dist, settings } = this.#of;
    const running: Watched = await processes.start(label, process.execPath, {
      args: ['--import', path.join(dist, 'crash-point.js'), path.join(dist, 'apps', name, 'src/main.js')],
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...settings[name], PORT: port }, // prettier-ignore
    });
    this.#running.set(label, running);
    void this.#endIfSilent(running, `http://127.0.0.1:${port}/health/live`);
    void running.exited.then((how) => this.#revive(name, label, port, running, how));
  }

  of(label: string): RunningProcess | undefined {
    return this.#running.get(label);
  }

  withPid(pid: number | undefined): RunningProcess | undefined {
    return [...this.#running.values()].find((running) => running.pid === pid);
  }

  /** Ends it by the signal; it stays away until {@link start}. */
  async end(label: string, signal: NodeJS.Signals): Promise<void> {
    const running = this.#running.get(label)!;
    running.leaving = true;
    if (signal === 'SIGTERM') await this.#of.processes.stop(running);
    else running.process.kill(signal);
    await running.exited;
  }

  /** Ends all watching; the processes are ended by whoever owns {@link Processes}. */
  stop(): void {
    this.#stopped = true;
    for (const running of this.#running.values()) running.process.kill('SIGCONT');
  }

  async #revive(name: string, label: string, port: string, running: Watched, how: string) {
    if (this.#stopped || running.leaving) return;
    this.#of.log(`${label} ended (${how}) and is started again`);
    await sleep(RESTART_DELAY_MS);
    if (!this.#stopped && !running.leaving) await this.start(name, label, port);
  }

  async #endIfSilent(running: Watched, url: string) {
    const started = Date.now();
    let silences = 0;
    let hasAnswered = false;
    while (!running.ended && !this.#stopped && !running.leaving && !running.stopping) {
      const answers = await isAnswered(url, PROBE_TIMEOUT_MS);
      hasAnswered ||= answers;
      silences = answers || isAsleep(running) ? 0 : silences + 1;
      if (hasAnswered ? silences >= MAX_SILENCES : Date.now() - started > START_TIMEOUT_MS) {
        this.#of.log(`${running.name} does not answer and is ended`);
        running.process.kill('SIGKILL');
        return;
      }
      await sleep(PROBE_INTERVAL_MS);
    }
  }
}

/** How often each process has been put to sleep and not woken yet. */
const sleeping = new Map<RunningProcess, number>();
const isAsleep = (running: RunningProcess) => (sleeping.get(running) ?? 0) > 0;

/** Notes that a process was stopped: while it sleeps, its silence is not taken for that of a dead one. */
export function putToSleep(running: RunningProcess): { wake: () => void } {
  const count = (more: number) => sleeping.set(running, (sleeping.get(running) ?? 0) + more);
  count(1);
  return {
    wake: () => {
      running.process.kill('SIGCONT');
      count(-1);
    },
  };
}

import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Processes } from '../../deploy/local/platform/processes.mjs';

const START_AGAIN_AFTER_MS = 300;
/** As an orchestrator's probes: how often, how patient, and after how many silences in a row the process is ended. */
const LOOK_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 1_000;
const MOST_SILENCES = 4;
/** A process may take so long until its first answer. */
const STARTED_WITHIN_MS = 60_000;

/** Remembers how each process was started, so that a dead one can be started as it was. */
export class Relaunching extends Processes {
  #launches = new Map();

  async start(name, command, options) {
    this.#launches.set(name, { command, options });
    return super.start(name, command, options);
  }

  relaunch(name) {
    const { command, options } = this.#launches.get(name);
    return super.start(name, command, options);
  }
}

/**
 * The processes of the services under an orchestrator: one that ends is started again, and one whose liveness stays
 * silent is ended, unless the harness itself has put it to sleep (who wakes up late is what a pause is to show).
 */
export class ServiceProcesses {
  #running = new Map();
  #stopped = false;

  /**
   * @param {{ processes: Processes, dist: string, settings: Record<string, object>, log: (text: string) => void }} of
   */
  constructor({ processes, dist, settings, log }) {
    this.processes = processes;
    this.dist = dist;
    this.settings = settings;
    this.log = log;
  }

  /** @param {string} label a service's own process has its name; further ones have others */
  async start(name, label = name, port = this.settings[name].PORT) {
    const running = await this.processes.start(label, process.execPath, {
      args: [
        '--import',
        path.join(this.dist, 'crash-point.js'),
        path.join(this.dist, 'apps', name, 'src/main.js'),
      ],
      env: { PATH: process.env.PATH, ...this.settings[name], PORT: port },
    });
    this.#running.set(label, running);
    void this.#endIfSilent(running, `http://127.0.0.1:${port}/health/live`);
    void running.exited.then((how) => this.#revive(name, label, port, running, how));
  }

  of(label) {
    return this.#running.get(label);
  }

  withPid(pid) {
    return [...this.#running.values()].find((running) => running.pid === pid);
  }

  /** Ends it by the signal; it stays away until {@link start}. */
  async end(label, signal) {
    const running = this.#running.get(label);
    running.leaving = true;
    if (signal === 'SIGTERM') await this.processes.stop(running);
    else running.process.kill(signal);
    await running.exited;
  }

  /** Ends all watching; the processes are ended by whoever owns {@link Processes}. */
  stop() {
    this.#stopped = true;
    for (const running of this.#running.values()) running.process.kill('SIGCONT');
  }

  async #revive(name, label, port, running, how) {
    if (this.#stopped || running.leaving) return;
    this.log(`${label} ended (${how}) and is started again`);
    await sleep(START_AGAIN_AFTER_MS);
    if (!this.#stopped && !running.leaving) await this.start(name, label, port);
  }

  async #endIfSilent(running, url) {
    const started = Date.now();
    let silences = 0;
    let hasAnswered = false;
    while (!running.ended && !this.#stopped && !running.leaving && !running.stopping) {
      const answers = await isAnswered(url);
      hasAnswered ||= answers;
      silences = answers || running.asleep > 0 ? 0 : silences + 1;
      if (hasAnswered ? silences >= MOST_SILENCES : Date.now() - started > STARTED_WITHIN_MS) {
        this.log(`${running.name} does not answer and is ended`);
        running.process.kill('SIGKILL');
        return;
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** @returns {Promise<boolean>} whether the address answers that all is well */
export async function isAnswered(url, within = ANSWER_WITHIN_MS) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(within) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

/** Notes that a process was stopped: while it sleeps, its silence is not taken for that of a dead one. */
export function putToSleep(running) {
  running.asleep = (running.asleep ?? 0) + 1;
  return {
    wake: () => {
      running.process.kill('SIGCONT');
      running.asleep -= 1;
    },
  };
}

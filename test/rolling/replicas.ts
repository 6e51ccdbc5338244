import { lastLines } from '../../deploy/local/platform/last-lines.ts';
import { freePort } from '../../deploy/local/platform/ports.ts';
import type { Processes } from '../../deploy/local/platform/processes.ts';
import { mainOf } from '../../deploy/local/running-services.ts';
import { eventually } from '#testing';
import { Balancer } from './balancer.js';

/** Longer than the balancer takes to hear of a stop, and so long that callers keep their connections at all. */
const DRAIN_MS = 2_500;

type Running = Awaited<ReturnType<Processes['start']>>;

/** Two processes of a service behind a balancer, that can be replaced one after the other. */
export class Replicas {
  readonly balancer: Balancer;
  url = '';
  /** How the processes that were told to stop have ended: `code 0`, or a signal. */
  readonly ends: string[] = [];
  readonly #running = new Map<number, Running>();

  private constructor(
    private readonly name: string,
    private readonly processes: Processes,
    private readonly settings: object,
    ports: number[],
  ) {
    this.balancer = new Balancer(ports);
  }

  static async start(
    name: string,
    processes: Processes,
    settings: object,
    { from }: { from: number },
  ): Promise<Replicas> {
    const first = await freePort(from);
    const replicas = new Replicas(name, processes, settings, [first, await freePort(first + 1)]);
    replicas.url = await replicas.balancer.start();
    await Promise.all(replicas.balancer.ports.map((port) => replicas.#start(port)));
    await replicas.#untilReady();
    return replicas;
  }

  /** As a rolling update does: the next one is replaced when all are ready again. */
  async replaceEach(): Promise<void> {
    for (const port of this.balancer.ports) {
      const old = this.#running.get(port)!;
      await this.processes.stop(old, 30_000);
      this.ends.push(await old.exited);
      await this.#start(port);
      await this.#untilReady();
    }
  }

  async stop(): Promise<void> {
    await this.balancer.stop();
    await Promise.all([...this.#running.values()].map((running) => this.processes.stop(running, 30_000)));
  }

  async #start(port: number): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      ...this.settings,
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(port),
      SHUTDOWN_DRAIN_MS: String(DRAIN_MS),
    };
    this.#running.set(
      port,
      await this.processes.start(`${this.name}-${port}`, process.execPath, {
        args: [mainOf(this.name)],
        env,
      }),
    );
  }

  #untilReady(): Promise<void> {
    return eventually(
      `two processes of ${this.name} that are ready`,
      () => {
        if (this.balancer.ready.length < this.balancer.ports.length)
          throw new Error(
            [...this.#running.values()]
              .map(({ name, ended = 'runs', log }) => `${name} ${ended}: ${lastLines(log)}`)
              .join('\n'),
          );
      },
      60_000,
    );
  }
}

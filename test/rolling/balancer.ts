import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** As kube-proxy and the kubelet: a probe every so often, and word of it gets to the node only later. */
const PROBE_EVERY_MS = 200;
const HEARD_AFTER_MS = 400;

/**
 * What Kubernetes does before a service: each new connection goes to one of the ready processes, and stays with it. It
 * knows nothing of requests, repeats none, and learns of a stop by the readiness alone.
 */
export class Balancer {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #ready: number[] = [];
  #next = 0;
  #stopped = false;
  /** Connections that no process took. */
  refused = 0;

  /** @param ports of the processes, whether or not they run */
  constructor(readonly ports: number[]) {
    this.#server = createServer((client) => this.#pass(client));
  }

  /** @returns where it listens */
  async start(): Promise<string> {
    void this.#keepProbing();
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @returns the ports that new connections go to */
  get ready(): readonly number[] {
    return this.#ready;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
    await once(this.#server, 'close');
  }

  #pass(client: Socket): void {
    const port = this.#ready[this.#next++ % this.#ready.length];
    if (port === undefined) {
      this.refused += 1;
      client.destroy();
      return;
    }
    const server = connect(port, '127.0.0.1');
    server.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') this.refused += 1;
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.once('close', () => this.#open.delete(one) && other.end());
    }
  }

  async #keepProbing(): Promise<void> {
    while (!this.#stopped) {
      const states = await Promise.all(this.ports.map(async (port) => [port, await isReady(port)] as const));
      const ready = states.filter(([, state]) => state).map(([port]) => port);
      setTimeout(() => (this.#ready = ready), HEARD_AFTER_MS).unref();
      await sleep(PROBE_EVERY_MS);
    }
  }
}

async function isReady(port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/health/ready`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await answer?.arrayBuffer().catch(() => undefined);
  return answer?.ok ?? false;
}

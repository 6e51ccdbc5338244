import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { onEnd } from './http-observing.js';
import type { Settings } from './settings.js';

/**
 * The time between the signal to stop and the end of new connections. Load balancers learn of the stop with a delay, and
 * until then they still open connections. Meanwhile readiness is refused, and each answer ends its connection,
 * so that none is cut while a request is on its way.
 */
export class Draining implements BeforeApplicationShutdown {
  #begun = false;

  /**
   * Seconds for which a caller may keep an idle connection: less than the drain, so that by the end of the drain it has
   * either sent a request on it, whose answer closed it, or has closed it itself. Undefined where the drain is too short.
   */
  readonly idleSeconds: number | undefined;

  constructor(private readonly settings: Pick<Settings, 'SHUTDOWN_DRAIN_MS'>) {
    this.idleSeconds = Math.max(0, Math.ceil(settings.SHUTDOWN_DRAIN_MS / 1_000) - 1) || undefined;
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** @param signal undefined when the program itself closes the service: then nobody has to find out */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.#begun = true;
    if (signal) await sleep(this.settings.SHUTDOWN_DRAIN_MS);
  }
}

/** For how long a request may still arrive after the drain. */
const ARRIVAL_GRACE_MS = 1_000;

/**
 * From the begin of a shutdown each answer closes its connection. Before it, each says for how long the caller may keep the
 * connection idle, by the Keep-Alive header (RFC 2068, 19.7.1), which most libraries heed and most proxies do not; the
 * connection itself is kept longer, so that those do not meet its end every minute.
 *
 * The end waits for the requests that are being handled, and for nothing else: neither for a connection that is kept alive
 * after its last answer, nor for one on which no whole request has come. Node would wait for the latter for ever, since
 * with the close it stops looking for requests that are late.
 */
export function endConnectionsOnClose(server: FastifyInstance, draining: Draining): void {
  const withoutRequest = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    withoutRequest.add(socket);
    socket.once('close', () => withoutRequest.delete(socket));
  });
  // The first hook after the body is there.
  server.addHook('preValidation', ({ raw: { socket } }, reply, done) => {
    withoutRequest.delete(socket);
    onEnd(reply, () => !socket.destroyed && withoutRequest.add(socket));
    done();
  });
  server.addHook('preClose', (done) => {
    setTimeout(() => withoutRequest.forEach((socket) => socket.destroy()), ARRIVAL_GRACE_MS).unref();
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining.begun) reply.header('connection', 'close');
    else if (draining.idleSeconds && reply.raw.shouldKeepAlive)
      reply.header('keep-alive', `timeout=${draining.idleSeconds}`);
    done();
  });
}

import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { onEnd } from './http-observing.js';
import type { Settings } from './settings.js';

/**
 * The time between being told to stop and taking no more connections. Whoever sends requests here learns of the stop by
 * and by, and until then new connections still come. Meanwhile readiness is refused, and each answer ends its connection,
 * so that none is cut while a request is on its way.
 */
export class Draining implements BeforeApplicationShutdown {
  #begun = false;

  /**
   * Seconds that a caller is told to keep a connection without a request: less than the drain, so that it has either sent
   * on it meanwhile and been told of its end, or has given it up itself. Undefined where the drain is shorter than that.
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

/** Milliseconds that a request may still take to arrive when the service is told to stop. */
const GRACE_MS = 1_000;

/**
 * From the begin of a shutdown each answer ends its connection. Before it, each tells the caller how long to keep the
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
    setTimeout(() => withoutRequest.forEach((socket) => socket.destroy()), GRACE_MS).unref();
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining.begun) reply.header('connection', 'close');
    else if (draining.idleSeconds && reply.raw.shouldKeepAlive)
      reply.header('keep-alive', `timeout=${draining.idleSeconds}`);
    done();
  });
}

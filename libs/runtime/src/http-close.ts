import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Draining } from './draining.js';
import { onEnd } from './served-request.js';

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

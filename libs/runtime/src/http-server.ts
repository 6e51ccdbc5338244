import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { measureRequests } from './http-metrics.js';
import { traceRequest } from './http-tracing.js';
import { endConnectionsOnClose } from './http-close.js';
import { limitHandling, limitRequestsInHand, limitsOfArrival, type LimitSettings } from './http-limits.js';
import type { Metrics } from './metrics.js';
import { sendProblem } from './problem-filter.js';
import { problemOf } from './problem-of.js';
import { idsOf, inRequestContext, type RequestContext } from './request-context.js';
import { securityHeaders } from './security-headers.js';
import type { Settings } from './settings.js';
import { isProbe, routeOf } from './served-request.js';
import { newTraceparent } from './traceparent.js';
import type { Tracing } from './tracing.js';
import { takeUploads } from './uploads.js';

const contexts = new WeakMap<FastifyRequest, RequestContext>();

/** What a request leaves behind. */
export interface Observers {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

/** Fastify with what every service answers alike: ids, headers, limits; and one log line, time and span a request. */
export function createHttpServer(
  { logger, metrics, tracing }: Observers,
  settings: LimitSettings & Pick<Settings, 'HTTP_TRUSTED_PROXIES'>,
): FastifyAdapter {
  const adapter = new FastifyAdapter({
    ...limitsOfArrival(settings),
    trustProxy: settings.HTTP_TRUSTED_PROXIES ?? false,
    // A malformed address is refused before any route, hook or filter is asked.
    frameworkErrors: (error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(reply.headers(securityHeaders(undefined)), problemOf(error)),
  });
  const server = adapter.getInstance<FastifyInstance>();
  followRequests(server, tracing);
  takeUploads(server, settings);
  measureRequests(server, metrics);
  logRequests(server, logger);
  limitRequestsInHand(server, settings, metrics);
  limitHandling(server, settings);
  endConnectionsOnClose(server);
  // Fastify reads plain text by itself; no route takes it.
  server.removeContentTypeParser('text/plain');
  return adapter;
}

function followRequests(server: FastifyInstance, tracing: Tracing): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { requestId, traceparent: parent } = idsOf(request.headers);
    const traceparent = traceRequest(tracing, request, reply, parent) ?? parent ?? newTraceparent();
    const context: RequestContext = { requestId, traceparent };
    contexts.set(request, context);
    reply.headers({ ...securityHeaders(routeOf(request)), 'x-request-id': requestId });
    inRequestContext(context, done);
  });
  // The body arrives by events of the socket, which know nothing of the context: it is entered again.
  server.addHook('preValidation', (request, _reply, done) => {
    const context = contexts.get(request);
    if (context) inRequestContext(context, done);
    else done();
  });
}

function logRequests(server: FastifyInstance, logger: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const quiet = isProbe(request) && reply.statusCode < 400;
    logger[quiet ? 'debug' : 'info'](requestLine(request, reply), 'request');
    done();
  });
}

function requestLine(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  const context = contexts.get(request);
  return {
    method: request.method,
    route: routeOf(request) ?? 'unknown',
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    requestId: context?.requestId,
    traceparent: context?.traceparent,
    ...(context?.actorSubject && { actor: context.actorSubject }),
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { commonProblems } from './common-problems.js';
import { type Draining, endConnectionsOnClose } from './draining.js';
import { readBodies, takeUploads } from './http-bodies.js';
import { limitHandling, limitRequestsInHand, type LimitSettings, limitsOfArrival } from './http-limits.js';
import { isProbe, measureRequests, routeOf, traceRequest } from './http-observing.js';
import type { Metrics } from './metrics.js';
import { problemOf, sendProblem } from './problem-filter.js';
import { Problem } from './problem.js';
import { idsOf, inRequestContext, newTraceparent, type RequestContext } from './request-context.js';
import { securityHeaders } from './security-headers.js';
import type { Settings } from './settings.js';
import type { Tracing } from './tracing.js';

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
  draining: Draining,
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
  endConnectionsOnClose(server, draining);
  readBodies(adapter, settings);
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

/** Called before the routes are there. @returns what answers every other method of their addresses with 405, once they are */
export function followMethods(server: FastifyInstance): () => void {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const each of [method].flat()) known.add(each);
    methods.set(url, known);
  });
  return () => [...methods].forEach(([url, known]) => refuseOthers(server, url, [...known]));
}

function refuseOthers(server: FastifyInstance, url: string, known: string[]): void {
  const others = server.supportedMethods.filter((method) => !known.includes(method));
  if (others.length === 0) return;
  const problem = new Problem(commonProblems['method-not-allowed'], {
    headers: { allow: known.toSorted().join(', ') },
  });
  server.route({
    method: others,
    url,
    config: { answersNoMethod: true },
    // Before the body is read: what it holds does not matter.
    onRequest: (_request, reply) => void sendProblem(reply, problem),
    handler: (_request, reply) => sendProblem(reply, problem),
  });
}

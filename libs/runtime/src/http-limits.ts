import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { commonProblems } from './common-problems.js';
import { isProbe, onEnd } from './http-observing.js';
import type { Metrics } from './metrics.js';
import { sendProblem } from './problem-filter.js';
import { Problem, type ProblemKind } from './problem.js';
import { securityHeaders } from './security-headers.js';
import type { Settings } from './settings.js';

export type LimitSettings = Pick<
  Settings,
  | 'HTTP_BODY_LIMIT_BYTES'
  | 'HTTP_UPLOAD_LIMIT_BYTES'
  | 'HTTP_ARRIVAL_TIMEOUT_MS'
  | 'HTTP_HANDLING_TIMEOUT_MS'
  | 'HTTP_MAX_REQUESTS'
>;

/** Seconds after which a caller that was not let in may try again: the requests in hand are mostly done by then. */
const RETRY_AFTER = '1';
/** Between two checks for requests that have not arrived; Node's own interval, 30 s, is long for a short limit. */
const MAX_CHECK_INTERVAL_MS = 5_000;

/** What holds before a request is there: its size and the time it may take to arrive. */
export function limitsOfArrival(settings: LimitSettings): FastifyHttpOptions<Server> {
  const limit = settings.HTTP_ARRIVAL_TIMEOUT_MS;
  return {
    bodyLimit: settings.HTTP_BODY_LIMIT_BYTES,
    requestTimeout: limit,
    http: { connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, limit), headersTimeout: limit },
    clientErrorHandler: answerUnread,
  };
}

/**
 * A service that takes on more than it can do does nothing in time. What goes beyond is refused at once and not begun,
 * so that its caller can tell, and the database's few connections serve those who were let in.
 */
export function limitRequestsInHand(
  server: FastifyInstance,
  { HTTP_MAX_REQUESTS: max }: LimitSettings,
  metrics: Metrics,
): void {
  let inHand = 0;
  const active = metrics.gauge({
    name: 'http_server_active_requests',
    help: 'Requests in hand, but for health and metrics',
    labelNames: ['http_request_method', 'url_scheme'],
  });
  const count = (method: string, change: number) => {
    inHand += change;
    active.inc({ http_request_method: method, url_scheme: 'http' }, change);
  };
  server.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request)) return done();
    if (inHand >= max) {
      const busy = new Problem(commonProblems['service-busy'], { headers: { 'retry-after': RETRY_AFTER } });
      return void sendProblem(reply, busy);
    }
    count(request.method, 1);
    onEnd(reply, () => count(request.method, -1));
    done();
  });
}

/** Nobody waits for ever. What was begun goes on to its end, or to that of its transaction: it cannot be called back. */
export function limitHandling(
  server: FastifyInstance,
  { HTTP_HANDLING_TIMEOUT_MS: limit }: LimitSettings,
): void {
  // The first hook after the body is there.
  server.addHook('preValidation', (_request, reply, done) => {
    const timer = setTimeout(() => {
      if (!reply.sent) sendProblem(reply, new Problem(commonProblems['handling-timeout']));
    }, limit);
    onEnd(reply, () => clearTimeout(timer));
    done();
  });
}

/** What is no HTTP, or not all there in time, reaches no route and no hook. Its answer is written to the socket. */
function answerUnread({ code }: { code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = new Problem(kindOf(code));
  const body = JSON.stringify(problem.toBody());
  const headers = {
    ...securityHeaders(undefined),
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${problem.status} ${problem.code}`, ...lines, '', body].join('\r\n'));
}

function kindOf(code: string | undefined): ProblemKind {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return commonProblems['request-timeout'];
  if (code === 'HPE_HEADER_OVERFLOW') return commonProblems['headers-too-large'];
  return commonProblems['bad-request'];
}

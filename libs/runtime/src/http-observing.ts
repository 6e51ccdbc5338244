import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** The route's pattern, never the address: an address can hold a certificate number or worse. */
export function routeOf(request: FastifyRequest): string | undefined {
  return request.routeOptions.url;
}

/** Health and metrics: called every few seconds, and of no interest while they work. */
export function isProbe(request: FastifyRequest): boolean {
  return /^\/(health\/|metrics$)/.test(routeOf(request) ?? '');
}

/** Calls back once, with the status that was answered; with none if the caller went away before. */
export function onEnd(reply: FastifyReply, ended: (status: number | undefined) => void): void {
  reply.raw.once('close', () => ended(reply.raw.writableFinished ? reply.statusCode : undefined));
}

/** TLS ends before the service. */
const SCHEME = 'http';
const LABELS = [
  'http_request_method',
  'url_scheme',
  'http_route',
  'http_response_status_code',
  'error_type',
] as const;

/** Seconds; OpenTelemetry's advice for this metric, and the time after which a request is cut off. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 60];

/**
 * How long requests take, by OpenTelemetry's attributes. `error_type` is the status of an answer that is the service's
 * fault, or `aborted` where the caller went away before it; what reached no route has no `http_route`.
 */
export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  const duration = metrics.histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: LABELS,
    buckets: BUCKETS,
  });
  server.addHook('onRequest', (request, reply, done) => {
    onEnd(reply, (status) => {
      duration.observe(labelsOf(request, status), reply.elapsedTime / 1000);
    });
    done();
  });
}

function labelsOf(request: FastifyRequest, status: number | undefined) {
  const route = routeOf(request);
  const errorType = status === undefined ? 'aborted' : status >= 500 ? String(status) : undefined;
  return {
    http_request_method: request.method,
    url_scheme: SCHEME,
    ...(route !== undefined && { http_route: route }),
    ...(status !== undefined && { http_response_status_code: status }),
    ...(errorType !== undefined && { error_type: errorType }),
  };
}

/**
 * Begins the server span of a request; it ends with the answer. Nothing of the address goes into it but the route's
 * pattern.
 * @param parent traceparent of the caller
 * @returns the span's traceparent; undefined for a probe, and while tracing is off
 */
export function traceRequest(
  tracing: Tracing,
  request: FastifyRequest,
  reply: FastifyReply,
  parent: string | undefined,
): string | undefined {
  if (isProbe(request)) return undefined;
  const { method } = request;
  const route = routeOf(request);
  const span = tracing.start({
    name: route ? `${method} ${route}` : method,
    kind: 'server',
    parent,
    attributes: { 'http.request.method': method, ...(route && { 'http.route': route }) },
  });
  if (!span) return undefined;
  onEnd(reply, (status) => {
    if (status === undefined) span.end({ errorType: 'aborted' });
    else
      span.end({
        attributes: { 'http.response.status_code': status },
        ...(status >= 500 && { errorType: String(status) }),
      });
  });
  return span.traceparent;
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { isProbe, onEnd, routeOf } from './served-request.js';
import type { Tracing } from './tracing.js';

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

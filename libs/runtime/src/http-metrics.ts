import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';
import { onEnd, routeOf } from './served-request.js';

/** Seconds; OpenTelemetry's advice for this metric, and the time after which a request is cut off. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 60];

/** How long requests take, by method, route pattern and class of status (`2xx`, …, or `aborted` by the caller). */
export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  const duration = metrics.histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_class'],
    buckets: BUCKETS,
  });
  server.addHook('onRequest', (request, reply, done) => {
    onEnd(reply, (status) => {
      const labels = {
        http_request_method: request.method,
        http_route: routeOf(request) ?? 'unknown',
        http_response_status_class: status === undefined ? 'aborted' : `${Math.floor(status / 100)}xx`,
      };
      duration.observe(labels, reply.elapsedTime / 1000);
    });
    done();
  });
}

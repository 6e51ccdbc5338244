import type { Metrics } from './metrics.js';
import type { Settings } from './settings.js';

/** What this process is, by OpenTelemetry's names of a resource: `service.name`, and what the installation adds. */
export type Resource = Readonly<Record<string, string>>;

/** `service.version=1.4.0,deployment.environment.name=city`, percent-encoded like a W3C baggage; throws on anything else. */
export function parseAttributes(list: string): Resource {
  return Object.fromEntries(
    list.split(',').map((pair) => {
      const [, name, value] = /^\s*([\w.-]+)=([^\s,;="\\]*)\s*$/.exec(pair) ?? [];
      if (name === undefined || value === undefined) throw new Error('not name=value');
      return [name, decodeURIComponent(value)];
    }),
  );
}

/** The name is of the build, whatever the setting says: alarms and traces go by it. */
export const resourceOf = (service: string, settings: Settings): Resource => ({
  ...settings.OTEL_RESOURCE_ATTRIBUTES,
  'service.name': service,
});

/** Shows what this process is, by the name that Prometheus has for a resource, and the Node that runs it. */
export function showResource(metrics: Metrics, resource: Resource): void {
  const labels = Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [name.replaceAll(/\W/g, '_'), value]),
  );
  metrics
    .gauge({
      name: 'target_info',
      help: 'The service, its version and what else OTEL_RESOURCE_ATTRIBUTES says',
      labelNames: Object.keys(labels),
    })
    .set(labels, 1);
  metrics
    .gauge({ name: 'nodejs_version_info', help: 'Node that runs the service', labelNames: ['version'] })
    .set({ version: process.version }, 1);
}

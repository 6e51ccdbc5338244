import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { endpointsFile } from './paths.mjs';
import type { Platform } from './platform/index.ts';
import { UserFacingError } from './user-facing-error.mjs';

export interface Endpoints {
  platform?: string;
  services: Record<string, ServiceEndpoint>;
  servers: {
    postgres: { host: string; port: number; user: string };
    kafka: { brokers: string[] };
    redis: { url: string };
  };
  issuer: { url: string };
}

interface ServiceEndpoint {
  url: string;
  docs: string;
  openapi: string;
  pid?: number;
  log?: string;
}

interface Running {
  urls: Record<string, string>;
  processes?: Record<string, { pid?: number; log: string }>;
}

/** Writes where everything listens to var/local/endpoints.json, without any secret. */
export function writeEndpoints(platform: Platform, running: Running): Endpoints {
  const endpoints = endpointsOf(platform, running);
  writeFileSync(endpointsFile, `${JSON.stringify(endpoints, null, 2)}\n`);
  return endpoints;
}

export function endpointsOf(
  { kind, postgres, kafka, redis, issuer }: Platform,
  { urls, processes = {} }: Running,
): Endpoints {
  const services = Object.entries(urls).map(([name, url]): [string, ServiceEndpoint] => {
    const { pid, log } = processes[name] ?? {};
    return [name, { url, docs: `${url}/docs`, openapi: `${url}/openapi.json`, pid, log }];
  });
  return {
    platform: kind,
    services: Object.fromEntries(services),
    servers: {
      postgres: { host: postgres.host, port: postgres.port, user: postgres.user },
      kafka: { brokers: kafka.brokers },
      redis: { url: redis.url },
    },
    issuer: { url: issuer.url },
  };
}

export function readEndpoints(): Endpoints {
  if (!existsSync(endpointsFile))
    throw new UserFacingError(
      'Nothing has been started here yet: run `npm start` first, or `docker compose up --wait`.',
    );
  return JSON.parse(readFileSync(endpointsFile, 'utf8'));
}

/** For a person: what to open next. */
export function addressesInWords({ services, issuer }: Endpoints): string {
  const pages = Object.entries(services).map(([name, { docs }]) => `  ${name.padEnd(20)} ${docs}`);
  return [
    '',
    'API pages',
    ...pages,
    `Certificate lookup     ${services['certificate-lookup']?.url}/`,
    `Token issuer           ${issuer.url}   (npm run token -- --role school-registrar --school S001)`,
    '',
  ].join('\n');
}

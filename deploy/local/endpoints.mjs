import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { endpointsFile } from './paths.mjs';
import { Sentence } from './sentence.mjs';

/**
 * Writes where everything listens to var/local/endpoints.json, without any secret.
 * @param {{ urls: Record<string, string>, processes?: Record<string, { pid: number, log: string }> }} running
 */
export function writeEndpoints({ kind, postgres, kafka, redis, issuer }, { urls, processes = {} }) {
  const services = Object.entries(urls).map(([name, url]) => {
    const { pid, log } = processes[name] ?? {};
    return [name, { url, docs: `${url}/docs`, openapi: `${url}/openapi.json`, pid, log }];
  });
  const endpoints = {
    platform: kind,
    services: Object.fromEntries(services),
    servers: {
      postgres: { host: postgres.host, port: postgres.port, user: postgres.user },
      kafka: { brokers: kafka.brokers },
      redis: { url: redis.url },
    },
    issuer: { url: issuer.url },
  };
  writeFileSync(endpointsFile, `${JSON.stringify(endpoints, null, 2)}\n`);
  return endpoints;
}

export function readEndpoints() {
  if (!existsSync(endpointsFile))
    throw new Sentence(
      'Nothing has been started here yet: run `npm start` first, or `docker compose up --wait`.',
    );
  return JSON.parse(readFileSync(endpointsFile, 'utf8'));
}

/** For a person: what to open next. */
export function addressesInWords({ services, issuer }) {
  const pages = Object.entries(services).map(([name, { docs }]) => `  ${name.padEnd(20)} ${docs}`);
  return [
    '',
    'API pages',
    ...pages,
    `Certificate lookup     ${services['certificate-lookup'].url}/`,
    `Token issuer           ${issuer.url}   (npm run token -- --role school-registrar --school S001)`,
    '',
  ].join('\n');
}

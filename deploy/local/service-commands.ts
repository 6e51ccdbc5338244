import { spawnSync } from 'node:child_process';
import { readEndpoints } from './endpoints.ts';
import { localDir } from './paths.mjs';
import { postgresAt } from './platform/postgres-address.ts';
import { Secrets } from './platform/secrets.ts';
import { mainOf } from './running-services.ts';
import { environmentOf } from './service-environment.ts';
import { serviceNames, services } from './service-list.mjs';

/** A line of a service's log, as JSON. */
export interface Said {
  msg?: string;
  error?: { kind?: string; message?: string; code?: string };
  [what: string]: any;
}

/**
 * Runs `main.js <option>` of each service, one after the other, with the settings of what was started here.
 * @param names of the services that know the option; all
 * @returns what each logged, and whether it ended well
 */
export function runOfEachService(
  option: string,
  names: readonly string[] = serviceNames,
): { name: string; ok: boolean; said: Said[] }[] {
  const { servers, issuer } = readEndpoints();
  const platform = { kafka: servers.kafka, redis: servers.redis, issuer };
  const secrets = new Secrets(localDir);
  const { host, port } = servers.postgres;
  const postgres = postgresAt(`postgres://${host}:${port}`);
  return services
    .filter(({ name }) => names.some((wanted) => wanted === name))
    .map((service) => {
      const { database } = service;
      const password = secrets.databasePassword(database);
      const databaseUrl = postgres.url({ database, user: database, password });
      const env = { PATH: process.env.PATH, ...environmentOf(service, { platform, secrets, databaseUrl }) };
      const ended = spawnSync(process.execPath, [mainOf(service.name), option], { env, encoding: 'utf8' });
      return { name: service.name, ok: ended.status === 0, said: linesOf(ended.stdout + ended.stderr) };
    });
}

const linesOf = (text: string): Said[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      try {
        return JSON.parse(line);
      } catch {
        return { msg: line };
      }
    });

import { spawnSync } from 'node:child_process';
import { readEndpoints } from './endpoints.mjs';
import { localDir } from './paths.mjs';
import { postgresAt } from './platform/postgres-address.mjs';
import { Secrets } from './platform/secrets.mjs';
import { mainOf } from './running-services.mjs';
import { environmentOf } from './service-environment.mjs';
import { services } from './service-list.mjs';

/**
 * Runs `main.js <option>` of each service, one after the other, with the settings of what was started here.
 * @param {string} option
 * @param {string[]} [names] of the services that know the option; all
 * @returns {{ name: string, ok: boolean, said: object[] }[]} what each logged, and whether it ended well
 */
export function runOfEachService(option, names = services.map(({ name }) => name)) {
  const { servers, issuer } = readEndpoints();
  const platform = { kafka: servers.kafka, redis: servers.redis, issuer };
  const secrets = new Secrets(localDir);
  const { host, port } = servers.postgres;
  const postgres = postgresAt(`postgres://${host}:${port}`);
  return services
    .filter(({ name }) => names.includes(name))
    .map((service) => {
      const { database } = service;
      const password = secrets.databasePassword(database);
      const databaseUrl = postgres.url({ database, user: database, password });
      const env = { PATH: process.env.PATH, ...environmentOf(service, { platform, secrets, databaseUrl }) };
      const ended = spawnSync(process.execPath, [mainOf(service.name), option], { env, encoding: 'utf8' });
      return { name: service.name, ok: ended.status === 0, said: linesOf(ended.stdout + ended.stderr) };
    });
}

const linesOf = (text) =>
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

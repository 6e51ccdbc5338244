import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runMigrations } from '../../dist/libs/database/src/index.js';
import { ensureTopics } from '../../dist/libs/messaging/src/index.js';
import { freePort } from './platform/ports.mjs';
import { Processes } from './platform/processes.mjs';
import { provisionDatabase } from './platform/provision.mjs';
import { Secrets } from './platform/secrets.mjs';
import { RunningServices, mainOf } from './running-services.mjs';
import { environmentOf } from './service-environment.mjs';
import { services } from './service-list.mjs';

/**
 * Sets up and starts the five services.
 * @param {object} platform of startPlatform() or platformAt()
 * @param {object} options
 * @param {string} options.dir state folder; its `logs/` hold one log a service
 * @param {string} [options.topicPrefix] also parts the databases of several installations on one server
 * @param {number} [options.portOffset] keeps away from the ports that others try first, who would take that of a
 *   service while it is down
 * @param {Record<string, Record<string, string>>} [options.more] further settings by service
 * @param {boolean} [options.migrateHere] in this process: five more of them take longer than what they do
 * @param {(text: string) => void} [options.progress]
 */
export async function startServices(
  platform,
  { dir, topicPrefix, portOffset = 0, more = {}, migrateHere = false, progress = () => {} },
) {
  const processes = platform.processes ?? (await ownProcesses(dir));
  const secrets = platform.secrets ?? new Secrets(dir);
  progress('creating topics and migrating the databases');
  const settings = await setUpServices(platform, { processes, secrets, topicPrefix, migrateHere });
  progress('starting the services');
  const running = new RunningServices(processes, platform.processes === undefined);
  for (const { name, port } of services)
    running.settings[name] = {
      ...settings[name],
      HOST: '127.0.0.1',
      PORT: String(await freePort(port + portOffset)),
      ...more[name],
    };
  try {
    await Promise.all(services.map(({ name }) => running.start(name)));
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

/**
 * Creates the databases and the topics, and migrates.
 * @returns {Promise<Record<string, object>>} the environment of each service, but for HOST and PORT
 */
export async function setUpServices(
  platform,
  { processes, secrets, topicPrefix = '', migrateHere: here = false },
) {
  const settings = {};
  const owners = {};
  for (const service of services) {
    const { url: databaseUrl, ownerUrl } = await provision(platform, service, secrets, topicPrefix);
    owners[service.name] = { MIGRATION_DATABASE_URL: ownerUrl };
    settings[service.name] = environmentOf(service, { platform, secrets, databaseUrl, topicPrefix });
  }
  await Promise.all([
    ensureTopics({ ...platform.kafka, prefix: topicPrefix }),
    ...services.map((service) =>
      (here ? migrateHere : migrate)(processes, service, {
        ...settings[service.name],
        ...owners[service.name],
      }),
    ),
  ]);
  return settings;
}

async function ownProcesses(dir) {
  const processes = new Processes(dir);
  await processes.takeOver();
  return processes;
}

function provision(platform, service, secrets, topicPrefix) {
  const name = topicPrefix.replace(/\W/g, '_') + service.database;
  return provisionDatabase(platform, {
    name,
    password: secrets.databasePassword(name),
    ownerPassword: secrets.databasePassword(`${name}_owner`),
  });
}

function migrate(processes, service, env) {
  return processes.run(`${service.name}-migrations`, process.execPath, {
    args: [mainOf(service.name), '--migrate'],
    env,
  });
}

/** As {@link migrate} does, without a process. */
async function migrateHere(_, service, { DATABASE_URL, MIGRATION_DATABASE_URL }) {
  const file = path.join(path.dirname(mainOf(service.name)), 'migrations/index.js');
  const { migrations } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  await runMigrations(MIGRATION_DATABASE_URL, migrations, new URL(DATABASE_URL).username);
}

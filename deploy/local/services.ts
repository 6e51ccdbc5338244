import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceName } from '#contracts';
import { runMigrations } from '#database';
import { ensureTopics } from '#messaging';
import type { Platform } from './platform/index.ts';
import { freePort } from './platform/ports.ts';
import { Processes } from './platform/processes.ts';
import { provisionDatabase } from './platform/provision.ts';
import { Secrets } from './platform/secrets.ts';
import { mainOf, RunningServices } from './running-services.ts';
import { environmentOf } from './service-environment.ts';
import { services } from './service-list.mjs';

interface StartOptions {
  /** state folder; its `logs/` hold one log a service */
  dir: string;
  /** also parts the databases of several installations on one server */
  topicPrefix?: string;
  /** keeps away from the ports that others try first, who would take that of a service while it is down */
  portOffset?: number;
  /** migrates in this process: five more of them take longer than what they do */
  migrateHere?: boolean;
  /** the program of a service */
  main?: (name: string) => string;
  /** further settings by service */
  more?: (name: string) => Record<string, string> | undefined;
  progress?: (text: string) => void;
}

/** A platform, and what was started with it, if it was started by this process. */
type Ground = Platform & { processes?: Processes; secrets?: Secrets };

/** Sets up and starts the five services. */
export async function startServices(
  platform: Ground,
  {
    dir,
    topicPrefix,
    portOffset = 0,
    migrateHere,
    main,
    more = () => undefined,
    progress = () => {},
  }: StartOptions,
): Promise<RunningServices> {
  const processes = platform.processes ?? (await ownProcesses(dir));
  const secrets = platform.secrets ?? new Secrets(dir);
  progress('creating topics and migrating the databases');
  const settings = await setUpServices(platform, { processes, secrets, topicPrefix, migrateHere, main });
  progress('starting the services');
  const running = new RunningServices(processes, platform.processes === undefined, main);
  for (const { name, port } of services)
    running.settings[name] = {
      ...settings[name],
      HOST: '127.0.0.1',
      PORT: String(await freePort(port + portOffset)),
      ...more(name),
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
 * @returns the environment of each service, but for HOST and PORT
 */
export async function setUpServices(
  platform: Platform,
  {
    processes,
    secrets,
    topicPrefix = '',
    migrateHere = false,
    main = mainOf,
  }: {
    processes: Processes;
    secrets: Secrets;
    topicPrefix?: string;
    migrateHere?: boolean;
    /** the program of a service, of another state of the project where a bench asks for one */
    main?: (name: string) => string;
  },
): Promise<Record<ServiceName, Record<string, string>>> {
  const settings = {} as Record<ServiceName, Record<string, string>>;
  const owners = {} as typeof settings;
  for (const service of services) {
    const { url: databaseUrl, ownerUrl } = await provision(platform, service, secrets, topicPrefix);
    owners[service.name] = { MIGRATION_DATABASE_URL: ownerUrl };
    settings[service.name] = environmentOf(service, { platform, secrets, databaseUrl, topicPrefix });
  }
  await Promise.all([
    ensureTopics({ ...platform.kafka, prefix: topicPrefix }),
    ...services.map((service) =>
      (migrateHere ? migrateInProcess : migrate)(
        processes,
        service,
        { ...settings[service.name], ...owners[service.name] },
        main,
      ),
    ),
  ]);
  return settings;
}

async function ownProcesses(dir: string) {
  const processes = new Processes(dir);
  await processes.takeOver();
  return processes;
}

/** The name of a service's database in the installation of this prefix. */
export const databaseNameOf = (service: { database: string }, topicPrefix = ''): string =>
  topicPrefix.replace(/\W/g, '_') + service.database;

function provision(platform: Platform, service: { database: string }, secrets: Secrets, topicPrefix: string) {
  const name = databaseNameOf(service, topicPrefix);
  return provisionDatabase(platform, {
    name,
    password: secrets.databasePassword(name),
    ownerPassword: secrets.databasePassword(`${name}_owner`),
  });
}

function migrate(
  processes: Processes,
  service: { name: string },
  env: Record<string, string>,
  main: (name: string) => string,
) {
  return processes.run(`${service.name}-migrations`, process.execPath, {
    args: [main(service.name), '--migrate'],
    env,
  });
}

/** As {@link migrate} does, without a process. */
async function migrateInProcess(_: Processes, service: { name: string }, env: Record<string, string>) {
  const file = path.join(path.dirname(mainOf(service.name)), 'migrations/index.js');
  const { migrations } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  await runMigrations(env.MIGRATION_DATABASE_URL!, migrations, new URL(env.DATABASE_URL!).username);
}

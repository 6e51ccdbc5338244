import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { apiOf } from '../../deploy/local/cohort/api.ts';
import { startServices } from '../../deploy/local/services.ts';
import { platformAt } from '../../deploy/local/test-platform.ts';
import { testPlatform, tokenFor } from '#testing';

/** The five services as processes of their own, with databases and topics of their own. */
export interface RunningCity {
  readonly prefix: string;
  /** The address of each service. */
  readonly urls: Readonly<Record<string, string>>;
  /** Where their logs are, below `logs/`. */
  readonly dir: string;
  /** Calls a service as a role, of a school where it is a school's role. */
  readonly api: ReturnType<typeof apiOf>;
  /** Ends the process at once, as a power cut would. */
  kill(service: string): Promise<void>;
  /** Ends processes as an operator does, all at once: they give back what they hold. */
  end(...services: string[]): Promise<void>;
  start(...services: string[]): Promise<void>;
  /** Runs `main.js` with options, as an operator does; answers whether it ended well, and what it wrote. */
  command(service: string, ...options: string[]): Promise<{ ok: boolean; said: string }>;
  /** What the service is started with. */
  readonly settings: Readonly<Record<string, Record<string, string>>>;
  stop(): Promise<void>;
}

/** @param platform another than that of the test run, such as with a PostgreSQL of its own */
export async function startCity(platform = testPlatform()): Promise<RunningCity> {
  const prefix = `flow-${randomBytes(3).toString('hex')}.`;
  const dir = `var/flows/${prefix}`;
  const running = await startServices(platformAt(platform), {
    dir,
    topicPrefix: prefix,
    portOffset: 10_000 + 10 * randomInt(1_000),
    migrateHere: true,
  });
  const { settings } = running;
  const services = Object.fromEntries(Object.entries(running.urls).map(([name, url]) => [name, { url }]));
  return {
    prefix,
    urls: running.urls,
    dir,
    api: apiOf({ endpoints: { services }, tokenFor }),
    kill: (service) => running.kill(service, 'SIGKILL'),
    end: (...some) => each(some, (service) => running.kill(service, 'SIGTERM')),
    start: (...some) => each(some, (service) => running.start(service)),
    settings,
    command: async (service, ...options) => {
      const env = { PATH: process.env.PATH, ...settings[service] };
      const main = `dist/apps/${service}/src/main.js`;
      return new Promise((resolve) =>
        execFile(process.execPath, [main, ...options], { env }, (error, out, err) =>
          resolve({ ok: error === null, said: out + err }),
        ),
      );
    },
    stop: () => running.stop(),
  };
}

const each = async (services: string[], work: (service: string) => Promise<void>) =>
  void (await Promise.all(services.map(work)));

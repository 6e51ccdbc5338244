import { randomBytes, randomInt } from 'node:crypto';
import { startServices } from '../../local/services.mjs';
import { platformAt } from '../../local/test-platform.mjs';
import { HttpCaller, testPlatform, tokenFor } from '#testing';

/** The five services as processes of their own, with databases and topics of their own. */
export interface RunningCity {
  readonly prefix: string;
  /** Calls a service as a role of a school; a name parts two persons of one role. */
  as(service: string, role: string, school?: string, person?: string): HttpCaller;
  /** Ends the process at once, as a power cut would. */
  kill(service: string): Promise<void>;
  start(service: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startCity(): Promise<RunningCity> {
  const prefix = `flow-${randomBytes(3).toString('hex')}.`;
  const running = await startServices(platformAt(testPlatform()), {
    dir: `var/flows/${prefix}`,
    topicPrefix: prefix,
    portOffset: 10_000 + 10 * randomInt(1_000),
  });
  const urls: Record<string, string> = running.urls;
  return {
    prefix,
    as: (service, role, school, person) =>
      new HttpCaller(urls[service]!, () => tokenFor(role, school, person)),
    kill: (service) => running.kill(service, 'SIGKILL'),
    start: (service) => running.start(service),
    stop: () => running.stop(),
  };
}

import type pg from 'pg';
import { copyDatabase, testPlatform, withClient } from '#testing';
import type { RunningCity } from '../harness/running-city.ts';

const SERVICES = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];

/** Copies of the databases as they were at one moment, to which each can be set back. */
export interface Backups {
  readonly takenAt: Date;
  /** The services must be stopped. */
  restore(...services: string[]): Promise<void>;
  drop(): Promise<void>;
}

/** While nothing is on its way, so that all copies are of one moment. The services find their connections cut off. */
export async function backUp(city: RunningCity, services = SERVICES): Promise<Backups> {
  const named = Object.fromEntries(services.map((each) => [each, databaseOf(city, each)]));
  await asSuperuser(async (client) => {
    for (const name of Object.values(named)) await copyDatabase(client, name, `${name}_backup`);
  });
  return {
    takenAt: new Date(),
    restore: (...some) =>
      asSuperuser(async (client) => {
        for (const name of some.map((service) => named[service]!)) {
          await client.query(`drop database ${name} with (force)`);
          await copyDatabase(client, `${name}_backup`, name);
        }
      }),
    drop: () =>
      asSuperuser(async (client) => {
        for (const name of Object.values(named)) await client.query(`drop database ${name}_backup`);
      }),
  };
}

export const databaseOf = (city: RunningCity, service: string) =>
  new URL(city.settings[service]!.DATABASE_URL!).pathname.slice(1);

const asSuperuser = (work: (client: pg.Client) => Promise<void>) =>
  withClient(testPlatform().postgresUrl, work);

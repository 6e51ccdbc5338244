import pg from 'pg';
import { testPlatform } from '#testing';
import type { RunningCity } from '../flows/running-city.js';

const SERVICES = ['enrolment', 'student-records', 'certificates', 'certificate-lookup', 'employment'];

/** Copies of the databases as they were at one moment, to which each can be set back. */
export interface Backups {
  readonly takenAt: Date;
  /** The service must be stopped. */
  restore(service: string): Promise<void>;
  drop(): Promise<void>;
}

/** While nothing is on its way, so that all copies are of one moment. The services find their connections cut off. */
export async function backUp(city: RunningCity, services = SERVICES): Promise<Backups> {
  const named = Object.fromEntries(services.map((each) => [each, databaseOf(city, each)]));
  await asSuperuser(async (client) => {
    for (const name of Object.values(named)) await copy(client, name, `${name}_backup`);
  });
  return {
    takenAt: new Date(),
    restore: (service) =>
      asSuperuser(async (client) => {
        const name = named[service]!;
        await client.query(`drop database ${name} with (force)`);
        await copy(client, `${name}_backup`, name);
      }),
    drop: () =>
      asSuperuser(async (client) => {
        for (const name of Object.values(named)) await client.query(`drop database ${name}_backup`);
      }),
  };
}

export const databaseOf = (city: RunningCity, service: string) =>
  new URL(city.settings[service]!.DATABASE_URL!).pathname.slice(1);

async function copy(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query(`alter database ${from} allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from]);
  const { rows } = await client.query(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [from],
  );
  await client.query(`create database ${to} template ${from} owner ${rows[0].owner}`);
  await client.query(`alter database ${from} allow_connections true`);
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: testPlatform().postgresUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

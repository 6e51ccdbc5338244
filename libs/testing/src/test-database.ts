import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testPlatform } from './platform.js';

export interface TestDatabase {
  /** Address for the service: a role that is no superuser owns the database, so row-level security is real. */
  readonly url: string;
  /** Straight into the database as a superuser, past row-level security. */
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A database of its own for one spec file. */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const name = `${service.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
  const { postgresUrl } = testPlatform();
  await asSuperuser(postgresUrl, async (client) => {
    await client.query(`create role ${name} login password '${name}'`);
    await client.query(`create database ${name} owner ${name}`);
  });
  const own = new URL(postgresUrl);
  own.pathname = `/${name}`;
  const superuser = new pg.Pool({ connectionString: own.href, max: 2, application_name: 'probe' });
  superuser.on('error', () => undefined);
  own.username = name;
  own.password = name;
  return {
    url: own.href,
    query: async (sql, parameters) => (await superuser.query(sql, parameters)).rows,
    drop: async () => {
      await superuser.end();
      await asSuperuser(postgresUrl, async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop role ${name}`);
      });
    },
  };
}

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

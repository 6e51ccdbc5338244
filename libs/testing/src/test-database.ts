import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { runMigrations } from '#database';
import { testPlatform } from './platform.js';
import { withClient } from './with-client.js';

export interface TestDatabase {
  /** Address for the service: a role that owns nothing, as in production, so row-level security is real. */
  readonly url: string;
  /** Address of the role that owns the database. */
  readonly ownerUrl: string;
  /** Migrates as the owner, and gives the service's role its rights. */
  migrate(migrations: (new () => MigrationInterface)[]): Promise<void>;
  /** Straight into the database as a superuser, past row-level security. */
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A database of its own for one spec file. */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const name = `${service.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
  const owner = `${name}_owner`;
  const { postgresUrl } = testPlatform();
  await withClient(postgresUrl, async (client) => {
    await client.query(
      `create role ${owner} login password '${name}'; create role ${name} login password '${name}'`,
    );
    await client.query(`create database ${name} owner ${owner}`);
    await client.query(
      `revoke all on database ${name} from public; grant connect on database ${name} to ${name}`,
    );
  });
  const own = new URL(postgresUrl);
  own.pathname = `/${name}`;
  const superuser = new pg.Pool({ connectionString: own.href, max: 2, application_name: 'probe' });
  superuser.on('error', () => undefined);
  own.password = name;
  const [url, ownerUrl] = [name, owner].map((role) => {
    own.username = role;
    return own.href;
  }) as [string, string];
  return {
    url,
    ownerUrl,
    migrate: async (migrations) => void (await runMigrations(ownerUrl, migrations, name)),
    query: async (sql, parameters) => (await superuser.query(sql, parameters)).rows,
    drop: async () => {
      await superuser.end();
      await withClient(postgresUrl, async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop role ${name}, ${owner}`);
      });
    },
  };
}

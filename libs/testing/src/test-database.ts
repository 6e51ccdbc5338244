import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { runMigrations } from '#database';
import { testPlatform } from './platform.js';
import { withClient } from './with-client.js';

type Migrations = (new () => MigrationInterface)[];

export interface TestDatabase {
  /** Address for the service: a role that owns nothing, as in production, so row-level security is real. */
  readonly url: string;
  /** Address of the role that owns the database. */
  readonly ownerUrl: string;
  /** Migrates as the owner, and gives the service's role its rights. */
  migrate(migrations: Migrations): Promise<void>;
  /** Straight into the database as a superuser, past row-level security. */
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** An empty database of its own for one spec file, with two roles of its own. */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const name = newName(service);
  await asSuperuser(async (client) => {
    await createRoles(client, name);
    await createDatabase(client, { name, role: name });
  });
  return openDatabase({ name, role: name, ownRoles: true });
}

/**
 * A migrated database of its own for one spec file: a copy of one that was migrated once in this test run. All copies of
 * a service share its two roles.
 */
export async function copyTestDatabase(service: string, migrations: Migrations): Promise<TestDatabase> {
  const code = createHash('sha256').update(migrations.join()).digest('hex').slice(0, 8);
  const template = `${service.replaceAll('-', '_')}_${code}_${testPlatform().run}`;
  const name = newName(service);
  await asSuperuser(async (client) => {
    await ensureTemplate(client, template, migrations);
    await createDatabase(client, { name, role: template, template });
  });
  return openDatabase({ name, role: template, ownRoles: false });
}

/** Whoever comes first makes it; the others wait until it is there. */
async function ensureTemplate(client: pg.Client, name: string, migrations: Migrations): Promise<void> {
  await client.query('select pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [
      name,
    ]);
    if (rowCount) return;
    await createRoles(client, name);
    await createDatabase(client, { name, role: name });
    await runMigrations(addressOf(name, ownerOf(name), name), migrations, name);
    await client.query(`alter database ${name} is_template true`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
  }
}

const newName = (service: string) => `${service.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
const ownerOf = (role: string) => `${role}_owner`;

function addressOf(database: string, role: string, password: string): string {
  const url = new URL(testPlatform().postgresUrl);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = password;
  return url.href;
}

const asSuperuser = (work: (client: pg.Client) => Promise<unknown>) =>
  withClient(testPlatform().postgresUrl, work);

async function createRoles(client: pg.Client, role: string): Promise<void> {
  for (const each of [role, ownerOf(role)])
    await client.query(`create role ${each} login password '${role}'`);
}

async function createDatabase(
  client: pg.Client,
  { name, role, template = 'template1' }: { name: string; role: string; template?: string },
): Promise<void> {
  await client.query(`create database ${name} owner ${ownerOf(role)} template ${template}`);
  await client.query(
    `revoke all on database ${name} from public; grant connect on database ${name} to ${role}`,
  );
}

function openDatabase({
  name,
  role,
  ownRoles,
}: {
  name: string;
  role: string;
  ownRoles: boolean;
}): TestDatabase {
  const { username, password } = new URL(testPlatform().postgresUrl);
  const superuser = new pg.Pool({
    connectionString: addressOf(name, username, password),
    max: 2,
    application_name: 'probe',
  });
  superuser.on('error', () => undefined);
  const ownerUrl = addressOf(name, ownerOf(role), role);
  return {
    url: addressOf(name, role, role),
    ownerUrl,
    migrate: async (migrations) => void (await runMigrations(ownerUrl, migrations, role)),
    query: async (sql, parameters) => (await superuser.query(sql, parameters)).rows,
    drop: async () => {
      await superuser.end();
      await asSuperuser(async (client) => {
        await client.query(`drop database ${name} with (force)`);
        if (ownRoles) await client.query(`drop role ${role}, ${ownerOf(role)}`);
      });
    },
  };
}

import pg from 'pg';
import type { Servers } from './index.ts';
import { UserFacingError } from '../user-facing-error.mjs';

/**
 * Creates, where they are missing, a database and its two roles: `<name>_owner` owns it and migrates it, `<name>` is
 * what the service runs under and owns nothing. Neither is a superuser, so row-level security binds both; no other role
 * may connect.
 * @returns the database's address for each of the two
 */
export async function provisionDatabase(
  platform: Pick<Servers, 'postgres'>,
  { name, password, ownerPassword }: { name: string; password: string; ownerPassword: string },
): Promise<{ url: string; ownerUrl: string }> {
  const client = new pg.Client({ connectionString: platform.postgres.url({ database: 'postgres' }) });
  await client.connect();
  const owner = `${name}_owner`;
  try {
    await ensureRole(client, owner, ownerPassword);
    await ensureRole(client, name, password);
    await ensureDatabase(client, name, owner);
  } finally {
    await client.end();
  }
  const { postgres } = platform;
  return {
    url: postgres.url({ database: name, user: name, password }),
    ownerUrl: postgres.url({ database: name, user: owner, password: ownerPassword }),
  };
}

async function ensureRole(client: pg.Client, role: string, password: string) {
  const isNew = !(await client.query('select from pg_roles where rolname = $1', [role])).rowCount;
  const rights = 'login nosuperuser nobypassrls nocreatedb nocreaterole';
  await client.query(
    `${isNew ? 'create' : 'alter'} role ${client.escapeIdentifier(role)} ${rights} password ${client.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: pg.Client, name: string, owner: string) {
  const sql = 'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1';
  const [known] = (await client.query(sql, [name])).rows;
  const [database, ownerRole] = [client.escapeIdentifier(name), client.escapeIdentifier(owner)];
  if (!known)
    await client.query(`create database ${database} owner ${ownerRole} encoding 'UTF8' template template0`);
  else if (known.owner !== owner)
    throw new UserFacingError(
      `The database ${name} is of an earlier version of Jiangtu, which this one cannot take over. To start afresh: ` +
        '`rm -rf var/local`; with `docker compose up`: `docker compose down --volumes`; on a server of your own: drop ' +
        'its databases and roles.',
    );
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to ${database}`);
}

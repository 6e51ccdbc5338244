import pg from 'pg';

/**
 * Creates, where it is missing, a database owned by a role that is no superuser, so that row-level security binds it;
 * no other role may connect. Resolves to the database's address for that role.
 */
export async function provisionDatabase(platform, { name, role = name, password }) {
  const client = new pg.Client({ connectionString: platform.postgres.url({ database: 'postgres' }) });
  await client.connect();
  const [database, owner] = [client.escapeIdentifier(name), client.escapeIdentifier(role)];
  try {
    const isNewRole = !(await client.query('select from pg_roles where rolname = $1', [role])).rowCount;
    const rights = 'login nosuperuser nobypassrls nocreatedb nocreaterole';
    await client.query(
      `${isNewRole ? 'create' : 'alter'} role ${owner} ${rights} password ${client.escapeLiteral(password)}`,
    );
    const isNew = !(await client.query('select from pg_database where datname = $1', [name])).rowCount;
    if (isNew)
      await client.query(`create database ${database} owner ${owner} encoding 'UTF8' template template0`);
    await client.query(`revoke all on database ${database} from public`);
  } finally {
    await client.end();
  }
  return platform.postgres.url({ database: name, user: role, password });
}

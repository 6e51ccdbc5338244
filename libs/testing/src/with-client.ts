import pg from 'pg';

/**
 * A connection to PostgreSQL of its own, for as long as the work takes.
 * @param url with the role's name, its password and the database
 */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A copy of a database as it is at this moment: whoever is connected is cut off, and comes again. */
export async function copyDatabase(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query(`alter database ${from} allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from]);
  const { rows } = await client.query(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [from],
  );
  await client.query(`create database ${to} template ${from} owner ${rows[0].owner}`);
  await client.query(`alter database ${from} allow_connections true`);
}

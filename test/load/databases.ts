import pg from 'pg';
import type { ServiceName } from '#contracts';
import type { PostgresAddress } from '../../deploy/local/platform/postgres-address.ts';
import { services } from '../../deploy/local/service-list.mjs';
import { databaseNameOf } from '../../deploy/local/services.ts';

/** The services' databases as a superuser sees them. */
export type Databases = Record<ServiceName, pg.Client>;

/** @param prefix of an installation beside the first, as setUpServices() makes it */
export async function openDatabases(postgres: PostgresAddress, prefix: string): Promise<Databases> {
  const opened = services.map(async (service) => {
    const client = new pg.Client(postgres.url({ database: databaseNameOf(service, prefix) }));
    client.on('error', () => {}); // the next query rejects and tells
    await client.connect();
    return [service.name, client] as const;
  });
  return Object.fromEntries(await Promise.all(opened)) as Databases;
}

export const closeDatabases = (databases: Databases): Promise<unknown> =>
  Promise.all(Object.values(databases).map((client) => client.end()));

/** Entries and cases of today; earlier ones are of other days, and indexes go by the day. */
export async function countToday(databases: Databases): Promise<{ entries: number; cases: number }> {
  const [entries, cases] = await Promise.all([
    countSince(databases['certificate-lookup'], 'entries', 'issue_date'),
    countSince(databases.employment, 'cases', 'approved_on'),
  ]);
  return { entries, cases };
}

async function countSince(client: pg.Client, table: string, day: string): Promise<number> {
  const { rows } = await client.query(`select count(*)::int from ${table} where ${day} >= current_date - 1`);
  return rows[0].count;
}

/** What follows a load is done before the next measurement, and not in it. */
export async function settle(databases: Databases): Promise<void> {
  for (const client of Object.values(databases)) await client.query('vacuum (analyze)');
  await databases['student-records'].query('checkpoint');
}

/** By a statement over whole sets. Constraints hold by how the rows are made, so neither they nor triggers are run. */
export async function load(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
  await client.query(
    'begin; set local session_replication_role = replica; set local synchronous_commit = off',
  );
  await work();
  await client.query('commit');
}

/**
 * Keeps a row that a service wrote into the table as `model`, until the transaction ends, and makes the statement that
 * inserts rows like it.
 * @param own expressions of the columns by which each differs
 * @param source where the rows come from, with a number n of each
 */
export async function copyStatement(
  client: pg.Client,
  table: string,
  own: Record<string, string>,
  source = 'generate_series($1::int, $2::int) n',
): Promise<string> {
  await client.query(`create temp table model on commit drop as select * from ${table} limit 1`);
  const { rowCount, fields } = await client.query('select * from model');
  if (!rowCount) throw new Error(`There is no row in ${table} that others could be made like.`);
  const columns = fields.map(({ name }) => name);
  const values = columns.map((name) => own[name] ?? `model.${name}`);
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from model, ${source}`;
}

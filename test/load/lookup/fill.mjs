import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { round } from '../usage.mjs';
import { firstOfLastYear, statements } from './certificate-rows.mjs';

const AT_ONCE = 500_000;
/** As full as B-trees get whose keys come in no order: built at once they would be at 90. */
const FILL_OF_HASHES = 70;
const HASHED = ['entries_by_number_and_name', 'entries_by_id_and_name'];

/**
 * Fills the lookup's tables, each in one transaction that has emptied it before, which writes no log under
 * `wal_level=minimal`. Indexes that are no constraints are made afterwards, by their own definitions.
 * @returns seconds of each step
 */
export async function fill(url, { rows, lengths, log }) {
  const seconds = {};
  const all = statements(rows, lengths);
  const load = async (tables) => {
    for (const table of tables)
      await timed(seconds, table, () => loadTable(url, { table, sql: all[table], rows, seconds, log }));
  };
  await Promise.all([load(['entries']), load(['data_keys', 'aggregate_versions', 'inbox'])]);
  await withClient(url, async (client) => {
    await timed(seconds, 'vacuum and analyze', () => client.query('vacuum (analyze)'));
    await timed(seconds, 'checkpoint', () => client.query('checkpoint'));
  });
  return seconds;
}

async function loadTable(url, { table, sql, rows, seconds, log }) {
  await withClient(url, async (client) => {
    await client.query(
      `begin; set local maintenance_work_mem = '1GB'; set local session_replication_role = replica`,
    );
    const indexes = await dropIndexes(client, table);
    await client.query(`truncate ${table}`);
    const first = table === 'inbox' ? firstOfLastYear(rows) : 0;
    for (let from = first; from < rows; from += AT_ONCE) {
      await client.query(sql, [from, Math.min(rows, from + AT_ONCE)]);
      if (from + AT_ONCE < rows && ((from - first) / AT_ONCE) % 10 === 9)
        log(`  ${from + AT_ONCE} rows of ${table}`);
    }
    for (const { name, definition } of indexes)
      await timed(seconds, `index ${name}`, () =>
        client.query(
          HASHED.includes(name) ? `${definition} with (fillfactor = ${FILL_OF_HASHES})` : definition,
        ),
      );
    await client.query('commit');
  });
}

async function dropIndexes(client, table) {
  const { rows } = await client.query(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

export async function timed(seconds, name, work) {
  const began = performance.now();
  await work();
  seconds[name] = round((performance.now() - began) / 1_000);
}

export async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Bytes of every table with rows, and of each of its indexes. */
export async function sizesOf(client) {
  const { rows } = await client.query(`
    select relname as name, reltuples::float8 as rows, pg_table_size(oid)::float8 as heap, (
      select jsonb_object_agg(indexrelid::regclass::text, pg_relation_size(indexrelid)) from pg_index
      where indrelid = pg_class.oid) as indexes
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'bench_sample'
      and pg_table_size(oid) > 1e6 order by 3 desc`);
  return rows;
}

import type pg from 'pg';
import type { StartedPlatform } from '../../../deploy/local/platform/index.ts';
import { progress } from '../../../deploy/local/progress.ts';
import { certificatesOf, firstOfLastYear, IN_LOOKUP } from '../certificate-rows.ts';
import { copyStatement, load } from '../databases.ts';
import { round } from '../usage.ts';
import { setUpLookup, untilSo } from './lookup.ts';
import { samplePeople, storeSample } from './sample-people.ts';
import { newNumbers, publishStates } from './states.ts';

const AT_ONCE = 500_000;
/** As full as B-trees get whose keys come in no order: built at once they would be at 90. */
const FILL_OF_HASHES = 70;
/** Columns of `bench_sample` that stand in for copied ones: their seals open. */
const SAMPLED: Record<string, string[]> = {
  entries: ['identity', 'number_and_name', 'id_and_name'],
  data_keys: ['sealed_key'],
};
const HASHED = ['entries_by_number_and_name', 'entries_by_id_and_name'];

/** The lookup, its tables full of copies of what it wrote itself of one certificate, and who can be looked up in it. */
export async function startFilledLookup(platform: StartedPlatform, rows: number, sample: number) {
  const lookup = await setUpLookup(platform);
  await lookup.start();
  await publishStates(lookup, newNumbers(rows, 1), { version: 1, status: 'VALID' });
  await untilSo('first entries', () =>
    lookup.inDatabase(async (client) => (await client.query('select from entries')).rowCount === 1),
  );
  await lookup.stop();
  const people = samplePeople(rows, sample);
  await lookup.inDatabase((client) => storeSample(client, people, lookup.settings));
  progress(`filling with ${rows} certificates, of which ${sample} can be looked up`);
  const fillSeconds: Record<string, number> = {};
  await Promise.all(
    [['entries'], ['data_keys', 'aggregate_versions', 'inbox']].map((tables) =>
      lookup.inDatabase(async (client) => {
        for (const table of tables) await fill(client, table, rows, fillSeconds);
      }),
    ),
  );
  const tables = await lookup.inDatabase(async (client) => {
    await timed(fillSeconds, 'vacuum and analyze', () => client.query('vacuum (analyze)'));
    await timed(fillSeconds, 'checkpoint', () => client.query('checkpoint'));
    return sizesOf(client);
  });
  await lookup.start();
  progress('the tables are full');
  return { lookup, people, fillSeconds, tables };
}

/**
 * In one transaction that has emptied the table before, which writes no log under `wal_level=minimal`. Indexes that are no
 * constraints are made afterwards, by their own definitions.
 */
async function fill(client: pg.Client, table: string, rows: number, seconds: Record<string, number>) {
  await load(client, async () => {
    await client.query(`set local maintenance_work_mem = '1GB'`);
    const indexes = await dropIndexes(client, table);
    const own = { ...IN_LOOKUP[table] };
    for (const column of SAMPLED[table] ?? [])
      own[column] = `coalesce(sample.${column}, ${own[column] ?? `model.${column}`})`;
    const source = `${certificatesOf(rows)} left join bench_sample sample using (n)`;
    const sql = await copyStatement(client, table, own, source);
    await client.query(`truncate ${table}`);
    await timed(seconds, table, async () => {
      // The ids of older events are forgotten after 45 days; the last 45 days hold at most a year's.
      for (let from = table === 'inbox' ? firstOfLastYear(rows) : 0; from < rows; from += AT_ONCE) {
        await client.query(sql, [from, Math.min(rows, from + AT_ONCE)]);
        if (from % (10 * AT_ONCE) === 9 * AT_ONCE) progress(`  ${from + AT_ONCE} rows of ${table}`);
      }
    });
    for (const { name, definition } of indexes) {
      const fillFactor = HASHED.includes(name) ? ` with (fillfactor = ${FILL_OF_HASHES})` : '';
      await timed(seconds, `index ${name}`, () => client.query(definition + fillFactor));
    }
  });
}

async function dropIndexes(client: pg.Client, table: string) {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

async function timed(seconds: Record<string, number>, name: string, work: () => Promise<unknown>) {
  const began = performance.now();
  await work();
  seconds[name] = round((performance.now() - began) / 1_000);
}

/** Bytes of every table that has many rows, and of each of its indexes. */
async function sizesOf(client: pg.Client) {
  const { rows } = await client.query(`
    select relname as name, reltuples::float8 as rows, pg_table_size(oid)::float8 as heap, (
      select jsonb_object_agg(indexrelid::regclass::text, pg_relation_size(indexrelid)) from pg_index
      where indrelid = pg_class.oid) as indexes
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'bench_sample'
      and pg_table_size(oid) > 1e6 order by 3 desc`);
  return rows;
}

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { services } from '../../deploy/local/service-list.mjs';
import { round } from './usage.mjs';

const TABLES = `
  select relname as name, pg_table_size(oid)::float8 as heap, pg_indexes_size(oid)::float8 as indexes
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;

/**
 * What every table and topic of an installation takes. A table is vacuumed before, so that what was written and deleted
 * again, as in an outbox, does not count.
 * @param {{ postgres: object, dir: string }} platform
 * @param {string} prefix of the topics, as setUpServices() takes it
 */
export async function lookAtStorage({ postgres, dir }, prefix) {
  const tables = {};
  for (const { database } of services) {
    const client = new pg.Client({
      connectionString: postgres.url({ database: prefix.replace(/\W/g, '_') + database }),
    });
    await client.connect();
    await client.query('vacuum');
    for (const { name, heap, indexes } of (await client.query(TABLES)).rows) {
      const { rows } = await client.query(`select count(*)::int from ${client.escapeIdentifier(name)}`);
      tables[`${database}.${name}`] = { rows: rows[0].count, heap, indexes };
    }
    await client.end();
  }
  return { tables, topics: topicsIn(path.join(dir, 'kafka/data'), prefix), wal: await walOf(postgres) };
}

async function walOf(postgres) {
  const client = new pg.Client({ connectionString: postgres.url({ database: 'postgres' }) });
  await client.connect();
  const { rows } = await client.query(`select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes`);
  await client.end();
  return Number(rows[0].bytes);
}

/** Bytes of the records of each topic; its index files are made larger than they need beforehand. */
function topicsIn(data, prefix) {
  const sums = {};
  for (const folder of readdirSync(data)) {
    const topic = /^(.+)-\d+$/.exec(folder)?.[1];
    if (!topic?.startsWith(prefix)) continue;
    const logs = readdirSync(path.join(data, folder)).filter((file) => file.endsWith('.log'));
    const bytes = logs.reduce((sum, file) => sum + statSync(path.join(data, folder, file)).size, 0);
    const name = topic.slice(prefix.length);
    sums[name] = (sums[name] ?? 0) + bytes;
  }
  return sums;
}

/** What came between two looks, for one of `count`; tables and topics that did not grow are left out. */
export function grownBy(before, after, count) {
  const each = (number) => round(number / count, number / count < 10 ? 2 : 0);
  const tables = Object.entries(after.tables).map(([name, now]) => {
    const was = before.tables[name];
    return [name, Object.fromEntries(Object.keys(now).map((part) => [part, each(now[part] - was[part])]))];
  });
  const topics = Object.entries(after.topics).map(([name, now]) => [name, each(now - before.topics[name])]);
  return {
    databases: sumsByDatabase(before, after, each),
    tables: Object.fromEntries(tables.filter(([, { rows }]) => rows > 0)),
    topics: Object.fromEntries(topics.filter(([, bytes]) => bytes > 0)),
    wal: each(after.wal - before.wal),
  };
}

function sumsByDatabase(before, after, each) {
  const sums = {};
  for (const [name, { heap, indexes }] of Object.entries(after.tables)) {
    const [database] = name.split('.');
    sums[database] =
      (sums[database] ?? 0) + heap + indexes - before.tables[name].heap - before.tables[name].indexes;
  }
  return Object.fromEntries(Object.entries(sums).map(([name, bytes]) => [name, each(bytes)]));
}

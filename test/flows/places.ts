import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { testPlatform, withClient } from '#testing';

/** Something that was written, and where. */
export interface Written {
  readonly place: string;
  readonly text: string;
}

/** Every log below var/: of the services, and of the servers where they were started here. */
export function logs(): Written[] {
  // Files of a database come and go while it is looked at, and so do the logs of specs that run beside.
  const found = globSync('**/logs/*.log', {
    cwd: 'var',
    exclude: (file) => path.basename(file) === 'postgres',
  });
  return found.flatMap((file) => {
    try {
      return { place: `log ${file}`, text: readFileSync(path.join('var', file), 'utf8') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}

/** Every record of every topic whose name begins so, up to where it ends now. */
export async function records(prefix: string): Promise<Written[]> {
  const kafka = new Kafka({ brokers: testPlatform().kafkaBrokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  const wanted = ends.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const found: Written[] = [];
  const seen = { count: 0 };
  const consumer = kafka.consumer({ groupId: `${prefix}all-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { key, value, headers } of batch.messages) {
        const parts = [key, value, ...Object.entries(headers ?? {}).flat()].map(String);
        found.push({ place: `topic ${batch.topic}`, text: parts.join('\n') });
      }
      seen.count = found.length;
    },
  });
  // Markers of transactions have offsets too, so the end may lie behind the last record.
  for (let still = 0, before = -1; seen.count < wanted && still < 12; await sleep(250)) {
    still = seen.count === before ? still + 1 : 0;
    before = seen.count;
  }
  await consumer.disconnect();
  return found;
}

/** Every row of every table of the databases whose names begin so, as text; bytes are in hexadecimal. */
export async function rows(prefix: string): Promise<Written[]> {
  const database = prefix.replace(/\W/g, '_');
  const names = await query('postgres', 'select datname as name from pg_database where datname like $1', [
    `${database}%`,
  ]);
  return (await Promise.all(names.map(({ name }) => rowsOf(name!)))).flat();
}

async function rowsOf(database: string): Promise<Written[]> {
  const tables = await query(
    database,
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const found: Written[] = [];
  for (const { name } of tables)
    for (const { text } of await query(database, `select t::text as text from ${name} t`))
      found.push({ place: `table ${database}.${name}`, text: text! });
  return found;
}

function query(database: string, sql: string, parameters: unknown[] = []) {
  const url = new URL(testPlatform().postgresUrl);
  url.pathname = `/${database}`;
  return withClient(
    url.href,
    async (client) => (await client.query<Record<string, string>>(sql, parameters)).rows,
  );
}

import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { sealingOf } from './sealing.mjs';

/** A day is a day here too. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const { DATABASE_URL, KAFKA_BROKERS, PREFIX, SEALED, EVERY_ROW, SEALING_KEYS, TOPIC_KEYS } = process.env;
/** Rows of one send; a broker takes 1 MiB for one partition. */
const RELAY_ROWS = 500;
const POLL_MS = 50;

/** Whether also to write what only our own system writes: its guards, and what its services keep besides. */
export const everyRow = EVERY_ROW === '1';
export const sealing = sealingOf({
  sealed: SEALED === '1',
  sealingKeys: JSON.parse(SEALING_KEYS),
  topicKeys: JSON.parse(TOPIC_KEYS),
});
export const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 6 });
const kafka = new Kafka({ clientId: 'yardstick', brokers: [KAFKA_BROKERS], logLevel: logLevel.NOTHING });

export async function inTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // Row-level security binds the role of each database.
    await client.query(`select set_config('jiangtu.scope', 'all', true)`);
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** The records of an event: the same headers and the same payload as the services send. */
export function outboxRow({ source, topic, key, subject, type, version, data, sealed, causedBy }) {
  const id = uuidv7();
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: type,
    ce_source: source,
    ce_time: new Date().toISOString(),
    ce_subject: subject,
    ce_dataschema: `urn:jiangtu:schema:${type}`,
    ce_aggregateversion: String(version),
    ce_correlationid: causedBy?.ce_correlationid ?? id,
    ...(causedBy && { ce_causationid: causedBy.ce_id }),
  };
  const payload = sealed ? { ...data, [sealed]: sealing.sealForTopic(topic, data[sealed]) } : data;
  return { id, topic, key, type, payload: JSON.stringify(payload), headers };
}

export async function insertOutbox(client, rows) {
  await client.query(
    `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
     select 0, * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
    [
      rows.map(({ id }) => id),
      rows.map(({ topic }) => topic),
      rows.map(({ key }) => key),
      rows.map(({ type }) => type),
      rows.map(({ payload }) => payload),
      rows.map(({ headers }) => JSON.stringify(headers)),
    ],
  );
}

/** Which of these events are new here. */
export async function insertInbox(client, messages) {
  const { rows } = await client.query(
    `insert into inbox (event_id) select id from unnest($1::uuid[]) as id on conflict do nothing returning event_id`,
    [messages.map(({ headers }) => headers.ce_id)],
  );
  const ids = new Set(rows.map((row) => row.event_id));
  return messages.filter(({ headers }) => ids.has(headers.ce_id));
}

export async function raiseVersions(client, topic, messages) {
  await client.query(
    `insert into aggregate_versions as known select $1, * from unnest($2::text[], $3::bigint[])
     on conflict (topic, subject) do update set version = greatest(known.version, excluded.version)`,
    [
      topic,
      messages.map(({ headers }) => headers.ce_subject),
      messages.map(({ headers }) => headers.ce_aggregateversion),
    ],
  );
}

export async function insertRows(client, table, rows, conflict) {
  const names = Object.keys(rows[0]);
  const columns = names.join(', ');
  const set = names.map((column) => `${column} = excluded.${column}`).join(', ');
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)
     on conflict ${conflict ? `(${conflict}) do update set ${set}` : 'do nothing'}`,
    [JSON.stringify(rows)],
  );
}

/** The data keys of records; there are none where nothing is sealed. */
export async function insertKeys(client, made) {
  const rows = made.flatMap(({ key }) => key.row ?? []);
  if (rows.length > 0) await insertRows(client, 'data_keys', rows, 'subject');
}

/** Reads, produces with acks=all, deletes, and again. `wake` is to be called after each commit. */
export async function startRelay() {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  const client = await pool.connect();
  let resume = none;
  void relayForEver().catch(endLoudly);
  return { wake: () => resume() };

  async function relayForEver() {
    for (;;) {
      const { rows } = await client.query({
        name: 'read',
        text: `select position, aggregatetype as topic, aggregateid as key, payload, headers
               from outbox order by position limit ${RELAY_ROWS}`,
      });
      if (rows.length > 0) await send(rows);
      else
        await new Promise((resolve) => {
          resume = resolve;
          setTimeout(resolve, POLL_MS);
        });
    }
  }

  async function send(rows) {
    const topicMessages = [...Map.groupBy(rows, ({ topic }) => topic)].map(([topic, some]) => ({
      topic: PREFIX + topic,
      messages: some.map(({ key, payload, headers }) => ({ key, value: payload, headers })),
    }));
    await producer.sendBatch({ acks: -1, topicMessages });
    await client.query('delete from outbox where position = any($1)', [rows.map(({ position }) => position)]);
  }
}

/** Hands over batches of one partition; commits the offset after `handle` has resolved. */
export async function startConsumer(name, handlers) {
  const topics = Object.keys(handlers);
  const consumer = kafka.consumer({ groupId: `${PREFIX}${name}`, maxWaitTimeInMs: 1_000 });
  consumer.on(consumer.events.CRASH, ({ payload }) => endLoudly(payload.error));
  await consumer.connect();
  await consumer.subscribe({ topics: topics.map((topic) => PREFIX + topic), fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 4,
    eachBatch: async (payload) => {
      const { batch } = payload;
      const topic = batch.topic.slice(PREFIX.length);
      const messages = batch.messages.map(({ key, value, headers }) => ({
        key: String(key),
        headers: Object.fromEntries(
          Object.entries(headers).map(([header, bytes]) => [header, String(bytes)]),
        ),
        data: JSON.parse(value),
      }));
      await handlers[topic](messages);
      payload.resolveOffset(batch.lastOffset());
      const offset = String(BigInt(batch.lastOffset()) + 1n);
      await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset }]);
      await payload.heartbeat();
    },
  });
}

const none = () => {};

/** A yardstick that lost something measures nothing. */
function endLoudly(error) {
  console.error(error);
  process.exit(1);
}

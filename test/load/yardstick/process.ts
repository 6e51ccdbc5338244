import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { sealingBy } from './sealing.ts';
import { Tx } from './tx.ts';

/** A day is a day here too. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const { DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX, EVERY_ROW, SEALING_KEYS, TOPIC_KEYS } =
  process.env as Record<string, string>;
const prefix = KAFKA_TOPIC_PREFIX!;
/** Rows of one send; a broker takes 1 MiB for one partition. */
const RELAY_ROWS = 500;
const POLL_MS = 50;

export const GRADUATIONS = 'student-records.graduations.v1';
export const CERTIFICATES = 'certificates.certificates.v1';
export const LOOKUP = 'certificates.lookup.v1';

/** A row of a table, or the data of an event. */
export type Row = Record<string, any>;

export interface Message {
  headers: Record<string, string>;
  data: Row;
}

/** Whether also to write what only our own system writes: its guards, and what its services keep besides. */
export const everyRow = EVERY_ROW === '1';
export const sealing = sealingBy(JSON.parse(SEALING_KEYS!), JSON.parse(TOPIC_KEYS!));
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 6 });
const kafka = new Kafka({ clientId: 'yardstick', brokers: [KAFKA_BROKERS!], logLevel: logLevel.NOTHING });
let wakeRelay = () => {};

/** Wakes the relay after the commit, where something is for it. */
export async function inTransaction(work: (tx: Tx) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  const tx = new Tx(client, sealing);
  try {
    await client.query('begin');
    // Row-level security binds the role of each database.
    await client.query(`select set_config('jiangtu.scope', 'all', true)`);
    await work(tx);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  if (tx.hasPublished) wakeRelay();
}

/** Reads, produces with acks=all, deletes, and again. */
export async function startRelay(): Promise<void> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  const client = await pool.connect();
  const relayForEver = async () => {
    for (;;) {
      const { rows } = await client.query({
        name: 'read',
        text: `select position, aggregatetype as topic, aggregateid as key, payload, headers
               from outbox order by position limit ${RELAY_ROWS}`,
      });
      if (rows.length > 0) await send(rows);
      else
        await new Promise<void>((resolve) => {
          wakeRelay = resolve;
          setTimeout(resolve, POLL_MS);
        });
    }
  };
  const send = async (rows: Row[]) => {
    const topicMessages = [...Map.groupBy(rows, ({ topic }) => topic)].map(([topic, some]) => ({
      topic: prefix + topic,
      messages: some.map(({ key, payload, headers }) => ({ key, value: payload, headers })),
    }));
    await producer.sendBatch({ acks: -1, topicMessages });
    await client.query('delete from outbox where position = any($1)', [rows.map(({ position }) => position)]);
  };
  void relayForEver().catch(endLoudly);
}

interface Reaction {
  /** drops what came before; where every row is written, all reactions do */
  once?: boolean;
  handle: (tx: Tx, messages: Message[]) => Promise<void>;
}

/** Handles batches of one partition, each in a transaction, and commits the offset after it. */
export async function startConsumer(name: string, reactions: Record<string, Reaction>): Promise<void> {
  const consumer = kafka.consumer({ groupId: `${prefix}${name}`, maxWaitTimeInMs: 1_000 });
  consumer.on(consumer.events.CRASH, ({ payload }) => endLoudly(payload.error));
  await consumer.connect();
  const topics = Object.keys(reactions).map((topic) => prefix + topic);
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 4,
    eachBatch: async (payload) => {
      const { batch } = payload;
      const topic = batch.topic.slice(prefix.length);
      const { once, handle } = reactions[topic]!;
      const messages = batch.messages.map(({ value, headers }) => ({
        headers: Object.fromEntries(
          Object.entries(headers!).map(([header, bytes]) => [header, String(bytes)]),
        ),
        data: JSON.parse(String(value)),
      }));
      await inTransaction(async (tx) => {
        const fresh = once || everyRow ? await tx.newOnes(messages) : messages;
        if (fresh.length === 0) return;
        if (everyRow) await tx.raiseVersions(topic, fresh);
        await handle(tx, fresh);
      });
      payload.resolveOffset(batch.lastOffset());
      const offset = String(BigInt(batch.lastOffset()) + 1n);
      await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset }]);
      await payload.heartbeat();
    },
  });
}

/** A yardstick that lost something measures nothing. */
function endLoudly(error: unknown) {
  console.error(error);
  process.exit(1);
}

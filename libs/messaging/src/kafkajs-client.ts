import { createRequire } from 'node:module';
import { type Consumer, type EachBatchPayload, Kafka, logLevel } from 'kafkajs';
import type {
  ConsumedRecord,
  KafkaPort,
  PartitionOffsets,
  RecordProducer,
  RunningConsumer,
  Subscription,
} from './kafka-port.js';

/** A member that died is missed after this long; the broker's default lower bound. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 1_000;
/** How long the broker keeps a transaction open whose producer died. */
const TRANSACTION_TIMEOUT_MS = 10_000;

quietRequestQueue();

/** {@link KafkaPort} over kafkajs; nothing else may import kafkajs. */
export function kafkajsClient(clientId: string, brokers: string[]): KafkaPort {
  const kafka = new Kafka({
    clientId,
    brokers,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    // 5 ms and not the default 300: a transaction right after another is refused once and must not wait that long.
    retry: { initialRetryTime: 5, maxRetryTime: 2_000, retries: 8 },
  });
  const admin = kafka.admin({ retry: { initialRetryTime: 50, retries: 3 } });
  let adminConnected: Promise<void> | undefined;
  const connectedAdmin = async () => {
    adminConnected ??= admin.connect();
    await adminConnected.catch((error: unknown) => {
      adminConnected = undefined;
      throw error;
    });
    return admin;
  };

  return {
    producer: async (transactionalId) => {
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        transactionalId,
        transactionTimeout: TRANSACTION_TIMEOUT_MS,
      });
      await producer.connect();
      return recordProducer(producer, transactionalId !== undefined);
    },
    consume: (subscription) => startConsumer(kafka, subscription),
    endOffsets: async (topics) => {
      const offsets = await Promise.all(
        topics.map(async (topic) => ({
          topic,
          partitions: await (await connectedAdmin()).fetchTopicOffsets(topic),
        })),
      );
      return byPartition(offsets, ({ high }) => high);
    },
    handledOffsets: async (groupId, topics) => {
      const offsets = await (await connectedAdmin()).fetchOffsets({ groupId, topics });
      return byPartition(offsets, ({ offset }) => (offset === '-1' ? '0' : offset));
    },
    close: async () => {
      if (adminConnected) await admin.disconnect();
    },
  };
}

function byPartition<P extends { partition: number }>(
  topics: { topic: string; partitions: P[] }[],
  offsetOf: (partition: P) => string,
): PartitionOffsets {
  return new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map((each) => [`${topic}/${each.partition}`, BigInt(offsetOf(each))] as const),
    ),
  );
}

function recordProducer(producer: ReturnType<Kafka['producer']>, transactional: boolean): RecordProducer {
  return {
    send: async (records) => {
      const topicMessages = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, messages]) => ({
        topic,
        messages: messages.map(({ key, value, headers }) => ({ key, value, headers })),
      }));
      if (!transactional) {
        await producer.sendBatch({ acks: -1, topicMessages });
        return;
      }
      const transaction = await producer.transaction();
      try {
        await transaction.sendBatch({ acks: -1, topicMessages });
        await transaction.commit();
      } catch (error) {
        if (transaction.isActive()) await transaction.abort().catch(() => undefined);
        throw error;
      }
    },
    close: () => producer.disconnect(),
  };
}

async function startConsumer(kafka: Kafka, subscription: Subscription): Promise<RunningConsumer> {
  const consumer = kafka.consumer({
    groupId: subscription.groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: Number.MAX_SAFE_INTEGER },
  });
  let joined = false;
  consumer.on(consumer.events.GROUP_JOIN, () => (joined = true));
  consumer.on(consumer.events.REBALANCING, () => (joined = false));
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    joined = false;
    if (!payload.restart) subscription.onFatal(payload.error);
  });
  commitPastMarkers(consumer);
  await consumer.connect();
  await consumer.subscribe({ topics: subscription.topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: (payload) => handleBatch(consumer, payload, subscription),
  });
  return { joined: () => joined, close: () => consumer.disconnect() };
}

async function handleBatch(
  consumer: Consumer,
  payload: EachBatchPayload,
  { onBatch }: Subscription,
): Promise<void> {
  const { batch } = payload;
  if (!payload.isRunning() || payload.isStale()) return;
  // A batch may wait for a lock in the database for longer than a session lasts.
  const beating = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_INTERVAL_MS);
  try {
    await onBatch(
      batch.messages.map((message) => consumedRecord(batch.topic, batch.partition, message)),
      { stillOurs: () => payload.heartbeat() },
    );
  } finally {
    clearInterval(beating);
  }
  payload.resolveOffset(batch.messages.at(-1)!.offset);
  const next = String(BigInt(batch.lastOffset()) + 1n);
  await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset: next }]);
}

/**
 * The end marker of a transaction takes an offset but reaches no handler. It is committed too, so that "handled up
 * to the end" can be read off the group's offsets.
 */
function commitPastMarkers(consumer: Consumer): void {
  consumer.on(
    consumer.events.END_BATCH_PROCESS,
    ({ payload: { topic, partition, batchSize, lastOffset } }) => {
      if (batchSize > 0) return;
      const offset = String(BigInt(lastOffset) + 1n);
      consumer.commitOffsets([{ topic, partition, offset }]).catch(() => undefined);
    },
  );
}

function consumedRecord(
  topic: string,
  partition: number,
  message: EachBatchPayload['batch']['messages'][number],
): ConsumedRecord {
  return {
    topic,
    partition,
    offset: message.offset,
    key: storable(message.key?.toString() ?? ''),
    headers: Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [storable(name), storable(String(value))]),
    ),
    value: message.value?.toString() ?? '',
  };
}

/** PostgreSQL's text takes no NUL: whatever a producer sends, it must be possible to park it. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD');

/**
 * kafkajs 2.2.4 wakes every millisecond, also when there is nothing to wait for: 6 % of a core in an idle process,
 * and a TimeoutNegativeWarning on Node 24. With nothing pending and no throttling there is nothing to schedule.
 */
function quietRequestQueue(): void {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: {
    pending: unknown[];
    throttledUntil: number;
  }) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}

import './kafkajs-mends.js';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaPort, PartitionOffsets, RecordProducer } from './kafka-port.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';

/** How long the broker keeps a transaction open whose producer died. */
const TRANSACTION_TIMEOUT_MS = 10_000;

/** What Kafka answers for a partition of which a group has committed nothing. */
const NOTHING_COMMITTED = -1n;

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

  const offsetsOf = async (topics: string[], which: (partition: { low: string; high: string }) => string) => {
    const offsets = await Promise.all(
      topics.map(async (topic) => ({
        topic,
        partitions: await (await connectedAdmin()).fetchTopicOffsets(topic),
      })),
    );
    return byPartition(offsets, which);
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
      // kafkajs makes itself known by its transactional id only when it begins a transaction. Until then it shuts
      // nobody out, and a relay that reads its rows before could be the later one to do so.
      if (transactionalId !== undefined) await (await producer.transaction()).abort();
      return recordProducer(producer, transactionalId !== undefined);
    },
    consume: async (subscription) => {
      const consumer = new KafkajsConsumer(kafka, subscription);
      await consumer.start();
      return consumer;
    },
    endOffsets: (topics) => offsetsOf(topics, ({ high }) => high),
    handledOffsets: async (groupId, topics) => {
      const offsets = await (await connectedAdmin()).fetchOffsets({ groupId, topics });
      const begun = byPartition(offsets, ({ offset }) => offset);
      if (![...begun.values()].includes(NOTHING_COMMITTED)) return begun;
      const beginnings = await offsetsOf(topics, ({ low }) => low);
      return new Map(
        [...begun].map(([place, offset]) => [
          place,
          offset === NOTHING_COMMITTED ? (beginnings.get(place) ?? 0n) : offset,
        ]),
      );
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

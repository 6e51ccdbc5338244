import type { Producer } from 'kafkajs';
import { type KafkaConnection, kafkajsConfig } from './kafka-connection.js';
import { Kafka, logLevel } from './kafkajs.js';
import type { KafkaPort, PartitionOffsets, RecordProducer } from './kafka-port.js';
import { fencedProducer } from './kafkajs-fence.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';
import { topicProblems } from './topic-problems.js';

/** How long the broker keeps a transaction open whose producer died while it set up its fence. */
const TRANSACTION_TIMEOUT_MS = 10_000;

/** What Kafka answers for a partition of which a group has committed nothing. */
const NOTHING_COMMITTED = -1n;

/** {@link KafkaPort} over kafkajs; nothing else may import kafkajs. */
export function kafkajsClient(clientId: string, connection: KafkaConnection): KafkaPort {
  const kafka = new Kafka({
    ...kafkajsConfig(connection),
    clientId,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    // 5 ms and not the default 300: a fence waits for the markers of its transaction, and they take a few.
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
    producer: async (fence) => {
      const config = { idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false };
      if (fence) {
        const { producer, sender } = await fencedProducer(
          kafka,
          await connectedAdmin(),
          { ...config, transactionTimeout: TRANSACTION_TIMEOUT_MS },
          fence,
        );
        return recordProducer(producer, sender);
      }
      const producer = kafka.producer(config);
      await producer.connect();
      return recordProducer(producer, producer);
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
    topicProblems: (topics) => topicProblems(connection, topics),
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

function recordProducer(producer: Producer, sender: Pick<Producer, 'sendBatch'>): RecordProducer {
  return {
    send: async (records) => {
      const topicMessages = [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, messages]) => ({
        topic,
        messages: messages.map(({ key, value, headers }) => ({ key, value, headers })),
      }));
      await sender.sendBatch({ acks: -1, topicMessages });
    },
    close: () => producer.disconnect(),
  };
}

import type { Admin, Kafka, Producer, ProducerConfig, Transaction } from 'kafkajs';
import type { Fence } from './kafka-port.js';
import { sendWithoutTransactions, writeMarkers } from './kafkajs-patches.js';

/**
 * A producer that shuts out its predecessor for good, and sends without transactions.
 *
 * Brokers remember, for each partition, the newest epoch of each producer id, and refuse records of an older one. They
 * hear of an epoch from records and from the markers that end a transaction. So the producer makes itself known by its
 * transactional id, which raises the epoch; enters an empty transaction into every partition and aborts it, which
 * writes markers; and makes itself known again, which waits for them. From then on plain idempotent records are fenced
 * as well as a transaction would fence them, without its three requests for each batch.
 * (Kafka: ProducerAppendInfo.checkProducerEpoch, TransactionCoordinator.handleInitProducerId.)
 *
 * A partition forgets a producer that has been silent for a day, and the coordinator a transactional id after a week: see
 * FENCE_LASTS_MS in shard-producers.ts, and FRESH_FOR_MS in shard-drain.ts.
 * @throws KafkaJSError when the brokers cannot be reached, or another producer has shut this one out already
 */
export async function fencedProducer(
  kafka: Kafka,
  admin: Admin,
  config: ProducerConfig,
  { transactionalId, topics }: Fence,
): Promise<{ producer: Producer; sender: Pick<Transaction, 'sendBatch'> }> {
  const { topics: metadata } = await admin.fetchTopicMetadata({ topics: [...topics] });
  const connect = async () => {
    const producer = kafka.producer({ ...config, transactionalId });
    try {
      await producer.connect();
      return { producer, sender: await producer.transaction() };
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  };
  const first = await connect();
  try {
    await writeMarkers(
      transactionalId,
      metadata.map(({ name, partitions }) => ({
        topic: name,
        partitions: partitions.map(({ partitionId }) => partitionId),
      })),
    );
  } finally {
    await first.producer.disconnect();
  }
  sendWithoutTransactions(transactionalId);
  return connect();
}

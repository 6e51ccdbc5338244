import type { Admin, AdminConfig } from 'kafkajs';
import { type KafkaConnection, kafkajsConfig } from './kafka-connection.js';
import { Kafka, logLevel } from './kafkajs.js';

/** Connects to the brokers for one piece of administration, and disconnects whatever comes of it. */
export async function withAdmin<T>(
  connection: KafkaConnection,
  work: (admin: Admin) => Promise<T>,
  config?: AdminConfig,
): Promise<T> {
  const kafka = new Kafka({
    ...kafkajsConfig(connection),
    clientId: 'jiangtu-admin',
    connectionTimeout: 3_000,
    ...(config?.retry && { retry: config.retry }),
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin(config);
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

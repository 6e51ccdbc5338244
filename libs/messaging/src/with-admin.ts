import type { Admin, AdminConfig } from 'kafkajs';
import { Kafka, logLevel } from './kafkajs.js';

/** Connects to the brokers for one piece of administration, and disconnects whatever comes of it. */
export async function withAdmin<T>(
  brokers: string[],
  work: (admin: Admin) => Promise<T>,
  config?: AdminConfig,
): Promise<T> {
  const admin = new Kafka({ clientId: 'jiangtu-admin', brokers, logLevel: logLevel.NOTHING }).admin(config);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

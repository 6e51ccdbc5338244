import type { Servers } from './index.ts';
import { postgresAt } from './postgres-address.ts';

/** Servers that run already, by their addresses in the environment. */
export function givenServers(): Servers {
  const { JIANGTU_POSTGRES_URL, JIANGTU_KAFKA_BROKERS, JIANGTU_REDIS_URL } = process.env;
  return {
    postgres: postgresAt(JIANGTU_POSTGRES_URL!),
    kafka: { brokers: JIANGTU_KAFKA_BROKERS!.split(',') },
    redis: { url: JIANGTU_REDIS_URL! },
  };
}

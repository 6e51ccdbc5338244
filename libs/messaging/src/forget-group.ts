import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConnection } from './kafka-connection.js';
import { withAdmin } from './with-admin.js';

const MAX_ATTEMPTS = 5;
const RETRY_DELAY_MS = 200;

/**
 * Deletes a consumer group that nobody will join again, with the offsets that Kafka would keep of it for a week. A
 * member that has just left may still count for a moment, so it takes a few attempts.
 */
export function forgetGroup(connection: KafkaConnection, groupId: string): Promise<void> {
  return withAdmin(
    connection,
    async (admin) => {
      for (let attempts = 1; ; attempts++) {
        try {
          await admin.deleteGroups([groupId]);
          return;
        } catch (error) {
          if (attempts >= MAX_ATTEMPTS) throw error;
        }
        await sleep(RETRY_DELAY_MS);
      }
    },
    { retry: { initialRetryTime: 50, retries: 3 } },
  );
}

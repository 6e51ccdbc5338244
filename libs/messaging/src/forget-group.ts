import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConnection } from './kafka-connection.js';
import { withAdmin } from './with-admin.js';

const TRIES = 5;
const BETWEEN_TRIES_MS = 200;

/**
 * Deletes a consumer group that nobody will join again, with the offsets that Kafka would keep of it for a week. A
 * member that has just left may still count for a moment, so it is tried a few times.
 */
export function forgetGroup(connection: KafkaConnection, groupId: string): Promise<void> {
  return withAdmin(
    connection,
    async (admin) => {
      for (let tries = 1; ; tries++) {
        try {
          await admin.deleteGroups([groupId]);
          return;
        } catch (error) {
          if (tries >= TRIES) throw error;
        }
        await sleep(BETWEEN_TRIES_MS);
      }
    },
    { retry: { initialRetryTime: 50, retries: 3 } },
  );
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicMetadata } from 'kafkajs';

const LOOK_INTERVAL_MS = 50;
const TIMEOUT_MS = 30_000;

/**
 * Waits until every partition has a leader, which also takes a moment after the brokers have started. kafkajs's own waiting gives up where a broker has not heard of a new
 * topic yet.
 */
export async function untilLed(admin: Admin, topics: string[]): Promise<{ topics: ITopicMetadata[] }> {
  for (const end = performance.now() + TIMEOUT_MS; ; await sleep(LOOK_INTERVAL_MS)) {
    try {
      return await admin.fetchTopicMetadata({ topics });
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

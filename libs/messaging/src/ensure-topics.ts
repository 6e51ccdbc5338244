import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { type TopicDeclaration, topics } from '#contracts';
import { withAdmin } from './with-admin.js';

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 50;
const LEADERS_TIMEOUT_MS = 30_000;

/**
 * Creates the declared topics that do not exist yet; existing ones are left as they are.
 * @returns the names that were created
 */
export async function ensureTopics({
  brokers,
  prefix = '',
  replicationFactor = 1,
}: {
  brokers: string[];
  prefix?: string;
  replicationFactor?: number;
}): Promise<string[]> {
  return withAdmin(brokers, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = Object.entries(topics as Record<string, TopicDeclaration>)
      .map(([name, declaration]) => ({ topic: prefix + name, declaration }))
      .filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0)
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map(({ topic, declaration }) => ({
          topic,
          numPartitions: declaration.partitions,
          replicationFactor,
          configEntries: Object.entries(topicConfig(declaration)).map(([name, value]) => ({ name, value })),
        })),
      });
    await untilLed(
      admin,
      Object.keys(topics).map((name) => prefix + name),
    );
    return missing.map(({ topic }) => topic);
  });
}

/**
 * Waits until every partition has a leader. kafkajs's own waiting gives up where a broker has not heard of a new
 * topic yet.
 */
async function untilLed(admin: Admin, names: string[]): Promise<void> {
  for (const end = Date.now() + LEADERS_TIMEOUT_MS; ; await sleep(LOOK_EVERY_MS)) {
    try {
      await admin.fetchTopicMetadata({ topics: names });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Kafka's settings for a declared topic. */
export function topicConfig({ kind, retentionDays }: TopicDeclaration): Record<string, string> {
  return kind === 'state'
    ? { 'cleanup.policy': 'compact' }
    : { 'cleanup.policy': 'delete', 'retention.ms': String((retentionDays ?? 7) * DAY_MS) };
}

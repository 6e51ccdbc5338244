import type { Admin } from 'kafkajs';
import type { KafkaConnection } from './kafka-connection.js';
import { withAdmin } from './with-admin.js';

/** Looks whether topics can be used. A connection of its own: a client keeps what it knew of topics for minutes. */
export function topicTroubles(connection: KafkaConnection, topics: readonly string[]): Promise<string[]> {
  return withAdmin(
    connection,
    async (admin) => {
      // One question for all is enough where all is well; its refusal does not name a topic.
      if ((await refusalOf(admin, topics)) === undefined) return [];
      const refusals: string[] = [];
      for (const topic of topics) {
        const type = await refusalOf(admin, [topic]);
        if (type) refusals.push(sentenceOf(topic, type));
      }
      return refusals;
    },
    { retry: { initialRetryTime: 50, retries: 3 } },
  );
}

async function refusalOf(admin: Admin, topics: readonly string[]): Promise<string | undefined> {
  try {
    await admin.fetchTopicMetadata({ topics: [...topics] });
    return undefined;
  } catch (error) {
    const { type } = error as { type?: string };
    if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'TOPIC_AUTHORIZATION_FAILED') throw error;
    return type;
  }
}

const sentenceOf = (topic: string, type: string) =>
  type === 'UNKNOWN_TOPIC_OR_PARTITION'
    ? `The topic ${topic} is missing: run the topics job (node dist/libs/messaging/src/setup-topics.js).`
    : `The topic ${topic} is missing, or this service's Kafka user may not see it: run the topics job, and give the user the rights that \`node dist/libs/messaging/src/print-rights.js\` prints.`;

import type { Admin } from 'kafkajs';
import type { KafkaConnection } from './kafka-connection.js';
import { withAdmin } from './with-admin.js';

type Refusal = 'UNKNOWN_TOPIC_OR_PARTITION' | 'TOPIC_AUTHORIZATION_FAILED';

const areMissing = (topics: string[]) =>
  topics.length === 1 ? `The topic ${topics[0]} is missing` : `The topics ${topics.join(', ')} are missing`;
const sentences: Record<Refusal, (topics: string[]) => string> = {
  UNKNOWN_TOPIC_OR_PARTITION: (topics) =>
    `${areMissing(topics)}: run the topics job (node dist/libs/messaging/src/setup-topics.js).`,
  TOPIC_AUTHORIZATION_FAILED: (topics) =>
    `${areMissing(topics)}, or this service's Kafka user may not see what is there: run the topics job, and give the user the rights that \`node dist/libs/messaging/src/print-rights.js\` prints.`,
};

/**
 * Looks whether topics can be used, and says in a sentence for each kind of problem which cannot. A connection of its own:
 * a client keeps what it knew of topics for minutes.
 */
export function topicProblems(connection: KafkaConnection, topics: readonly string[]): Promise<string[]> {
  return withAdmin(
    connection,
    async (admin) => {
      // One question for all is enough where all is well; its refusal does not name a topic.
      if ((await refusalOf(admin, topics)) === undefined) return [];
      const refused: { topic: string; type: Refusal }[] = [];
      for (const topic of topics) {
        const type = await refusalOf(admin, [topic]);
        if (type) refused.push({ topic, type });
      }
      const byType = Map.groupBy(refused, ({ type }) => type);
      return [...byType].map(([type, which]) => sentences[type](which.map(({ topic }) => topic)));
    },
    { retry: { initialRetryTime: 50, retries: 3 } },
  );
}

async function refusalOf(admin: Admin, topics: readonly string[]): Promise<Refusal | undefined> {
  try {
    await admin.fetchTopicMetadata({ topics: [...topics] });
    return undefined;
  } catch (error) {
    const { type } = error as { type?: Refusal };
    if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'TOPIC_AUTHORIZATION_FAILED') throw error;
    return type;
  }
}

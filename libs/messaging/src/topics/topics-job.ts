import type { Logger } from 'pino';
import type { TopicsJobSettings } from '#runtime';
import { kafkaConnection } from '../kafka-connection.js';
import { kafkaSentence } from '../kafka-sentence.js';
import { keepTrying, whenNew } from '../keep-trying.js';
import { withAdmin } from '../with-admin.js';
import { provisionTopics, compareTopics } from './provision-topics.js';
import { wantedTopics } from './wanted-topics.js';

export interface TopicsJobOptions {
  /** Only look. */
  readonly check: boolean;
  /** Add partitions where there are too few. */
  readonly grow: boolean;
}

/**
 * Brings the topics at Kafka to the declaration, or looks whether they are so.
 * @returns true when they are
 */
export async function runTopicsJob(
  settings: TopicsJobSettings,
  { check, grow }: TopicsJobOptions,
  logger: Logger,
): Promise<boolean> {
  const replicationFactor = settings.TOPIC_REPLICATION_FACTOR;
  const wishes = {
    prefix: settings.KAFKA_TOPIC_PREFIX,
    replicationFactor,
    minInsyncReplicas: settings.TOPIC_MIN_INSYNC_REPLICAS,
    partitions: settings.TOPIC_PARTITIONS,
    grow,
  };
  const topics = wantedTopics(wishes).length;
  const connection = kafkaConnection(settings);
  const say = whenNew((sentence) => logger.warn(sentence));
  // A broker, and a user of it, may be made at the same moment as this job.
  const left = await keepTrying(
    () =>
      withAdmin(connection, (admin) =>
        check
          ? compareTopics(admin, wishes)
          : provisionTopics(admin, wishes, (topic, change) =>
              logger.info({ topic, change }, 'topic changed'),
            ),
      ),
    (error) => say(kafkaSentence(error)),
    (error) => !isOfKafka(error),
  );
  for (const { topic, sentence } of left) logger.error({ topic: topic.name }, sentence);
  if (left.length === 0) logger.info({ topics }, 'the topics are as declared');
  return left.length === 0;
}

const isOfKafka = (error: unknown) => error instanceof Error && error.name.startsWith('KafkaJS');

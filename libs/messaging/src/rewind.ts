import type { Admin } from 'kafkajs';
import { type ServiceName, type TopicDeclaration, topics as declared } from '#contracts';
import type { ServiceCommand } from '#runtime';
import { type KafkaConnection, kafkaConnection, kafkajsConfig } from './kafka-connection.js';
import { Kafka, logLevel } from './kafkajs.js';
import { withAdmin } from './with-admin.js';

/**
 * `node main.js --rewind 2026-11-26T10:00:00Z`, or `--rewind earliest`: sets the consumer group of a service that is
 * stopped back to the first record of that moment, so that it handles again what its restored database has not seen.
 * Inbox and versions keep out what it has. No partition goes forward, so it may be called again.
 */
export const rewind =
  (service: ServiceName): ServiceCommand =>
  async (settings, logger, moment) => {
    const since = momentOf(moment);
    const { KAFKA_TOPIC_PREFIX: prefix } = settings;
    const connection = kafkaConnection(settings);
    const groupId = prefix + service;
    const topics = topicsReadBy(service).map((topic) => prefix + topic);
    const offsets = await withAdmin(connection, async (admin) => {
      await refuseRunning(admin, groupId);
      return (await Promise.all(topics.map((topic) => offsetsBack(admin, groupId, topic, since)))).flat();
    });
    if (offsets.length > 0) await commitAs(groupId, topics, offsets, connection);
    for (const topic of topics) {
      const moved = offsets.filter((each) => each.topic === topic);
      const records = moved.reduce((sum, { from, to }) => sum + Number(from - to), 0);
      logger.info({ topic: topic.slice(prefix.length), records }, 'goes back by so many records');
    }
  };

type Moment = number | 'earliest';

function momentOf(given: string | undefined): Moment {
  if (given === 'earliest') return given;
  const since = Date.parse(given ?? '');
  if (Number.isNaN(since))
    throw new Error('Say until when: --rewind 2026-11-26T10:00:00Z, or --rewind earliest.');
  return since;
}

const topicsReadBy = (service: ServiceName) =>
  Object.entries<TopicDeclaration>(declared).flatMap(([topic, { readers }]) =>
    readers.includes(service) ? topic : [],
  );

/** Kafka takes no offsets for a group that has members, and kafkajs would say so in words of its own. */
async function refuseRunning(admin: Admin, groupId: string): Promise<void> {
  const { groups } = await admin.describeGroups([groupId]);
  const members = groups[0]?.members.length ?? 0;
  if (members > 0)
    throw new Error(
      `Stop the service first: ${members} processes are in the group ${groupId}. One that was killed counts for 6 s.`,
    );
}

interface Step {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** The partitions that have to go back; one of which nothing was read stands at its beginning already. */
async function offsetsBack(admin: Admin, groupId: string, topic: string, since: Moment): Promise<Step[]> {
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const wanted = new Map((await offsetsAt(admin, topic, since)).map((each) => [each.partition, each.offset]));
  return committed!.partitions
    .map(({ partition, offset }) => ({
      topic,
      partition,
      from: BigInt(offset),
      to: BigInt(wanted.get(partition)!),
    }))
    .filter(({ from, to }) => to < from);
}

/** As the only member of the group, all at once: kafkajs's admin waits five seconds for each topic. */
async function commitAs(groupId: string, topics: string[], steps: Step[], connection: KafkaConnection) {
  const config = { ...kafkajsConfig(connection), clientId: 'jiangtu-admin', logLevel: logLevel.NOTHING };
  const kafka = new Kafka(config);
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  try {
    await consumer.subscribe({ topics });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
    consumer.pause(topics.map((topic) => ({ topic })));
    await joined;
    await consumer.commitOffsets(steps.map(({ to, ...place }) => ({ ...place, offset: String(to) })));
  } finally {
    await consumer.disconnect();
  }
}

async function offsetsAt(admin: Admin, topic: string, since: Moment) {
  if (since !== 'earliest') return admin.fetchTopicOffsetsByTimestamp(topic, since);
  return (await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => ({ partition, offset: low }));
}

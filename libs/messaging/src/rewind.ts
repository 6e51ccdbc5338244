import type { Admin } from 'kafkajs';
import { type ServiceName, type TopicDeclaration, topics } from '#contracts';
import type { ServiceCommand, Settings } from '#runtime';
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
    const groupId = prefix + service;
    await withAdmin(settings.KAFKA_BROKERS, async (admin) => {
      await refuseRunning(admin, groupId);
      for (const topic of topicsReadBy(service)) {
        const moved = await rewindTopic(admin, groupId, prefix + topic, since);
        logger.info({ topic, records: moved }, 'goes back by so many records');
      }
    });
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
  Object.entries<TopicDeclaration>(topics).flatMap(([topic, { readers }]) =>
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

/** @returns how many records will be read again; a partition of which nothing was read stays at its beginning */
async function rewindTopic(admin: Admin, groupId: string, topic: string, since: Moment): Promise<number> {
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const wanted = new Map((await offsetsAt(admin, topic, since)).map((each) => [each.partition, each.offset]));
  const partitions = committed!.partitions
    .map(({ partition, offset }) => ({ partition, from: BigInt(offset), to: BigInt(wanted.get(partition)!) }))
    .filter(({ from, to }) => to < from);
  if (partitions.length > 0)
    await admin.setOffsets({
      groupId,
      topic,
      partitions: partitions.map(({ partition, to }) => ({ partition, offset: String(to) })),
    });
  return partitions.reduce((sum, { from, to }) => sum + Number(from - to), 0);
}

async function offsetsAt(admin: Admin, topic: string, since: Moment) {
  if (since !== 'earliest') return admin.fetchTopicOffsetsByTimestamp(topic, since);
  return (await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => ({ partition, offset: low }));
}

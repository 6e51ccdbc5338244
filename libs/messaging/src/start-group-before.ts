import { withAdmin } from './with-admin.js';

/** Lets a group that has no members begin so many offsets before the end of each partition of a topic. */
export function startGroupBefore(
  brokers: string[],
  groupId: string,
  topic: string,
  offsets: number,
): Promise<void> {
  return withAdmin(brokers, async (admin) => {
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
      partition,
      offset: String(Math.max(Number(low), Number(high) - offsets)),
    }));
    await admin.setOffsets({ groupId, topic, partitions });
  });
}

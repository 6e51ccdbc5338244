import type { Admin } from 'kafkajs';
import type { ServiceName } from '#contracts';
import type { WantedTopic } from './wanted-topics.js';

/**
 * Adds partitions, which moves keys to other ones. A reader would then see a later event of a key before an earlier one
 * that it has not read yet, and drop the earlier; so nothing may be unread, and nobody may be writing.
 * @throws Error with what to do first, and then nothing was changed
 */
export async function growTopic(admin: Admin, topic: WantedTopic, prefix: string): Promise<void> {
  const { name, partitions: count, declaration } = topic;
  const { groups } = await admin.describeGroups([prefix + declaration.owner]);
  if (groups.some(({ members }) => members.length > 0))
    throw new Error(
      `The topic ${name} cannot grow while ${declaration.owner} runs, which writes it: stop it.`,
    );
  for (const reader of declaration.readers) {
    const unread = await unreadBy(admin, name, prefix, reader);
    if (unread > 0n)
      throw new Error(
        `The topic ${name} cannot grow yet: ${reader} has ${unread} records to read. Let it run.`,
      );
  }
  await admin.createPartitions({ topicPartitions: [{ topic: name, count }] });
}

async function unreadBy(admin: Admin, topic: string, prefix: string, reader: ServiceName): Promise<bigint> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [handled] = await admin.fetchOffsets({ groupId: prefix + reader, topics: [topic] });
  return ends.reduce((sum, { partition, low, high }) => {
    const committed = BigInt(handled?.partitions.find((each) => each.partition === partition)?.offset ?? -1);
    return sum + BigInt(high) - (committed < 0n ? BigInt(low) : committed);
  }, 0n);
}

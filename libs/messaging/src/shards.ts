import { createHash } from 'node:crypto';
import { topics, type TopicName } from '#contracts';

/**
 * The outbox is cut into shards by key, and each shard is relayed by one process at a time. Facts and state have
 * shards of their own because only state topics need a fenced producer: readers of facts drop a
 * record that comes twice, but in a compacted topic an old record that comes last is the one that survives.
 *
 * One of each: a second one cuts what one transaction has published into more sends, and so into more batches at each
 * reader (docs/performance.md).
 */
const FACT_SHARDS = 1;
const STATE_SHARDS = 1;

export const allShards: readonly number[] = Array.from({ length: FACT_SHARDS + STATE_SHARDS }, (_, n) => n);

export function isStateShard(shard: number): boolean {
  return shard >= FACT_SHARDS;
}

export function shardOf(topic: TopicName, key: string): number {
  const hash = createHash('md5').update(key).digest().readUInt32BE();
  return topics[topic].kind === 'state' ? FACT_SHARDS + (hash % STATE_SHARDS) : hash % FACT_SHARDS;
}

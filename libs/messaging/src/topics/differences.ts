import type { FoundTopic } from './found-topics.js';
import type { WantedTopic } from './wanted-topics.js';

/**
 * How a topic is other than it is to be. `too-many` partitions is what nothing can change: Kafka takes none away.
 * `few-replicas` is for Kafka's own tools.
 */
export interface Difference {
  readonly kind: 'missing' | 'few-replicas' | 'config' | 'too-few' | 'too-many';
  readonly topic: WantedTopic;
  readonly found?: FoundTopic;
  readonly sentence: string;
}

/** Compares what is to be with what Kafka has. Settings that are not wanted in any way are left as they are. */
export function differences(wanted: WantedTopic[], found: ReadonlyMap<string, FoundTopic>): Difference[] {
  return wanted.flatMap((topic) => {
    const existing = found.get(topic.name);
    if (!existing)
      return [{ kind: 'missing' as const, topic, sentence: `The topic ${topic.name} is missing.` }];
    return [inReplicas(topic, existing), inConfig(topic, existing), inPartitions(topic, existing)].filter(
      (each) => each !== undefined,
    );
  });
}

function inReplicas(topic: WantedTopic, found: FoundTopic): Difference | undefined {
  if (found.replicas >= topic.replicas) return undefined;
  return {
    kind: 'few-replicas',
    topic,
    found,
    sentence:
      `The topic ${topic.name} has ${found.replicas} of ${topic.replicas} replicas, so no topic was changed: add them by ` +
      'kafka-reassign-partitions.sh, or lower TOPIC_REPLICATION_FACTOR and TOPIC_MIN_INSYNC_REPLICAS.',
  };
}

function inConfig(topic: WantedTopic, found: FoundTopic): Difference | undefined {
  const differing = Object.entries(topic.config).filter(([name, value]) => found.config[name] !== value);
  if (differing.length === 0) return undefined;
  const list = differing
    .map(([name, value]) => `${name}=${found.config[name]} instead of ${value}`)
    .join(', ');
  return { kind: 'config', topic, found, sentence: `The topic ${topic.name} has ${list}.` };
}

function inPartitions(topic: WantedTopic, found: FoundTopic): Difference | undefined {
  const { name, partitions, declaration } = topic;
  const has = `The topic ${name} has ${found.partitions} partitions instead of ${partitions}`;
  if (found.partitions > partitions)
    return {
      kind: 'too-many',
      topic,
      found,
      sentence: `${has}: Kafka takes none away, so ask for ${found.partitions} by TOPIC_PARTITIONS.`,
    };
  if (found.partitions < partitions)
    return {
      kind: 'too-few',
      topic,
      found,
      sentence: `${has}: a key would change its partition, so stop ${declaration.owner}, let its readers catch up, and add them with --grow.`,
    };
  return undefined;
}

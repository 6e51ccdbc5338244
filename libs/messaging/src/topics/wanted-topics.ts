import { type TopicDeclaration, topics } from '#contracts';

const DAY_MS = 86_400_000;

/** A topic as it is to be at Kafka. */
export interface WantedTopic {
  readonly name: string;
  readonly declaration: TopicDeclaration;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicWishes {
  readonly prefix?: string;
  /** Of the declared topics these alone, by declared name: all where it is left out. */
  readonly only?: readonly string[];
  /** Copies of each partition: 1 where it is left out. */
  readonly replicationFactor?: number;
  readonly minInsyncReplicas?: number;
  /** Other numbers of partitions than the declared ones, by declared name. */
  readonly partitions?: Readonly<Record<string, number>>;
}

/** @throws Error when `partitions` names a topic that is not declared */
export function wantedTopics({
  prefix = '',
  only = Object.keys(topics),
  replicationFactor = 1,
  minInsyncReplicas,
  partitions = {},
}: TopicWishes): WantedTopic[] {
  const unknown = Object.keys(partitions).filter((name) => !(name in topics));
  if (unknown.length > 0)
    throw new Error(`TOPIC_PARTITIONS names topics that there are not: ${unknown.join(', ')}.`);
  const wanted = Object.entries<TopicDeclaration>(topics).filter(([name]) => only.includes(name));
  return wanted.map(([name, declaration]) => ({
    name: prefix + name,
    declaration,
    partitions: partitions[name] ?? declaration.partitions,
    replicas: replicationFactor,
    config: {
      ...topicConfig(declaration),
      ...(minInsyncReplicas !== undefined && { 'min.insync.replicas': String(minInsyncReplicas) }),
    },
  }));
}

/** Kafka's settings for a declared topic. */
export function topicConfig({ kind, retentionDays }: TopicDeclaration): Record<string, string> {
  return kind === 'state'
    ? { 'cleanup.policy': 'compact' }
    : { 'cleanup.policy': 'delete', 'retention.ms': String((retentionDays ?? 7) * DAY_MS) };
}

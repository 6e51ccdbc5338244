import { type ServiceName, services, type TopicDeclaration, type TopicName, topics } from '#contracts';
import { ownTopics } from './own-topics.js';

/** One entry of the list `acls` of a Strimzi KafkaUser; `allow`, from any host. */
export interface Right {
  readonly resource: {
    readonly type: 'topic' | 'group' | 'transactionalId';
    /** Without the prefix of an installation. */
    readonly name: string;
    readonly patternType: 'literal' | 'prefix';
  };
  readonly operations: readonly Operation[];
}

export type Operation =
  'Read' | 'Write' | 'Describe' | 'Create' | 'Alter' | 'AlterConfigs' | 'DescribeConfigs' | 'Delete';

const right = (
  type: Right['resource']['type'],
  name: string,
  operations: readonly Operation[],
  patternType: Right['resource']['patternType'] = 'literal',
): Right => ({ resource: { type, name, patternType }, operations });

/** What the transactional ids of the shards of a service's outbox begin with. */
export const outboxIds = (service: ServiceName) => `${service}-outbox-`;

/** What the groups begin with that read a topic once, to hold it against the tables of its owner. */
export const checkGroups = (topic: string) => `${topic}-check-`;

/**
 * Exactly what a service may do at Kafka, as it follows from the topics: it writes its own, reads those that it
 * declares as a reader in the group of its name, and reads back those of its own that it holds against its tables.
 * Whatever may be read or written may also be described: Kafka's authorizers imply that.
 */
export function rightsOf(service: ServiceName): Right[] {
  const all = Object.entries(topics) as [TopicName, TopicDeclaration][];
  const readBack = ownTopics(service).filter((topic) => (topics[topic] as TopicDeclaration).readBack);
  return [
    ...all.flatMap(([topic, { owner, readers }]) => {
      const operations: Operation[] = [
        ...(owner === service ? (['Write'] as const) : []),
        ...(readers.includes(service) || readBack.includes(topic) ? (['Read'] as const) : []),
      ];
      return operations.length > 0 ? [right('topic', topic, operations)] : [];
    }),
    right('group', service, ['Read']),
    ...readBack.map((topic) => right('group', checkGroups(topic), ['Read', 'Delete'], 'prefix')),
    ...(ownTopics(service, 'state').length > 0
      ? [right('transactionalId', outboxIds(service), ['Write'], 'prefix')]
      : []),
  ];
}

/** What the topics job may do: make and change topics, and look whether the groups of their readers have caught up. */
export function rightsOfTopicsJob(): Right[] {
  const operations = ['Create', 'Alter', 'AlterConfigs', 'DescribeConfigs', 'Describe'] as const;
  return [
    ...Object.keys(topics).map((topic) => right('topic', topic, operations)),
    ...services.map((service) => right('group', service, ['Describe'])),
  ];
}

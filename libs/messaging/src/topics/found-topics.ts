import type { Admin } from 'kafkajs';
import { ConfigResourceTypes } from '../kafkajs.js';
import { untilLed } from './until-led.js';

/** A topic as Kafka has it. */
export interface FoundTopic {
  readonly partitions: number;
  /** Of the partition that has fewest. */
  readonly replicas: number;
  /** Each setting as it holds, wherever it was set. */
  readonly config: Readonly<Record<string, string>>;
  /** The names of those that were set for this topic. */
  readonly own: readonly string[];
}

/** `ConfigSource.TOPIC_CONFIG`, which kafkajs knows by its type only. */
const SET_FOR_THE_TOPIC = 1;

/** @returns those of the names that there are */
export async function findTopics(admin: Admin, names: string[]): Promise<Map<string, FoundTopic>> {
  const all = new Set(await admin.listTopics());
  const existing = names.filter((name) => all.has(name));
  if (existing.length === 0) return new Map();
  const [{ topics }, { resources }] = await Promise.all([
    untilLed(admin, existing),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: existing.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
    }),
  ]);
  const partitionsOf = new Map(topics.map(({ name, partitions }) => [name, partitions]));
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      {
        partitions: partitionsOf.get(resourceName)!.length,
        replicas: Math.min(...partitionsOf.get(resourceName)!.map(({ replicas }) => replicas.length)),
        config: Object.fromEntries(
          configEntries.map(({ configName, configValue }) => [configName, configValue]),
        ),
        own: configEntries
          .filter(({ configSource }) => (configSource as number) === SET_FOR_THE_TOPIC)
          .map(({ configName }) => configName),
      },
    ]),
  );
}

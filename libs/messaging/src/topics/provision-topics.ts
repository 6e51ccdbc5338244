import type { Admin } from 'kafkajs';
import { ConfigResourceTypes } from '../kafkajs.js';
import { untilLed } from './until-led.js';
import { type Difference, differences } from './differences.js';
import { findTopics } from './found-topics.js';
import { growTopic } from './grow-topic.js';
import { type TopicWishes, type WantedTopic, wantedTopics } from './wanted-topics.js';

export interface Wishes extends TopicWishes {
  /** Add partitions where there are too few. */
  readonly grow?: boolean;
}

/** Compares the declared topics with those that there are. */
export async function compareTopics(admin: Admin, wishes: Wishes): Promise<Difference[]> {
  const wanted = wantedTopics(wishes);
  return differences(
    wanted,
    await findTopics(
      admin,
      wanted.map(({ name }) => name),
    ),
  );
}

/**
 * Creates the topics that are missing, and brings the settings of the others to what is declared. Nothing is changed
 * where a topic has too few replicas: with more of them asked for than there are, nothing could be sent.
 * @param onChange told of each topic that was changed
 * @returns what was left as it is, because it needs a decision
 */
export async function provisionTopics(
  admin: Admin,
  wishes: Wishes,
  onChange: (topic: string, change: string) => void,
): Promise<Difference[]> {
  const found = Map.groupBy(await compareTopics(admin, wishes), ({ kind }) => kind);
  const of = (kind: Difference['kind']) => found.get(kind) ?? [];
  if (found.has('few-replicas')) return of('few-replicas');
  await createTopics(
    admin,
    of('missing').map(({ topic }) => topic),
  );
  for (const { topic } of of('missing')) onChange(topic.name, 'created');
  for (const difference of of('config')) {
    await alterConfig(admin, difference);
    onChange(difference.topic.name, 'configured');
  }
  if (!wishes.grow) return [...of('too-few'), ...of('too-many')];
  for (const { topic } of of('too-few')) {
    await growTopic(admin, topic, wishes.prefix ?? '');
    onChange(topic.name, `grown to ${topic.partitions} partitions`);
  }
  return of('too-many');
}

async function createTopics(admin: Admin, missing: WantedTopic[]): Promise<void> {
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: false,
    topics: missing.map(({ name, partitions, replicas, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replicas,
      configEntries: entriesOf(config),
    })),
  });
  await untilLed(
    admin,
    missing.map(({ name }) => name),
  );
}

/** The request replaces whatever was set for the topic, so what else was set is said again. */
async function alterConfig(admin: Admin, { topic, found }: Difference): Promise<void> {
  const { own, config } = found!;
  const kept = Object.fromEntries(own.map((name) => [name, config[name]!]));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name: topic.name,
        configEntries: entriesOf({ ...kept, ...topic.config }),
      },
    ],
  });
}

const entriesOf = (config: Readonly<Record<string, string>>) =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { StudentGraduated } from '#contracts';
import { kafkajsClient } from '#messaging';
import { readTopicsJobSettings } from '#runtime';
import { eventually, testPlatform } from '#testing';
import { ConfigResourceTypes } from '../src/kafkajs.js';
import { findTopics } from '../src/topics/found-topics.js';
import { runTopicsJob } from '../src/topics/topics-job.js';
import { withAdmin } from '../src/with-admin.js';

const { topic: name } = StudentGraduated;
const connection = { brokers: testPlatform().kafkaBrokers };
let prefix: string;
beforeEach(() => {
  prefix = `job-${randomBytes(4).toString('hex')}.`;
});

/** Runs the job. @returns whether all is as declared, and what it said of the one topic */
async function job(option?: 'check' | 'grow', more: Record<string, string> = {}) {
  const said: string[] = [];
  const logger = pino({}, { write: (line: string) => void said.push(line) });
  const environment = { KAFKA_BROKERS: connection.brokers[0]!, KAFKA_TOPIC_PREFIX: prefix, ...more };
  const options = { check: option === 'check', grow: option === 'grow' };
  const done = await runTopicsJob(readTopicsJobSettings(environment), options, logger);
  const about = said.map((line) => JSON.parse(line)).filter(({ topic }) => topic === prefix + name);
  return { done, said: about.map(({ change, msg }) => change ?? msg) };
}
const found = () =>
  withAdmin(connection, async (admin) => (await findTopics(admin, [prefix + name])).get(prefix + name)!);
const more = (partitions: number) => ({ TOPIC_PARTITIONS: JSON.stringify({ [name]: partitions }) });

it('the job says what is missing, creates it once, and has nothing to do after that', async () => {
  expect(await job('check')).toEqual({ done: false, said: [`The topic ${prefix}${name} is missing.`] });
  expect(await job()).toEqual({ done: true, said: ['created'] });
  expect(await job()).toEqual({ done: true, said: [] });
  expect(await job('check')).toEqual({ done: true, said: [] });
  expect(await found()).toMatchObject({ partitions: 2, config: { 'retention.ms': '2592000000' } });
});

it('settings that differ are brought to the declaration, and others that a topic was given stay', async () => {
  await job();
  const configEntries = [
    { name: 'retention.ms', value: '1000' },
    { name: 'max.message.bytes', value: '2000000' },
  ];
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: prefix + name, configEntries }];
  await withAdmin(connection, (admin) => admin.alterConfigs({ validateOnly: false, resources }));
  await eventually('the other retention', async () =>
    expect((await job('check')).said[0]).toContain('retention.ms=1000 instead of 2592000000'),
  );
  expect(await job(undefined, { TOPIC_MIN_INSYNC_REPLICAS: '1' })).toEqual({
    done: true,
    said: ['configured'],
  });
  await eventually('the declared settings', async () =>
    expect((await found()).config).toMatchObject({
      'retention.ms': '2592000000',
      'max.message.bytes': '2000000',
      'min.insync.replicas': '1',
    }),
  );
});

it('with more replicas than a topic has it changes none, also not the least that must have a record', async () => {
  await withAdmin(connection, (admin) =>
    admin.createTopics({
      topics: [{ topic: prefix + name, numPartitions: 2, replicationFactor: 1 }],
      waitForLeaders: false,
    }),
  );
  const { own } = await eventually('the leaders of the topic', async () => {
    const topic = await found();
    expect(topic).toBeDefined();
    return topic;
  });
  const { done, said } = await job(undefined, {
    TOPIC_REPLICATION_FACTOR: '3',
    TOPIC_MIN_INSYNC_REPLICAS: '2',
  });
  expect({ done, said }).toEqual({
    done: false,
    said: [expect.stringContaining('has 1 of 3 replicas, so no topic was changed: add them by kafka-reass')],
  });
  expect((await found()).own).toEqual(own);
  await withAdmin(connection, async (admin) =>
    expect((await admin.listTopics()).filter((each) => each.startsWith(prefix))).toEqual([prefix + name]),
  );
});

it('asked for more replicas that must have a record than there are, it refuses', async () => {
  await expect(job(undefined, { TOPIC_MIN_INSYNC_REPLICAS: '2' })).rejects.toThrow(
    'TOPIC_MIN_INSYNC_REPLICAS: must not be above TOPIC_REPLICATION_FACTOR',
  );
});

describe('a topic with fewer partitions than asked for', () => {
  it('is left alone without --grow, with a sentence that says what to do', async () => {
    await job();
    const { done, said } = await job(undefined, more(3));
    expect(done).toBe(false);
    expect(said[0]).toContain('has 2 partitions instead of 3: a key would change its partition, so stop');
    expect((await found()).partitions).toBe(2);
  });

  it('does not grow while a reader has records to read', async () => {
    await job();
    const producer = await kafkajsClient('test', connection).producer();
    await producer.send([{ topic: prefix + name, key: 'k', value: '{}', headers: {} }]);
    await producer.close();
    await expect(job('grow', more(3))).rejects.toThrow('cannot grow yet: enrolment has 1 records to read');
  });

  it('does not grow while its owner runs', async () => {
    await job();
    const kafka = kafkajsClient('test', connection);
    const owner = await kafka.consume({
      groupId: `${prefix}student-records`,
      topics: [prefix + name],
      onBatch: async () => undefined,
      onFatal: () => undefined,
    });
    await expect(job('grow', more(3))).rejects.toThrow('cannot grow while student-records runs');
    await owner.close();
  });

  it('grows when nobody writes and nothing is unread, and Kafka takes no partition away again', async () => {
    await job();
    expect(await job('grow', more(3))).toEqual({ done: true, said: ['grown to 3 partitions'] });
    await eventually('the broker knows of the third partition', async () =>
      expect((await found()).partitions).toBe(3),
    );
    expect((await job('grow')).said[0]).toContain('has 3 partitions instead of 2: Kafka takes none away');
  });
});

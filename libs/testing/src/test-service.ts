import { randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { type EventDefinition, type ServiceName, type TopicDeclaration, topics } from '#contracts';
import { type OutgoingEvent, type Received, ensureTopics, kafkajsClient, toRecord } from '#messaging';
import { type RunningService, createService } from '#runtime';
import { TopicSealer } from '#security';
import { countStatements } from './count-statements.js';
import { HttpCaller } from './http.js';
import { testSealingKeys, testTopicKeys } from './keys.js';
import { testPlatform } from './platform.js';
import { type TestDatabase, copyTestDatabase, createTestDatabase } from './test-database.js';
import { tokenFor } from './tokens.js';
import { TopicProbe } from './topic-probe.js';

export interface TestServiceOptions {
  readonly name: ServiceName;
  readonly module: Type;
  readonly migrations: (new () => MigrationInterface)[];
  /** Settings that differ from those of a test. */
  readonly settings?: Record<string, string>;
  /** Where the spec changes the roles of its database, which else are those of all specs of the service. */
  readonly ownRoles?: boolean;
}

/**
 * Starts a service inside the test's process, on a database and topics of its own, against the real servers of the
 * test platform.
 */
export async function startTestService(options: TestServiceOptions): Promise<TestService> {
  const { kafkaBrokers, redisUrl, issuerUrl } = testPlatform();
  const prefix = `${options.name}-${randomBytes(4).toString('hex')}.`;
  const known = topicsOf(options.name);
  const [database] = await Promise.all([
    databaseFor(options),
    ensureTopics({ brokers: kafkaBrokers, prefix, only: known }),
  ]);
  const environment = {
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    KAFKA_TOPIC_PREFIX: prefix,
    REDIS_URL: redisUrl,
    OIDC_ISSUER: issuerUrl,
    OIDC_AUDIENCE: 'jiangtu',
    SEALING_KEYS: testSealingKeys,
    TOPIC_KEYS: testTopicKeys,
    ...options.settings,
  };
  const running = await createService({ title: options.name, description: '', ...options }, environment);
  const sealer = running.app.get(TopicSealer);
  const probe = await TopicProbe.start({
    brokers: kafkaBrokers,
    prefix,
    topics: known,
    sealer,
  });
  return new TestService(running, database, probe, prefix, sealer, environment, options.module);
}

async function databaseFor({ name, migrations, ownRoles }: TestServiceOptions): Promise<TestDatabase> {
  if (!ownRoles) return copyTestDatabase(name, migrations);
  const database = await createTestDatabase(name);
  await database.migrate(migrations);
  return database;
}

/** What the service writes and reads: Kafka takes longer to make topics than a service to start. */
const topicsOf = (service: ServiceName) =>
  Object.entries<TopicDeclaration>(topics).flatMap(([topic, { owner, readers }]) =>
    owner === service || readers.includes(service) ? [topic] : [],
  );

export class TestService {
  private readonly kafka = kafkajsClient('test', { brokers: testPlatform().kafkaBrokers });
  readonly anonymous: HttpCaller;
  readonly countStatements = countStatements;

  constructor(
    private readonly running: RunningService,
    private readonly database: TestDatabase,
    readonly probe: TopicProbe & { close(): Promise<void> },
    /** Prefix of this spec's topics. */
    readonly prefix: string,
    private readonly sealer: TopicSealer,
    /** Its settings: what another process needs to be one more of this service. */
    readonly environment: Record<string, string>,
    private readonly module: Type,
  ) {
    this.anonymous = new HttpCaller(running.url, undefined, module);
  }

  get app() {
    return this.running.app;
  }

  get url() {
    return this.running.url;
  }

  /** Calls as a role, of a school or district where it has one. Name a person where two of one role are needed. */
  as(role: string, place?: string, person?: string): HttpCaller {
    return new HttpCaller(this.running.url, () => tokenFor(role, place, person), this.module);
  }

  /** Puts events on their topics as their producers would; answers their ids. */
  async receive(...events: OutgoingEvent[]): Promise<string[]> {
    const records = await Promise.all(
      events.map((event) => toRecord(event, { source: 'test' }, this.sealer)),
    );
    await this.send(
      records.map(({ topic, key, headers, payload }) => ({ topic, key, headers, value: payload })),
    );
    return records.map(({ id }) => id);
  }

  /** Puts raw records on topics (declared names): for duplicates and for what no producer should send. */
  async send(
    records: { topic: string; key: string; headers: Record<string, string>; value: string }[],
  ): Promise<void> {
    const producer = await this.kafka.producer();
    await producer.send(records.map((record) => ({ ...record, topic: this.prefix + record.topic })));
    await producer.close();
  }

  /** Waits until at least `count` events of the type have been published; answers all that were seen. */
  published<Definition extends EventDefinition>(
    definition: Definition,
    count = 1,
  ): Promise<Received<Definition>[]> {
    return this.probe.published(definition, count);
  }

  /** Straight into the spec's database as a superuser, past row-level security. */
  query<Row extends Record<string, unknown> = any>(sql: string, parameters?: unknown[]): Promise<Row[]> {
    return this.database.query<Row>(sql, parameters);
  }

  async close(): Promise<void> {
    await this.probe.close();
    await this.running.close();
    await this.database.drop();
  }
}

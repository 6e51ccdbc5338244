// Budget: 160 s: five processes are started, on a Kafka of their own.
import { randomBytes, randomInt } from 'node:crypto';
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { auditHeads, type ServiceName, services, type TopicDeclaration, topics } from '#contracts';
import { kafkaConnection, kafkajsClient, rightsOf, rightsOfTopicsJob } from '#messaging';
import { verifyAudit } from '#reconciliation';
import { readSettings, readTopicsJobSettings } from '#runtime';
import { eventually, testPlatform, tokenFor, withClient } from '#testing';
import { apiOf } from '../../deploy/local/cohort/api.ts';
import type { RunningServices } from '../../deploy/local/running-services.ts';
import { startServices } from '../../deploy/local/services.ts';
import { platformAt } from '../../deploy/local/test-platform.ts';
import * as students from '../harness/students.ts';
import { kafkaSentence } from '../../libs/messaging/src/kafka-sentence.js';
import { SecuredKafka } from './secured-kafka.js';

const COHORT = 4;
const prefix = `safe-${randomBytes(3).toString('hex')}.`;
const run = promisify(execFile);

let kafka: SecuredKafka;
let running: RunningServices;
let kafkaOf: Record<string, Record<string, string>>;
let api: ReturnType<typeof apiOf>;

const clientWith = (settings: Record<string, string>) =>
  kafkajsClient('test', kafkaConnection(readTopicsJobSettings(settings)));
const clientOf = (user: string) => clientWith(kafkaOf[user]!);

const topicsWhere = (fits: (declaration: TopicDeclaration) => boolean) =>
  Object.entries<TopicDeclaration>(topics).flatMap(([topic, declaration]) =>
    fits(declaration) ? prefix + topic : [],
  );

beforeAll(async () => {
  kafka = await SecuredKafka.start(`var/secured-kafka-${process.pid}`, [...services, 'topics-job', 'nobody']);
  for (const service of services) await kafka.allow(service, prefix, rightsOf(service));
  await kafka.allow('topics-job', prefix, rightsOfTopicsJob());
  kafkaOf = {
    enrolment: kafka.withPassword('enrolment'),
    'student-records': kafka.withPassword('student-records'),
    employment: kafka.withPassword('employment'),
    certificates: kafka.withCertificate('certificates'),
    'certificate-lookup': kafka.withCertificate('certificate-lookup'),
    'topics-job': kafka.withPassword('topics-job'),
    nobody: kafka.withPassword('nobody'),
  };
  await run(process.execPath, ['dist/libs/messaging/src/setup-topics.js'], {
    env: { ...kafkaOf['topics-job'], KAFKA_TOPIC_PREFIX: prefix },
  });
  const asTopicsJob = kafkaConnection(readTopicsJobSettings(kafkaOf['topics-job']!));
  running = await startServices(
    { ...platformAt(testPlatform()), kafka: asTopicsJob },
    {
      dir: `${kafka.dir}/services`,
      topicPrefix: prefix,
      portOffset: 10_000 + 10 * randomInt(1_000),
      migrateHere: true,
      more: (name) => kafkaOf[name],
    },
  );
  const urls = Object.fromEntries(Object.entries(running.urls).map(([name, url]) => [name, { url }]));
  api = apiOf({ endpoints: { services: urls }, tokenFor });
  await inEachDatabase(
    `insert into jobs (job_id, kind, payload, due_at, run_at)
     values (gen_random_uuid(), 'publish-audit-heads', '{}', now(), now())`,
  );
}, 180_000);
afterAll(async () => {
  await running?.stop();
  await kafka?.stop();
});

/** For who may see all of it. */
const inEachDatabase = (sql: string) =>
  Promise.all(
    services.map((service) => {
      const url = new URL(testPlatform().postgresUrl);
      url.pathname = new URL(running.settings[service]!.DATABASE_URL!).pathname;
      return withClient(url.href, async (client) => (await client.query(sql)).rows);
    }),
  );

it('a graduation becomes a certificate, a lookup entry and a case, and a revocation reaches them, with exactly the declared rights', async () => {
  await students.openSchool(api, COHORT);
  await students.checkInStudents(api, COHORT);
  const active = (await students.approveRegistrations(api, COHORT)).map(
    ({ registrationId }) => registrationId,
  );
  await students.graduate(api, active);
  await eventually('every graduate in the lookup, with a case', async () => {
    const { certificates, entries, cases } = await students.holdings(api);
    expect([certificates.length, entries.length, cases.length]).toEqual([COHORT, COHORT, COHORT]);
  });
  await students.revokeGraduation(api, active[0]!);
  await eventually('the revocation in the lookup', async () => {
    const { entries } = await students.holdings(api);
    expect(entries.filter(({ status }: { status: string }) => status === 'REVOKED')).toHaveLength(1);
  });
}, 120_000);

it('an owner replays its states and reads them back, and those behind a graduation publish their digests', async () => {
  for (const [topic, { owner, kind }] of Object.entries(topics)) {
    if (kind !== 'state') continue;
    const operator = api(owner, 'operator');
    await operator.post('/republish', { topic });
    await eventually(`${topic} as its owner has it`, async () =>
      expect(await operator.post('/republish/check', { topic })).toMatchObject({ differing: 0 }),
    );
  }
  for (const service of ['certificates', 'certificate-lookup', 'employment'] as const)
    await api(service, 'operator').post('/reconciliation/digests', { from: '2026-01-01', to: '2027-01-01' });
}, 120_000);

it('each service holds its audit trail against what it has published', async () => {
  const settings = running.settings as Record<ServiceName, Record<string, string>>;
  const quiet = pino({ enabled: false });
  await eventually(
    'the heads of each',
    async () =>
      expect((await inEachDatabase('select from audit_publication where done_on is null')).flat()).toEqual(
        [],
      ),
    60_000,
  );
  await Promise.all(
    services.map((service) => verifyAudit(auditHeads(service))(readSettings(settings[service]), quiet)),
  );
}, 120_000);

it('those who give numbers look, when they start again, at which they have given', async () => {
  for (const service of ['student-records', 'certificates']) await running.restart(service);
}, 120_000);

it('the broker has refused nothing, and each right was used', () => {
  const { allowed, denied } = kafka.verdicts();
  expect([...denied]).toEqual([]);
  const used = services.flatMap((service) => rightsOf(service).flatMap((right) => usesOf(service, right)));
  expect(used.filter(({ test }) => ![...allowed].some(test)).map(({ name }) => name)).toEqual([]);
});

function usesOf(service: string, { resource, operations }: ReturnType<typeof rightsOf>[number]) {
  return operations.map((operation) => {
    const begins = `${service} ${operation.toUpperCase()} `;
    const ends = `:LITERAL:${prefix}${resource.name}`;
    return {
      name: `${service} ${operation} ${resource.type} ${resource.name}`,
      test: (verdict: string) =>
        verdict.startsWith(begins) &&
        (resource.patternType === 'literal' ? verdict.endsWith(ends) : verdict.includes(ends)),
    };
  });
}

it('a user without rights does not even become a producer', async () => {
  await expect(clientOf('nobody').producer()).rejects.toThrow(/authorization failed/i);
});

describe.each(services)('%s', (user) => {
  it('can write no topic of another', async () => {
    const producer = await clientOf(user).producer();
    for (const topic of topicsWhere(({ owner }) => owner !== user)) {
      const record = { topic, key: 'forged', value: '{}', headers: {} };
      await expect(producer.send([record])).rejects.toThrow(/not authorized/i);
    }
    await producer.close();
  });

  it('can see no topic that it neither owns nor reads', async () => {
    const foreign = topicsWhere(({ owner, readers }) => owner !== user && !readers.includes(user));
    const sentence = `The topics ${foreign.join(', ')} are missing, or this service's Kafka user may not see`;
    expect(await clientOf(user).topicProblems(foreign)).toEqual([expect.stringContaining(sentence)]);
  });
});

const failing = (settings: Record<string, string>) =>
  clientWith(settings)
    .topicProblems([`${prefix}enrolment.schools.v1`])
    .then(() => 'nothing failed', kafkaSentence);

describe('A client that Kafka does not let in', () => {
  it('says that its password is wrong, without saying it', async () => {
    const sentence = await failing({ ...kafkaOf.enrolment, KAFKA_SASL_PASSWORD: 'hunter2' });
    expect(sentence).toContain('Kafka refuses the user of KAFKA_SASL_USERNAME or its password');
    expect(sentence).not.toContain('hunter2');
  });

  it('says that it does not know the authority of the brokers', async () => {
    const { certificate: KAFKA_SSL_CA_LOCATION } = kafka.authority.certify('stranger');
    expect(await failing({ ...kafkaOf.enrolment, KAFKA_SSL_CA_LOCATION })).toContain(
      'by an unknown authority',
    );
  });

  it('says that the listener may speak another protocol', async () => {
    const { KAFKA_BROKERS } = kafkaOf.enrolment!;
    expect(await failing({ KAFKA_BROKERS: KAFKA_BROKERS! })).toContain('KAFKA_SECURITY_PROTOCOL may not be');
  });
});

it('a certificate that is replaced under a running process is used at the next connection', async () => {
  const settings = kafka.withCertificate('nobody');
  const client = clientWith(settings);
  const topic = `${prefix}certificates.lookup.v1`;
  expect(await client.topicProblems([topic])).toHaveLength(1);
  const renewed = kafka.authority.certify('certificates');
  copyFileSync(renewed.certificate, settings.KAFKA_SSL_CERTIFICATE_LOCATION!);
  copyFileSync(renewed.key, settings.KAFKA_SSL_KEY_LOCATION!);
  expect(await client.topicProblems([topic])).toEqual([]);
});

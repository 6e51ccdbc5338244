// Budget: 60 s: a service looks for its topics every 15 s.
import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { TrackingOpened, StudentGraduated } from '#contracts';
import { ensureTopics } from '#messaging';
import { createService } from '#runtime';
import { eventually, type TestService, testPlatform } from '#testing';
import { withAdmin } from '../src/with-admin.js';
import { CreateLedger1732400000000, LedgerModule } from './ledger-service.js';
import { graduated, handled, startLedger } from './ledger.js';

const connection = { brokers: testPlatform().kafkaBrokers };
const warnings: string[] = [];
/** A running service looks every 15 s. */
const LOOK_TIMEOUT_MS = 60_000;

let service: TestService;
beforeAll(async () => {
  vi.spyOn(Logger.prototype, 'warn').mockImplementation((text) => void warnings.push(String(text)));
  service = await startLedger();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await service?.close();
});
beforeEach(() => warnings.splice(0));

/** Until the broker knows of it: a service that still saw the topic would end, and be started again, and not wait. */
const deleteTopic = (topic: string) =>
  withAdmin(connection, async (admin) => {
    await admin.deleteTopics({ topics: [topic] });
    await eventually(`${topic} is gone`, async () => expect(await admin.listTopics()).not.toContain(topic));
  });
const told = (sentence: string) =>
  eventually(sentence, () => expect(warnings.join('\n')).toContain(sentence), LOOK_TIMEOUT_MS);

it('a service that starts before topics are there says so in one sentence, and waits for them', async () => {
  const prefix = `late-${randomBytes(4).toString('hex')}.`;
  await ensureTopics({ ...connection, prefix });
  const missing = [StudentGraduated, TrackingOpened].map(({ topic }) => prefix + topic);
  for (const topic of missing) await deleteTopic(topic);
  const starting = createService(
    {
      name: 'employment',
      title: '',
      description: '',
      module: LedgerModule,
      migrations: [CreateLedger1732400000000],
    },
    { ...service.environment, KAFKA_TOPIC_PREFIX: prefix },
  );
  await told(`The topics ${missing.join(', ')} are missing: run the topics job`);
  await ensureTopics({ ...connection, prefix });
  const running = await starting;
  expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
  await running.close();
}, 120_000);

it('a service whose topic is deleted goes on answering, says so, and catches up once the topic is back', async () => {
  const topic = service.prefix + StudentGraduated.topic;
  const before = graduated(1);
  await service.receive(before);
  await handled(service, before.data.registrationId);
  await deleteTopic(topic);
  await told(`The topic ${topic} is missing: run the topics job`);
  expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  await ensureTopics({ ...connection, prefix: service.prefix });
  const after = graduated(1);
  await service.receive(after);
  await handled(service, after.data.registrationId);
  await service.published(StudentGraduated, 2); // the probe has found its way back too, and can be closed
}, 120_000);

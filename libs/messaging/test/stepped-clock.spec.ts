// Budget: 30 s: a group has to time out a member that it no longer hears of, and a topic is deleted and made again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { StudentGraduated } from '#contracts';
import { allSchools, Transactions } from '#database';
import { ensureTopics, Outbox } from '#messaging';
import { eventually, hold, stepWallClock, testPlatform, type TestService } from '#testing';
import { shardOf } from '../src/shards.js';
import { withAdmin } from '../src/with-admin.js';
import { graduated, handled, startLedger } from './ledger.js';

const connection = { brokers: testPlatform().kafkaBrokers };
const HOUR_MS = 3_600_000;
/** Longer than a group waits for a member that it does not hear of. */
const SESSION_OVER_MS = 9_000;

let service: TestService;
let putBack: () => void = () => undefined;
beforeAll(async () => {
  service = await startLedger();
});
afterEach(() => putBack());
afterAll(() => service?.close());

async function metric(name: string, labels: string): Promise<number> {
  const { body } = await service.anonymous.get('/metrics');
  const line = String(body)
    .split('\n')
    .find((each) => each.startsWith(`${name}{${labels}} `));
  return Number(line?.split(' ').at(-1));
}

const publish = (event: ReturnType<typeof graduated>) =>
  service.app.get(Transactions).run(allSchools, (tx) => service.app.get(Outbox).publish(tx, [event]));

const members = async () => {
  const { groups } = await withAdmin(connection, (admin) =>
    admin.describeGroups([`${service.prefix}employment`]),
  );
  return groups[0]!.members.map(({ memberId }) => memberId);
};

describe('A service whose clock steps back by an hour', () => {
  it('stays in its consumer group, and tells how long an event waits to be handled', async () => {
    const before = await eventually('a member', async () => {
      const all = await members();
      expect(all).toHaveLength(1);
      return all;
    });
    putBack = stepWallClock(-HOUR_MS);
    await sleep(SESSION_OVER_MS);
    expect(await members()).toEqual(before);

    const held = await hold(service, 'lock table ledger');
    const event = graduated(1);
    await service.receive(event);
    await eventually('an age of two seconds', async () => {
      const labels = `group="${service.prefix}employment",topic="${StudentGraduated.topic}"`;
      expect(await metric('kafka_consumer_group_oldest_unhandled_age_seconds', labels)).toBeGreaterThan(2);
    });
    await held.release();
    await handled(service, event.data.registrationId);
  }, 60_000);

  it('sends what its outbox backed off with, and tells meanwhile how long it waits', async () => {
    const topic = service.prefix + StudentGraduated.topic;
    const event = graduated(1);
    const shard = `shard="${shardOf(StudentGraduated.topic, event.data.personId)}"`;
    await withAdmin(connection, (admin) => admin.deleteTopics({ topics: [topic] }));
    await publish(event);
    await eventually('a back-off of some length', async () =>
      expect(await metric('outbox_send_failures_total', shard)).toBeGreaterThan(3),
    );
    putBack = stepWallClock(-HOUR_MS);
    const age = await metric('outbox_oldest_age_seconds', shard);
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(60);

    await ensureTopics({ ...connection, prefix: service.prefix });
    await eventually(
      'the outbox is empty',
      async () => expect(await metric('outbox_rows', shard)).toBe(0),
      30_000,
    );
    await handled(service, event.data.registrationId);
    await service.published(StudentGraduated); // the probe has found its way back too, and can be closed
  }, 120_000);
});

describe('A service whose clock is two hours ahead', () => {
  it('says so in a sentence while Kafka refuses its events, and sends them once the clock is right', async () => {
    const warnings: string[] = [];
    const warn = vi
      .spyOn(Logger.prototype, 'warn')
      .mockImplementation((text: unknown) => void warnings.push(String(text)));
    putBack = stepWallClock(2 * HOUR_MS);
    const event = graduated(1);
    await publish(event);
    await eventually('the sentence', () =>
      expect(warnings.join('\n')).toContain("This host's clock is wrong, or the broker's"),
    );
    putBack();
    await handled(service, event.data.registrationId);
    warn.mockRestore();
  }, 60_000);
});

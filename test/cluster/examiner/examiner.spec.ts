// Budget: 30 s: five processes are started.
import { eventually, testPlatform, withClient } from '#testing';
import { platformAt } from '../../../deploy/local/test-platform.ts';
import { World } from '../../faults/world.ts';
import { Examiner } from './examiner.ts';

const MINUTES = 60_000;

let world: World;
let examiner: Examiner;
let orders: Examiner['orders'];
beforeAll(async () => {
  world = await World.start({ platform: platformAt(testPlatform()) });
  const counted = (send: typeof fetch) => ({
    topicPrefix: world.topicPrefix,
    platform: world.platform,
    access: { ...world.access, send },
    databaseOf: (name: string) => world.databaseOf(name),
    isReady: (name: string) => world.isReady(name),
  });
  examiner = new Examiner(counted);
  ({ orders } = examiner);
  await orders.begin({ students: 60, seed: 1 });
}, 4 * MINUTES);
afterAll(async () => {
  await examiner?.close();
  await world?.stop();
});

it(
  'finds nothing where all is well, counts what was asked, and misses a case that is not there any more',
  async () => {
    orders.work({ studentsPerSecond: 6, clerksPerSecond: 8 });
    orders.phase({ name: 'at work' });
    await eventually('a hundred requests', () => expect(atWork().requests).toBeGreaterThan(100));
    expect(await orders.arrived({ patience: 30_000 })).toMatchObject({ waiting: 0 });
    expect(await orders.judge()).toMatchObject({ findings: [], lost: 0, doubled: 0 });
    expect(atWork()).toMatchObject({ failed: 0, busy: 0 });
    await withoutOneCase();
    expect(await orders.arrived({ patience: 0 })).toMatchObject({ waiting: 1 });
  },
  4 * MINUTES,
);

const atWork = () => orders.figures({ phases: ['at work'] })[0]!;

const withoutOneCase = () =>
  withClient(world.databaseOf('employment'), (client) =>
    client.query('delete from cases where registration_id in (select registration_id from cases limit 1)'),
  );

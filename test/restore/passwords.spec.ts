// Budget: 20 s: a service waits for its database, and another takes its place.
import { TrackingOpened } from '#contracts';
import { createService, type RunningService } from '#runtime';
import {
  eventually,
  graduated,
  HttpCaller,
  startTestService,
  student,
  type TestService,
  tokenFor,
} from '#testing';
import { AppModule } from '../../apps/employment/src/app.module.js';
import { migrations } from '../../apps/employment/src/migrations/index.js';

const PASSWORD = 'another-password';

let service: TestService;
let second: RunningService | undefined;
let role: string;
beforeAll(async () => {
  service = await startTestService({ name: 'employment', module: AppModule, migrations, ownRoles: true });
  role = new URL(service.environment.DATABASE_URL!).username;
});
afterAll(async () => {
  await second?.close();
  await service.query(`drop role if exists ${role}_b`);
  await service.close();
});

const endSessions = () =>
  service.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role]);
const sessionsOf = async (user: string) =>
  (await service.query('select 1 from pg_stat_activity where usename = $1', [user])).length;
const casesSeenBy = async (url: string, school: string) => {
  const { status, body } = await new HttpCaller(url, () => tokenFor('school-registrar', school)).get(
    '/cases',
  );
  return status === 200 ? body.items.length : status;
};

describe('The password of a database role', () => {
  it('that was changed under a running service holds up events, and makes a dead letter of none', async () => {
    await service.query(`alter role ${role} nologin`);
    await endSessions();
    await service.receive(graduated(student()));
    await eventually('the service tries in vain', async () => {
      const { body } = await service.anonymous.get('/metrics');
      expect(body).toMatch(/^messaging_process_retries_total\{cause="passing_failure"\} ([2-9]|\d{2,})$/m);
    });
    await service.query(`alter role ${role} login`);
    await service.published(TrackingOpened, 1);
    expect(await service.query('select 1 from dead_letters')).toEqual([]);
  }, 60_000);

  it('is replaced without a stop by a second role, which has the rights of the first', async () => {
    await service.query(`create role ${role}_b login password '${PASSWORD}' in role ${role}`);
    const url = new URL(service.environment.DATABASE_URL!);
    url.username = `${role}_b`;
    url.password = PASSWORD;
    second = await createService(
      { name: 'employment', title: '', description: '', module: AppModule },
      { ...service.environment, DATABASE_URL: url.href },
    );
    expect([await casesSeenBy(second.url, 'S001'), await casesSeenBy(service.url, 'S001')]).toEqual([1, 1]);
    expect(await casesSeenBy(second.url, 'S002')).toBe(0);

    await service.app.close();
    await eventually('no session of the first role', async () => expect(await sessionsOf(role)).toBe(0));
    await service.query(`alter role ${role} nologin`);
    for (let each = 0; each < 3; each++) await service.receive(graduated(student()));
    await service.published(TrackingOpened, 4);
    await eventually('all cases', async () => expect(await casesSeenBy(second!.url, 'S001')).toBe(4));
  }, 60_000);
});

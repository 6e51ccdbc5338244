import { TrackingOpened } from '#contracts';
import { createService, type RunningService } from '#runtime';
import { eventually, HttpCaller, startTestService, type TestService, tokenFor } from '#testing';
import { AppModule } from '../../apps/employment/src/app.module.js';
import { migrations } from '../../apps/employment/src/migrations/index.js';
import { graduated, student } from '../../apps/employment/test/students.js';

const PASSWORD = 'another-password';

let service: TestService;
let second: RunningService | undefined;
let role: string;
beforeAll(async () => {
  service = await startTestService({ name: 'employment', module: AppModule, migrations });
  role = new URL(service.environment.DATABASE_URL!).username;
});
afterAll(async () => {
  await second?.close();
  await service.query(`drop role if exists ${role}_b`);
  await service.close();
});

const sessionsOf = async (user: string) =>
  (await service.query('select 1 from pg_stat_activity where usename = $1', [user])).length;
const casesSeenBy = async (url: string, school: string) => {
  const { status, body } = await new HttpCaller(url, () => tokenFor('school-registrar', school)).get(
    '/cases',
  );
  return status === 200 ? body.items.length : status;
};

describe('The password of a database role', () => {
  it('is replaced without a stop: by a second role that has the rights of the first, until that one may not log in', async () => {
    await service.receive(graduated(student()));
    await service.published(TrackingOpened, 1);
    await service.query(`create role ${role}_b login password '${PASSWORD}' in role ${role}`);
    const url = new URL(service.environment.DATABASE_URL!);
    url.username = `${role}_b`;
    url.password = PASSWORD;
    second = await createService(
      { name: 'employment', title: '', description: '', module: AppModule },
      { ...service.environment, DATABASE_URL: url.href },
    );
    expect(await casesSeenBy(second.url, 'S001')).toBe(1);
    expect(await casesSeenBy(second.url, 'S002')).toBe(0);

    await service.query(`alter role ${role} nologin`);
    await service.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role]);
    // The first one cannot come back: what is sent and handled from now on, the second one does.
    for (let each = 0; each < 3; each++) await service.receive(graduated(student()));
    await service.published(TrackingOpened, 4);
    await eventually('all cases', async () => expect(await casesSeenBy(second!.url, 'S001')).toBe(4));
    expect(await sessionsOf(role)).toBe(0);
    await service.query(`alter role ${role} login`);
  }, 900_000);
});

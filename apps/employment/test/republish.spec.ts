import { TrackingCancelled, TrackingOpened } from '#contracts';
import {
  eventually,
  graduated,
  graduationRevoked,
  startTestService,
  student,
  type TestService,
} from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ name: 'employment', module: AppModule, migrations });
});
afterAll(() => service?.close());

const cases = () => service.query('select * from cases order by registration_id');

it('Graduations and revocations that are replayed open and cancel nothing, and cases can be replayed', async () => {
  const [open, undone] = [student(), student()];
  const told = [graduated(open), graduated(undone), graduationRevoked(undone)];
  await service.receive(...told);
  await service.published(TrackingCancelled);
  const before = await cases();
  await service.receive(...told);
  const later = student();
  await service.receive(graduated(later), graduated(student({ personId: open.personId })));
  await service.receive(graduated(student({ personId: undone.personId })));
  await service.published(TrackingOpened, 5);
  const known = new Set([open.registrationId, undone.registrationId]);
  expect((await cases()).filter((row) => known.has(row.registration_id))).toEqual(before);

  const answer = await service.as('operator').post('/republish', { topic: 'employment.outcomes.v1' });
  expect(answer.body).toMatchObject({ events: 6 });
  await eventually('each told twice', async () => {
    expect(await service.published(TrackingOpened)).toHaveLength(10);
    expect(await service.published(TrackingCancelled)).toHaveLength(2);
  });
});

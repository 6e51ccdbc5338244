import { CaseDigest } from '#contracts';
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

const item = (registrationId: string, revoked: boolean) =>
  expect.objectContaining({ registrationId, revoked });

it('A digest tells the cases by the day in China on which the graduation was approved', async () => {
  const [kept, undone] = [student(), student()];
  const late = { approvedAt: '2026-07-01T16:00:00.000Z' }; // the 2nd in China
  await service.receive(graduated(kept, 3, late), graduated(undone, 3, late), graduationRevoked(undone));
  await eventually('two cases, one of them cancelled', async () => {
    const states = await service.query('select state from cases order by state');
    expect(states).toEqual([{ state: 'CANCELLED' }, { state: 'OPEN' }]);
  });
  const run = await service
    .as('operator')
    .post('/reconciliation/digests', { from: '2026-07-01', to: '2026-07-02' });
  expect(run.body).toMatchObject({ service: 'employment', digests: 1 });
  const [digest] = await service.published(CaseDigest);
  expect(digest!.data).toMatchObject({ schoolCode: 'S001', day: '2026-07-02', live: 1, revoked: 1 });
  expect(digest!.data.items).toEqual(
    expect.arrayContaining([item(kept.registrationId, false), item(undone.registrationId, true)]),
  );
});

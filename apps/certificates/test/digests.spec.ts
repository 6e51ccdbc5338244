import { CertificateDigest } from '#contracts';
import {
  eventually,
  formerGraduate,
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
  service = await startTestService({ name: 'certificates', module: AppModule, migrations });
});
afterAll(() => service?.close());

it('A digest tells the certificates of a school and day of issue by number and registration, live and revoked', async () => {
  const [kept, undone, other] = [student(), student(), student({ schoolCode: 'S002' })];
  const late = { approvedAt: '2026-07-01T16:00:00.000Z' }; // the 2nd in China
  // Given on paper before the system: student records compares no graduation with it.
  const taken = formerGraduate('渝技〔2026〕001号', { issueDate: '2026-07-01' });
  await service.receive(
    taken,
    graduated(kept),
    graduated(undone),
    graduated(other, 3, late),
    graduationRevoked(undone),
  );
  const numbers = await eventually('three certificates, one of them revoked', async () => {
    const all = (await service.as('city-officer').get('/certificates')).body.items;
    const items = all.filter((each: any) => !each.takenOver);
    expect(all).toHaveLength(4);
    expect(items.map((each: any) => each.status).toSorted()).toEqual(['ISSUED', 'ISSUED', 'REVOKED']);
    return new Map<string, string>(items.map((each: any) => [each.registrationId, each.certificateNo]));
  });
  const run = await service
    .as('operator')
    .post('/reconciliation/digests', { from: '2026-07-01', to: '2026-07-02' });
  expect(run.body).toMatchObject({ service: 'certificates', digests: 2 });
  const [first, second] = (await service.published(CertificateDigest, 2)).map(({ data }) => data);
  expect(first).toMatchObject({
    schoolCode: 'S001',
    day: '2026-07-01',
    live: 1,
    revoked: 1,
    part: 1,
    parts: 1,
  });
  const item = ({ registrationId }: { registrationId: string }, revoked: boolean) =>
    expect.objectContaining({ registrationId, certificateNo: numbers.get(registrationId), revoked });
  expect(first!.items).toHaveLength(2);
  expect(first!.items).toEqual(expect.arrayContaining([item(kept, false), item(undone, true)]));
  expect(second).toMatchObject({ schoolCode: 'S002', day: '2026-07-02', items: [item(other, false)] });
});

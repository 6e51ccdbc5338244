import { ErasureState } from '#contracts';
import { eventOf } from '#messaging';
import {
  eventually,
  graduated,
  identityCorrected,
  startTestService,
  type Student,
  student,
  type TestService,
} from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

const erased = ({ personId, applicationId }: Student, erasedAt: string) =>
  eventOf(ErasureState, {
    data: { personId, extent: 'CONTACT', applicationIds: [applicationId], erasedAt },
    version: 1,
  });
const graduatedAt = (of: Student, approvedAt: string) => graduated(of, 3, { approvedAt });

describe('The erasure of a person', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ name: 'employment', module: AppModule, migrations });
  });
  afterAll(() => service?.close());

  const caseOf = ({ registrationId }: Student) =>
    eventually(`the case of ${registrationId}`, async () => {
      const { status, body } = await service.as('city-officer').get(`/cases/${registrationId}`);
      expect(status).toBe(200);
      return body;
    });

  it('takes the name off their case, and an outcome can still be reported', async () => {
    const who = student();
    const other = student();
    await service.receive(
      graduatedAt(who, '2026-07-01T02:00:00.000Z'),
      graduatedAt(other, '2026-07-01T02:00:00.000Z'),
    );
    expect(await caseOf(who)).toMatchObject({ name: '王小明' });
    await caseOf(other);
    await service.receive(erased(who, '2026-08-01T02:00:00.000Z'));
    await eventually('a case without a name', async () =>
      expect(await caseOf(who)).toMatchObject({ name: '已删除', erasedAt: '2026-08-01T02:00:00.000Z' }),
    );
    const report = { category: 'FURTHER_STUDY', startedOn: '2026-08-01' };
    const answer = await service
      .as('school-employment-officer', 'S001')
      .post(`/cases/${who.registrationId}/outcomes`, report);
    expect(answer.status).toBe(201);
    expect(await caseOf(who)).toMatchObject({ name: '已删除', state: 'REPORTED' });
    expect(await caseOf(other)).toMatchObject({ name: '王小明' });
  });

  it('counts also when it is heard of before the graduation that it came after', async () => {
    const who = student();
    await service.receive(erased(who, '2026-08-01T02:00:00.000Z'));
    await eventually('the erasure noted', async () =>
      expect(
        await service.query('select 1 from erased_persons where person_id = $1', [who.personId]),
      ).toHaveLength(1),
    );
    await service.receive(graduatedAt(who, '2026-07-01T02:00:00.000Z'));
    expect(await caseOf(who)).toMatchObject({ name: '已删除' });
  });

  it('is not undone by a correction of their identity, which renames the case of who was not erased, once', async () => {
    const [who, other] = [student(), student()];
    await service.receive(
      graduatedAt(who, '2026-07-01T02:00:00.000Z'),
      graduatedAt(other, '2026-07-01T02:00:00.000Z'),
      erased(who, '2026-08-01T02:00:00.000Z'),
    );
    await caseOf(other);
    await eventually('a case without a name', async () =>
      expect(await caseOf(who)).toMatchObject({ name: '已删除' }),
    );
    const corrections = [who, other].map((each) => identityCorrected(each, { name: '王大明' }));
    const handled = [...(await service.receive(...corrections)), ...(await service.receive(...corrections))];
    await eventually('the corrections handled twice', async () =>
      expect(await service.query('select from inbox where event_id = any($1)', [handled])).toHaveLength(4),
    );
    expect(await caseOf(other)).toMatchObject({ name: '王大明', version: 2 });
    const found = await service.as('city-officer').get('/cases?name=wangdaming');
    expect(found.body.items).toMatchObject([{ registrationId: other.registrationId }]);
    expect(await caseOf(who)).toMatchObject({ name: '已删除' });
  });

  it('is not meant for a later graduation of the same person', async () => {
    const who = student();
    const later = student({ personId: who.personId });
    await service.receive(erased(who, '2026-08-01T02:00:00.000Z'));
    await service.receive(graduatedAt(later, '2028-07-01T02:00:00.000Z'));
    expect(await caseOf(later)).toMatchObject({ name: '王小明' });
  });
});

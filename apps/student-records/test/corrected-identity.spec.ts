import { type Person, StudentGraduated } from '#contracts';
import { eventually, type TestService } from '#testing';
import {
  checkedIn,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  show,
  type Shown,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const wrong = (over: Partial<Person> = {}) => somebody({ name: '单小名', phone: '13900000000', ...over });
const right = (person: Person): Person => ({ ...person, name: '单小明', sex: '2', phone: '13911111111' });

describe('The name of a person', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S002'));
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const decide = async (decision: 'approve' | 'reject', registrationId: string) => {
    const body = { registrationIds: [registrationId], ...(decision === 'reject' && { reason: '姓名有误' }) };
    return (await service.as('city-officer').post(`/registrations/batch-${decision}`, body)).body;
  };
  const checkIn = async (person: Person, schoolCode: string) =>
    (await registered(service, checkedIn({ person, schoolCode })))[0]!;
  const reveal = async ({ registrationId }: Shown) => {
    const path = `/registrations/${registrationId}/reveal-identity`;
    return (await service.as('city-officer').post(path, { reason: '核对身份' })).body;
  };

  it('is that of the next check-in where only rejected registrations had fixed it, of another school too', async () => {
    const person = wrong();
    const first = await checkIn(person, 'S001');
    expect(await decide('reject', first.registrationId)).toMatchObject({ accepted: 1 });
    const second = await checkIn(right(person), 'S002');
    expect(second).toMatchObject({ personId: first.personId, name: '单小明', verification: 'FORMAT' });
    expect(await decide('approve', second.registrationId)).toMatchObject({ accepted: 1, refused: [] });

    const found = await service.as('school-registrar', 'S002').get('/registrations?name=shanxiaoming');
    expect(found.body.items).toMatchObject([{ registrationId: second.registrationId, sex: '2' }]);
    const { idNumber } = person;
    expect(await reveal(second)).toMatchObject({ name: '单小明', idNumber, phone: '13911111111' });
    const history = await service.as('city-officer').get(`/registrations/${second.registrationId}/history`);
    expect(history.body.entries[0]).toMatchObject({ version: 1, reason: '更正了该证件登记的姓名、性别' });

    await graduated(service, [second.registrationId], 'S002');
    await eventually('the graduation under the right name', async () => {
      const events = await service.published(StudentGraduated, 1);
      expect(events.map(({ data }) => data)).toContainEqual(
        expect.objectContaining({
          registrationId: second.registrationId,
          identity: expect.objectContaining({ name: '单小明', sex: '2', idNumber }),
        }),
      );
    });
  });

  it('gains a contact, or loses it, with the check-in that corrects it', async () => {
    const person = wrong({ phone: undefined });
    const first = await checkIn(person, 'S001');
    await decide('reject', first.registrationId);
    const second = await checkIn(right(person), 'S001');
    await decide('reject', second.registrationId);
    const third = await checkIn({ ...right(person), phone: undefined }, 'S001');
    expect(await reveal(third)).toMatchObject({ name: '单小明', idNumber: person.idNumber });
    expect(await reveal(third)).not.toHaveProperty('phone');
  });

  it.each(['submitted', 'approved'])(
    'stays where a registration at another school is %s, and the newcomer is in dispute with it',
    async (state) => {
      const person = wrong();
      const rejected = await checkIn(person, 'S001');
      await decide('reject', rejected.registrationId);
      const fixing = await checkIn(person, 'S001');
      if (state === 'approved')
        expect(await decide('approve', fixing.registrationId)).toMatchObject({ accepted: 1 });
      const newcomer = await checkIn(right(person), 'S002');
      expect(newcomer).toMatchObject({ name: '单小名', sex: person.sex, verification: 'MISMATCH' });
      expect((await decide('approve', newcomer.registrationId)).refused).toMatchObject([
        { code: 'identity-mismatch' },
      ]);
      expect(await show(service, fixing.registrationId)).toMatchObject({ verification: 'MISMATCH' });
    },
  );

  it('is fixed by one of two check-ins that come at the same moment, and the other is in dispute', async () => {
    for (let round = 0; round < 5; round++) {
      const person = wrong();
      const first = await checkIn(person, 'S001');
      await decide('reject', first.registrationId);
      const two = await registered(
        service,
        checkedIn({ person: right(person) }),
        checkedIn({ person: { ...person, name: '另一人' }, schoolCode: 'S002' }),
      );
      const rows = await service.query(
        'select identity_mismatch from registrations where registration_id = any($1)',
        [two.map(({ registrationId }) => registrationId)],
      );
      expect(rows.filter((row) => row.identity_mismatch)).toHaveLength(1);
      expect(await show(service, two[0]!.registrationId)).toMatchObject({ verification: 'MISMATCH' });
    }
  });
});

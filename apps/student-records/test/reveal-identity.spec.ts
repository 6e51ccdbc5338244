import type { TestService } from '#testing';
import { checkedIn, registered, somebody, startStudentRecords } from './check-ins.js';

const guardian = { name: '样例监护人', relation: '父亲', phone: '13900000001' };
const person = somebody({ phone: '13900000000', guardian });
const reason = { reason: '核对档案' };

describe('The full identity of a student', () => {
  let service: TestService;
  let registrationId: string;
  let personId: string;
  beforeAll(async () => {
    service = await startStudentRecords();
    const [one] = await registered(service, checkedIn({ person }));
    ({ registrationId, personId } = one!);
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const path = () => `/registrations/${registrationId}/reveal-identity`;
  const looks = async () => ({
    reveals: await service.query('select revealed_to, reason from reveals where aggregate_id = $1', [
      registrationId,
    ]),
    audited: await service.query(
      `select actor, outcome from audit_entries where action = 'reveal-identity' and aggregate_id = $1`,
      [registrationId],
    ),
  });

  it('is shown to the registrar of the school, not to be cached, and each look is written down', async () => {
    const { status, body, headers } = await registrar().post(path(), reason);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        name: person.name,
        idType: 'RESIDENT_ID',
        idNumber: person.idNumber,
        phone: person.phone,
        guardian,
        former: [],
      },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    await service.as('city-officer').post(path(), { reason: '信访核查' });
    expect(await looks()).toEqual({
      reveals: [
        { revealed_to: 'school-registrar:S001', reason: '核对档案' },
        { revealed_to: 'city-officer', reason: '信访核查' },
      ],
      audited: [
        { actor: 'school-registrar:S001', outcome: 'done' },
        { actor: 'city-officer', outcome: 'done' },
      ],
    });
  });

  it('is not shown to other schools, other roles, or without a reason', async () => {
    const before = await looks();
    expect((await registrar('S002').post(path(), reason)).status).toBe(404);
    for (const role of ['inspector', 'operator'])
      expect((await service.as(role).post(path(), reason)).status).toBe(403);
    expect((await service.as('school-principal', 'S001').post(path(), reason)).status).toBe(403);
    expect((await registrar().post(path(), {})).status).toBe(422);
    expect((await registrar().post(path(), { reason: '联系13900000000' })).status).toBe(422);
    expect((await looks()).reveals).toEqual(before.reveals);
  });

  it('is gone once the person was erased', async () => {
    const officer = service.as('city-officer');
    await officer.post('/registrations/batch-reject', {
      registrationIds: [registrationId],
      reason: '材料不全',
    });
    await officer.post(`/persons/${personId}/erase`, { ...reason, legalGround: 'CONSENT_WITHDRAWN' });
    const { status, body } = await registrar().post(path(), reason);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'person-erased' });
  });
});

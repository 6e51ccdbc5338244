import { ErasureState } from '#contracts';
import { allSchools, Transactions } from '#database';
import { eventually, type TestService } from '#testing';
import {
  activeStudents,
  checkedIn,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  show,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const order = { legalGround: 'CONSENT_WITHDRAWN', reason: '本人申请' };

describe('The erasure of a person', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const officer = () => service.as('city-officer');
  const erase = (personId: string, body: object = order) =>
    officer().post(`/persons/${personId}/erase`, body);
  const reject = (registrationId: string) =>
    officer().post('/registrations/batch-reject', { registrationIds: [registrationId], reason: '材料不全' });
  const personRow = async (personId: string) =>
    (await service.query('select * from persons where person_id = $1', [personId]))[0];
  const keysOf = (personId: string) =>
    service.query('select * from data_keys where subject like $1 order by subject', [`person%:${personId}`]);
  const waiting = (count: number) =>
    eventually(`${count} sessions that wait for a lock`, async () =>
      expect(
        await service.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      ).toHaveLength(count),
    );
  const told = (personId: string, times: number) =>
    eventually(`${times} erasures of ${personId}`, async () => {
      const all = (await service.published(ErasureState)).filter(({ key }) => key === personId);
      expect(all).toHaveLength(times);
      return all;
    });

  it('who never became a student leaves nothing but the fact behind, and may come again as somebody new', async () => {
    const person = somebody({
      phone: '13900000000',
      ethnicity: '05',
      guardian: { name: '样例监护人', relation: '父亲', phone: '13900000001' },
    });
    const [one] = await registered(service, checkedIn({ person }));
    await reject(one!.registrationId);
    const { status, body } = await erase(one!.personId);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { personId: one!.personId, erased: 'WHOLE' },
    });

    const shown = await show(service, one!.registrationId);
    expect(shown).toMatchObject({ name: '已删除', erased: 'WHOLE', erasedAt: expect.any(String) });
    for (const gone of ['idNumber', 'sex', 'birthDate']) expect(shown).not.toHaveProperty(gone);
    expect(await personRow(one!.personId)).toMatchObject({
      name: '已删除',
      id_number_index: null,
      id_number: null,
      phone: null,
      guardian: null,
      ethnicity: null,
      birth_date: null,
    });
    const keys = await keysOf(one!.personId);
    expect(keys).toHaveLength(2);
    for (const key of keys)
      expect(key).toMatchObject({
        sealed_key: null,
        destroyed_by: 'city-officer',
        legal_ground: 'CONSENT_WITHDRAWN',
        reason: '本人申请',
      });
    const [again] = await registered(service, checkedIn({ person }));
    expect(again!.personId).not.toBe(one!.personId);
    expect(again!.name).toBe(person.name);
  });

  it('a graduate stays in the archive with their identity, and loses phone and guardian', async () => {
    const person = somebody({ phone: '13900000000' });
    const [one] = await registered(service, checkedIn({ person }));
    await officer().post('/registrations/batch-approve', { registrationIds: [one!.registrationId] });
    await graduated(service, [one!.registrationId]);
    expect((await erase(one!.personId)).body).toMatchObject({ erased: 'CONTACT' });
    expect(await show(service, one!.registrationId)).toMatchObject({
      name: person.name,
      idNumber: expect.stringMatching(/^5102\*{10}/),
      erased: 'CONTACT',
    });
    expect(await personRow(one!.personId)).toMatchObject({ phone: null });
    expect(await keysOf(one!.personId)).toMatchObject([
      { subject: `person-contact:${one!.personId}`, sealed_key: null },
      { subject: `person:${one!.personId}`, sealed_key: expect.any(String) },
    ]);
    const republished = await service
      .as('operator')
      .post('/republish', { topic: 'student-records.graduations.v1' });
    expect(republished).toMatchObject({ status: 200, body: { events: 1 } });
  });

  it('is published to the other services, without a name or a reason, and replayed as it was', async () => {
    const [one] = await registered(service, checkedIn());
    await reject(one!.registrationId);
    await erase(one!.personId);
    const [first] = await told(one!.personId, 1);
    expect(first).toMatchObject({
      version: 1,
      data: { personId: one!.personId, extent: 'WHOLE', applicationIds: [one!.applicationId] },
    });
    expect(Object.keys(first!.data)).toEqual([
      'personId',
      'extent',
      'applicationIds',
      'registrationIds',
      'erasedAt',
    ]);
    await service.as('operator').post('/republish', { topic: ErasureState.topic });
    const [, again] = await told(one!.personId, 2);
    expect(again).toMatchObject({ version: 1, data: first!.data });
    const { body } = await service.as('operator').post('/republish/check', { topic: ErasureState.topic });
    expect(body).toMatchObject({ differing: 0 });
  });

  it('is refused while a registration is open, and nothing is erased then', async () => {
    const person = somebody({ phone: '13900000000' });
    const [submitted] = await registered(service, checkedIn({ person }));
    const [active] = await activeStudents(service, 1);
    const { personId } = await show(service, active!);
    for (const each of [submitted!.personId, personId]) {
      const { status, body } = await erase(each);
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'person-has-open-registration' });
    }
    expect(await personRow(submitted!.personId)).toMatchObject({ phone: expect.any(String) });
  });

  it('is not undone by a check-in that is handled again', async () => {
    const checkIn = checkedIn({ person: somebody({ phone: '13900000000' }) });
    const [one] = await registered(service, checkIn);
    await reject(one!.registrationId);
    await erase(one!.personId);
    const persons = () => service.query('select person_id from persons order by person_id');
    const before = await persons();
    // Under a new id: so it comes when the inbox was lost, or when the check-in is replayed.
    const [eventId] = await service.receive(checkIn);
    await eventually('the check-in handled again', async () =>
      expect(await service.query('select from inbox where event_id = $1', [eventId])).toHaveLength(1),
    );
    expect(await persons()).toEqual(before);
    expect(await show(service, one!.registrationId)).toMatchObject({ name: '已删除', erased: 'WHOLE' });
  });

  it('does not happen to somebody whose check-in arrives at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const person = somebody();
      const [one] = await registered(service, checkedIn({ person }));
      await reject(one!.registrationId);
      const later = checkedIn({ person });
      const [answer, [registration]] = await Promise.all([erase(one!.personId), registered(service, later)]);
      const shown = await show(service, registration!.registrationId);
      expect(shown.name).toBe(person.name);
      expect(shown.erased).toBeUndefined();
      expect(shown.personId === one!.personId).toBe(answer.status === 409);
    }
  });

  it('waits for a rejection of the same moment, or the rejection for it, and neither fails', async () => {
    const [one] = await registered(service, checkedIn());
    const { personId, registrationId } = one!;
    const { erasing, rejecting } = await service.app
      .get(Transactions)
      .run(allSchools, async (tx) => {
        await tx.query('select from persons where person_id = $1 for update', [personId]);
        const first = erase(personId);
        await waiting(1);
        const second = reject(registrationId);
        await waiting(2);
        return { erasing: first, rejecting: second };
      })
      .then(async (both) => ({ erasing: await both.erasing, rejecting: await both.rejecting }));
    expect(erasing).toMatchObject({ status: 409, body: { code: 'person-has-open-registration' } });
    expect(rejecting).toMatchObject({ status: 200, body: { accepted: 1 } });
  });

  it('is not what a person seems to be whose data key was lost', async () => {
    const [one] = await registered(service, checkedIn());
    await service.query('delete from data_keys where subject = $1', [`person:${one!.personId}`]);
    const { status } = await officer().get(`/registrations/${one!.registrationId}`);
    expect(status).toBe(500);
  });

  it('is for the city, with a ground of the law, and a reason that names nobody', async () => {
    const [one] = await registered(service, checkedIn());
    const registrar = service.as('school-registrar', 'S001');
    expect((await registrar.post(`/persons/${one!.personId}/erase`, order)).status).toBe(403);
    const named = await erase(one!.personId, { ...order, reason: '本人13900000000申请' });
    expect(named.body.errors).toMatchObject([{ path: 'reason', code: 'holds-a-number' }]);
    expect((await erase(one!.personId, { reason: '本人申请' })).status).toBe(422);
    expect((await erase('0193b0a0-0000-7000-8000-000000000001')).status).toBe(404);
  });
});

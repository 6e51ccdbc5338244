// Budget: 20 s: students are registered and approved one by one.
import { type Person } from '#contracts';
import type { TestService } from '#testing';
import {
  checkedIn,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  somebody,
  startStudentRecords,
} from './check-ins.js';

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), schoolState('S002'));
  await schoolsKnown(service, 2);
});
afterAll(() => service?.close());

const registrar = (school = 'S001') => service.as('school-registrar', school);
const active = async (person: Partial<Person> = {}) => {
  const [one] = await registered(service, checkedIn({ person: somebody(person) }));
  const registrationIds = [one!.registrationId];
  await service.as('city-officer').post('/registrations/batch-approve', { registrationIds });
  return one!;
};
const change = (id: string, contact: object, school = 'S001') =>
  registrar(school).post(`/registrations/${id}/contact`, {
    guardians: [],
    reason: '家长来电更正',
    ...contact,
  });
const reveal = (id: string, school = 'S001') =>
  registrar(school).post(`/registrations/${id}/reveal-contact`, { reason: '联系家长' });

const mother = { name: '样例母亲', relation: '母亲', phone: '13900000021' };
const father = { name: '样例父亲', relation: '父亲', phone: '13900000022', idNumber: '510202198003012219' };

describe('The contact of a student', () => {
  it('is changed with a reason, is shown one at a time with a reason, and keeps sealed what was before', async () => {
    const one = await active({ phone: '13900000020', guardian: mother });
    const id = one.registrationId;
    const now = { phone: '13900000023', address: '渝中区样例路1号', guardians: [mother, father] };
    expect((await change(id, now)).body).toEqual({
      registrationId: id,
      fields: ['phone', 'address', 'guardians'],
    });
    expect((await change(id, now)).body).toMatchObject({ fields: [] });
    const { contact, changes } = (await reveal(id)).body;
    expect(contact).toMatchObject({
      ...now,
      guardians: [mother, { ...father, birthDate: '1980-03-01' }],
    });
    expect(changes).toMatchObject([
      {
        changedBy: 'school-registrar:S001',
        reason: '家长来电更正',
        former: { phone: '13900000020', guardians: [mother] },
      },
    ]);
    const identity = await registrar().post(`/registrations/${id}/reveal-identity`, { reason: '核对' });
    expect(identity.body).toMatchObject({ phone: '13900000023', guardian: mother });
    for (const table of ['persons', 'contact_changes', 'audit_entries', 'reveals'])
      expect(JSON.stringify(await service.query(`select * from ${table}`))).not.toMatch(
        /1390000002|样例母亲|样例路/,
      );
    expect((await reveal(id, 'S002')).status).toBe(404);
    expect((await change(id, now, 'S002')).status).toBe(404);
    const trail = (await service.as('city-officer').get(`/audit-entries?id=${id}`)).body.items;
    expect(trail.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['change-contact', 'reveal-contact']),
    );
  });

  it('has a guardian where the student is under eighteen, and none is a child', async () => {
    const year = new Date().getUTCFullYear() - 16;
    const { registrationId } = await active({ birthDate: `${year}-01-01` });
    expect((await change(registrationId, { phone: '13900000024' })).body).toMatchObject({
      code: 'guardian-required',
    });
    const brother = { ...father, idNumber: undefined, idType: 'PASSPORT' };
    expect((await change(registrationId, { guardians: [brother] })).status).toBe(200);
    const wrong = await change(registrationId, {
      guardians: [{ ...father, idNumber: '510202198003012210' }],
    });
    expect(wrong.body).toMatchObject({ code: 'invalid-request', errors: [{ path: 'guardians.0.idNumber' }] });
  });

  it('goes with the erasure of a graduate, all that it was included', async () => {
    const { registrationId, personId } = await active();
    await change(registrationId, { phone: '13900000025' });
    await change(registrationId, { phone: '13900000026', guardians: [mother] });
    await graduated(service, [registrationId]);
    expect((await change(registrationId, {})).body).toMatchObject({ code: 'contact-not-of-student' });
    const order = { legalGround: 'PURPOSE_ENDED', reason: '本人申请' };
    await service.as('city-officer').post(`/persons/${personId}/erase`, order);
    expect((await reveal(registrationId)).body).toMatchObject({ code: 'person-erased' });
    expect(
      await service.query(
        'select phone, phone_index, address, guardian, guardians from persons where person_id = $1',
        [personId],
      ),
    ).toEqual([{ phone: null, phone_index: null, address: null, guardian: null, guardians: null }]);
    const changes = await service.query('select former from contact_changes where person_id = $1', [
      personId,
    ]);
    expect(changes).toEqual([{ former: null }, { former: null }]);
  });
});

// Budget: 20 s: many check-ins, each waited for.
import { v7 as uuidv7 } from 'uuid';
import { type DataOf, type Person, type StudentCheckedIn, StudentGraduated } from '#contracts';
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

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), schoolState('S002'));
  await schoolsKnown(service, 2);
});
afterAll(() => service?.close());

const decide = async (decision: 'approve' | 'reject', registrationId: string) => {
  const body = { registrationIds: [registrationId], ...(decision === 'reject' && { reason: '姓名有误' }) };
  return (await service.as('city-officer').post(`/registrations/batch-${decision}`, body)).body;
};
const checkIn = async (
  person: Person,
  schoolCode = 'S001',
  over: Partial<DataOf<typeof StudentCheckedIn>> = {},
) => (await registered(service, checkedIn({ person, schoolCode, ...over })))[0]!;
const reveal = async ({ registrationId }: Shown) => {
  const path = `/registrations/${registrationId}/reveal-identity`;
  return (await service.as('city-officer').post(path, { reason: '核对身份' })).body;
};

const auditOf = async ({ registrationId }: Shown, schoolCode: string) =>
  (await service.as('school-registrar', schoolCode).get(`/audit-entries?id=${registrationId}`)).body.items;

const approve = ({ registrationId }: Shown) => decide('approve', registrationId);
/** As a registrar types it from the document. */
const typed = ({ name, idType, idNumber }: Person) => ({ name, idType, idNumber });
const correct = ({ registrationId }: Shown, identity: object, schoolCode = 'S001') =>
  service
    .as('school-registrar', schoolCode)
    .post(`/registrations/${registrationId}/correct-identity`, { identity, reason: '录入有误' });

describe('The name of a person', () => {
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
      expect(newcomer).toMatchObject({ name: '单小明', sex: '2', verification: 'MISMATCH' });
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

/** With the sex that the number says. */
function someone(name: string, phone?: string): Person {
  const person = somebody({ name, phone });
  return { ...person, sex: Number(person.idNumber[16]) % 2 === 1 ? '1' : '2' };
}

describe('The identity of a registration that waits', () => {
  it('is corrected by its school with a reason, keeps sealed what was said, and is approved by somebody else', async () => {
    const person = someone('李小名', '13912340001');
    const registration = await checkIn(person);
    const answer = await correct(registration, { ...typed(person), name: '李小明' });
    expect(answer).toMatchObject({
      status: 200,
      body: { personId: registration.personId, name: '李小明', verification: 'FORMAT', version: 2 },
    });
    expect(await reveal(registration)).toMatchObject({
      name: '李小明',
      phone: '13912340001',
      former: [{ name: '李小名', idNumber: person.idNumber, correctedBy: 'school-registrar:S001' }],
    });
    const { entries } = (await service.as('city-officer').get(`/registrations/${registration.registrationId}/history`)).body; // prettier-ignore
    expect(entries.at(-1)).toMatchObject({ happened: 'correct-identity', reason: '录入有误' });
    expect(JSON.stringify(await service.query('select data from registrations_history'))).not.toMatch(/李小/);
    const found = await service.as('school-registrar', 'S001').get('/registrations?name=lixiaoming');
    expect(found.body.items).toHaveLength(1);
    const [row] = await service.query('select contributors from registrations where registration_id = $1', [registration.registrationId]); // prettier-ignore
    expect(row.contributors).toContain('school-registrar:S001');
    expect(await approve(registration)).toMatchObject({ accepted: 1 });
    expect((await correct(registration, typed(person))).body.code).toBe('not-submitted');

    await graduated(service, [registration.registrationId]);
    const order = { legalGround: 'PURPOSE_ENDED', reason: '到期' };
    const erasure = await service.as('city-officer').post(`/persons/${registration.personId}/erase`, order);
    expect(erasure.body).toMatchObject({ erased: 'CONTACT' });
    const { former, ...left } = await reveal(registration);
    expect(former).toEqual([]);
    expect(left).not.toHaveProperty('phone');
  });

  it('is refused to another school, and where it says otherwise than the number', async () => {
    const person = someone('吴同学');
    const registration = await checkIn(person);
    expect((await correct(registration, typed(person), 'S002')).status).toBe(404);
    const other = await correct(registration, {
      ...typed(person),
      sex: person.sex === '1' ? '2' : '1',
      birthDate: '2000-01-01',
    });
    expect(other.body.errors.map(({ code }: { code: string }) => code)).toEqual(['sex-mismatch', 'birth-date-mismatch']); // prettier-ignore
  });

  it('moves to the person of the right number with its contact, and nothing is left of the wrong one', async () => {
    const [mistyped, owned] = [someone('周号误', '13912340002'), someone('周号正')];
    const registration = await checkIn(mistyped, 'S001', { previousRegistrationId: uuidv7() });
    const moved = (await correct(registration, typed(owned))).body;
    expect(moved.personId).not.toBe(registration.personId);
    expect(moved).not.toHaveProperty('previousRegistrationId');
    expect(await reveal(registration)).toMatchObject({ idNumber: owned.idNumber, phone: '13912340002', former: [{ idNumber: mistyped.idNumber }] }); // prettier-ignore
    expect(await service.query('select id_number, phone from persons where person_id = $1', [registration.personId])).toEqual([{ id_number: null, phone: null }]); // prettier-ignore
    const owner = await checkIn(mistyped, 'S002');
    expect(owner).toMatchObject({ verification: 'FORMAT', name: mistyped.name });
    expect(await approve(owner)).toMatchObject({ accepted: 1 });
    expect(await approve(registration)).toMatchObject({ accepted: 1 });
  });

  it('sets both free of a dispute where one had typed the number of the other', async () => {
    const [first, second] = [someone('王甲', '13912340003'), someone('王乙', '13912340004')];
    const fixing = await checkIn(first);
    const newcomer = await checkIn({ ...second, ...typed(first), name: '王乙' }, 'S002');
    expect(await reveal(newcomer)).toMatchObject({ name: '王乙', phone: '13912340004' });
    expect((await approve(fixing)).refused).toMatchObject([{ code: 'identity-mismatch' }]);
    const misspelt = await correct(newcomer, { ...typed(first), name: '王丙' }, 'S002');
    expect(misspelt.body.code).toBe('identity-fixed-by-another');
    expect((await correct(newcomer, typed(second), 'S002')).body.verification).toBe('FORMAT');
    const revealed = await reveal(newcomer);
    expect(revealed).toMatchObject({ name: '王乙', idNumber: second.idNumber, phone: '13912340004' });
    expect(revealed.former).toMatchObject([{ name: '王乙', idNumber: first.idNumber }]);
    expect(await reveal(fixing)).toMatchObject({ name: '王甲', phone: '13912340003' });
    expect(await approve(fixing)).toMatchObject({ accepted: 1 });
    expect(await approve(newcomer)).toMatchObject({ accepted: 1 });
  });

  it('leaves a number to its owner, whose school confirms who they are, once who came first with it has left it', async () => {
    const [owner, mistaken] = [someone('郑甲', '13912340005'), someone('郑乙', '13912340006')];
    const first = await checkIn({ ...mistaken, ...typed(owner), name: '郑乙' });
    const second = await checkIn(owner, 'S002');
    expect((await correct(first, typed(mistaken))).body).toMatchObject({
      name: '郑乙',
      verification: 'FORMAT',
    });
    expect((await correct(second, typed(owner), 'S002')).body).toMatchObject({
      personId: first.personId,
      name: '郑甲',
      verification: 'FORMAT',
    });
    expect(await reveal(first)).toMatchObject({ phone: '13912340006', former: [{ name: '郑乙' }] });
    expect(await reveal(second)).toMatchObject({ phone: '13912340005' });
    expect(await approve(first)).toMatchObject({ accepted: 1 });
    expect(await approve(second)).toMatchObject({ accepted: 1 });
  });

  it('sets another school free whose applicant had the right name all along, and tells it of nobody else', async () => {
    const person = someone('赵小名');
    const misspelt = await checkIn(person);
    const spelt = await checkIn({ ...person, name: '赵小明' }, 'S002');
    expect(spelt.verification).toBe('MISMATCH');
    await correct(misspelt, { ...typed(person), name: '赵小明' });
    expect(await show(service, spelt.registrationId)).toMatchObject({
      name: '赵小明',
      verification: 'FORMAT',
    });
    const at = `/registrations/${spelt.registrationId}/history`;
    const { entries } = (await service.as('school-registrar', 'S002').get(at)).body;
    expect(entries.at(-1)).toMatchObject({ happened: 'settle-identity' });
    expect(await auditOf(misspelt, 'S001')).toMatchObject([{ action: 'correct-identity' }]);
    expect(await auditOf(spelt, 'S002')).toEqual([]);
    expect(await approve(spelt)).toMatchObject({ accepted: 1 });
    expect((await approve(misspelt)).refused).toMatchObject([{ code: 'person-has-live-registration' }]);
  });

  it('does not join the record of somebody under another name, and tells nothing of them', async () => {
    const student = someone('钱同学', '13912340007');
    const studying = await checkIn(student, 'S002');
    await approve(studying);
    const next = await checkIn(someone('吴同学', '13912340008'));
    const refused = await correct(next, { ...typed(student), name: '钱同' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'identity-fixed-by-another' } });
    expect(JSON.stringify(refused.body)).not.toMatch(/钱同学|S002/);
    expect(await show(service, studying.registrationId)).toMatchObject({ verification: 'FORMAT' });
    expect(await show(service, next.registrationId)).toMatchObject({ name: '吴同学', version: 1 });
    expect(await reveal(next)).toMatchObject({ phone: '13912340008', former: [] });
  });

  it('joins the record of a person who studied before, keeps the contact it came with, and takes it along if it was another one', async () => {
    const graduate = someone('钱同学', '13912340009');
    const former = await checkIn(graduate, 'S002');
    await approve(former);
    await graduated(service, [former.registrationId], 'S002');
    const own = someone('钱同学', '13912340010');
    const next = await checkIn(own);
    expect((await correct(next, typed(graduate))).body).toMatchObject({
      personId: former.personId,
      verification: 'FORMAT',
    });
    expect(await reveal(next)).toMatchObject({ phone: '13912340010' });
    expect((await correct(next, typed(own))).body).toMatchObject({ verification: 'FORMAT' });
    expect(await reveal(next)).toMatchObject({ idNumber: own.idNumber, phone: '13912340010' });
    expect(await reveal(former)).toMatchObject({ phone: '13912340009' });
    await correct(next, typed(graduate));
    expect(await approve(next)).toMatchObject({ accepted: 1 });
  });

  it('leaves nothing that was said before once the person is erased', async () => {
    const person = someone('孙小名');
    const registration = await checkIn(person);
    await correct(registration, { ...typed(person), name: '孙小明' });
    const city = service.as('city-officer');
    await city.post('/registrations/batch-reject', { registrationIds: [registration.registrationId], reason: '材料不全' }); // prettier-ignore
    const order = { legalGround: 'PURPOSE_ENDED', reason: '到期' };
    expect((await city.post(`/persons/${registration.personId}/erase`, order)).status).toBe(200);
    const sealed = await service.query('select stated_identity, former_persons_sealed from registrations where registration_id = $1', [registration.registrationId]); // prettier-ignore
    expect(sealed).toEqual([{ stated_identity: null, former_persons_sealed: null }]);
    const keys = await service.query('select sealed_key from data_keys where subject = $1', [
      `former-persons:${registration.registrationId}`,
    ]);
    expect(keys).toEqual([{ sealed_key: null }]);
  });
});

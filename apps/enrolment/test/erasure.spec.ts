import { ErasureState, StudentCheckedIn } from '#contracts';
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import { anId, applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const order = { legalGround: 'PURPOSE_ENDED', reason: '未录取，本人申请删除' };

const erasure = (extent: 'WHOLE' | 'CONTACT', applicationId: string) => {
  const data = {
    personId: anId(),
    extent,
    applicationIds: [applicationId],
    erasedAt: '2026-11-24T02:00:00.000Z',
  };
  return eventOf(ErasureState, { data, version: 1 });
};

describe('The erasure of an applicant', () => {
  let service: TestService;
  let offeringId: string;
  let qualificationId: string;
  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId, qualificationId } = await recruitingSchool(service, 'S001', 10));
  });
  afterAll(() => service?.close());

  const admissions = () => service.as('school-admissions', 'S001');
  const erase = (applicationId: string) =>
    service.as('city-officer').post(`/applications/${applicationId}/erase`, order);
  const rowOf = async (applicationId: string) =>
    (await service.query('select * from applications where application_id = $1', [applicationId]))[0];
  const keyOf = async (applicationId: string) =>
    (await service.query('select * from data_keys where subject = $1', [`application:${applicationId}`]))[0];
  const checkedIn = async (person: Record<string, unknown> = {}) => {
    const applicationId = await applied(service, 'S001', offeringId, person);
    await admissions().post('/applications/batch-admit', { applicationIds: [applicationId] });
    const body = { applicationIds: [applicationId], checkedInOn: '2026-09-01' };
    expect((await admissions().post('/applications/batch-check-in', body)).body).toMatchObject({
      accepted: 1,
    });
    return applicationId;
  };

  it('who was not admitted leaves nothing but the fact behind, and may apply again', async () => {
    const idNumber = somebody();
    const applicationId = await applied(service, 'S001', offeringId, { idNumber, phone: '13900000000' });
    const { status, body } = await erase(applicationId);
    expect({ status, ...body }).toMatchObject({ status: 200, state: 'ERASED', name: '已删除' });
    expect(body).not.toHaveProperty('idNumber');
    expect(await rowOf(applicationId)).toMatchObject({
      name: '已删除',
      id_number_sealed: null,
      id_number_index: null,
      phone_sealed: null,
      birth_date: null,
    });
    expect(await keyOf(applicationId)).toMatchObject({
      sealed_key: null,
      destroyed_by: 'city-officer',
      legal_ground: 'PURPOSE_ENDED',
    });
    const { body: admission } = await admissions().post('/applications/batch-admit', {
      applicationIds: [applicationId],
    });
    expect(admission.refused).toMatchObject([{ code: 'wrong-state' }]);
    await applied(service, 'S001', offeringId, { idNumber });
  });

  it('is refused to who is admitted, and left to student records for who has checked in', async () => {
    const admitted = await applied(service, 'S001', offeringId);
    await admissions().post('/applications/batch-admit', { applicationIds: [admitted] });
    expect((await erase(admitted)).body).toMatchObject({ status: 409, code: 'admission-is-live' });
    const there = await checkedIn();
    expect((await erase(there)).body).toMatchObject({ status: 409, code: 'erased-by-student-records' });
    expect(await keyOf(there)).toMatchObject({ sealed_key: expect.any(String) });
  });

  it('is not what an application seems to be whose data key was lost', async () => {
    const applicationId = await applied(service, 'S001', offeringId);
    await service.query('delete from data_keys where subject = $1', [`application:${applicationId}`]);
    expect((await admissions().get(`/applications/${applicationId}`)).status).toBe(500);
  });

  it('follows student records: a graduate keeps the name here, who was rejected does not, and neither a number', async () => {
    const graduate = await checkedIn({ phone: '13900000000' });
    const rejected = await checkedIn();
    const other = await checkedIn({ name: '样例乙', phone: '13900000000' });
    await service.receive(erasure('CONTACT', graduate), erasure('WHOLE', rejected));
    const gone = { id_number_sealed: null, phone_sealed: null, erased_at: expect.any(Date) };
    await eventually('both erased', async () => {
      expect(await rowOf(graduate)).toMatchObject({
        ...gone,
        name: '样例甲',
        id_number_index: expect.any(String),
      });
      expect(await rowOf(rejected)).toMatchObject({ ...gone, name: '已删除', id_number_index: null });
    });
    expect(await keyOf(graduate)).toMatchObject({ sealed_key: null, destroyed_by: 'student-records' });
    expect(await rowOf(other)).toMatchObject({ phone_sealed: expect.any(String), erased_at: null });
    const { body } = await admissions().get(`/applications/${graduate}`);
    expect(body).toMatchObject({ name: '样例甲', erasedAt: expect.any(String) });
    expect(body).not.toHaveProperty('idNumber');
    // Of the check-ins only those of `other` and of the test before wait for their registration and can be replayed.
    const topic = StudentCheckedIn.topic;
    expect((await service.as('operator').post('/republish', { topic })).body.events).toBe(2);
  });

  it.each([
    ['student records', 'S002', (after: string) => service.receive(erasure('WHOLE', after))],
    [
      'the city, once they have declined',
      'S003',
      async (after: string) => {
        const decline = { applicationIds: [after], reason: '本人放弃' };
        await service.as('school-admissions', 'S003').post('/applications/batch-decline', decline);
        expect((await erase(after)).status).toBe(200);
      },
    ],
  ])('by %s reaches the application at the school before a transfer as well', async (_, code, bySomebody) => {
    const elsewhere = await recruitingSchool(service, code, 1);
    const before = await applied(service, 'S001', offeringId, { name: '样例调' });
    await admissions().post(`/applications/${before}/admit`);
    const officer = service.as('city-officer', undefined, 'publisher');
    const suspend = await officer.post(`/qualifications/${qualificationId}/suspend`, { reason: '整改' });
    expect(suspend.status).toBe(200);
    const request = { applicationIds: [before], offeringId: elsewhere.offeringId, reason: '资质暂停' };
    await officer.post('/applications/batch-transfer', request);
    await officer.post(`/qualifications/${qualificationId}/resume`, { reason: '整改完成' });
    const { transferred_to: after } = (await rowOf(before))!;
    await bySomebody(after);
    await eventually('both erased', async () => {
      for (const id of [before, after])
        expect(await rowOf(id)).toMatchObject({ name: '已删除', id_number_sealed: null });
    });
    for (const id of [before, after]) expect(await keyOf(id)).toMatchObject({ sealed_key: null });
  });

  it('leaves nothing of the person in the history, in which each version stands with who and what led to it', async () => {
    const idNumber = somebody();
    const person = { idNumber, name: '样例史', phone: '13900000000' };
    const applicationId = await checkedIn(person);
    const row = (await rowOf(applicationId))!;
    const followed = erasure('WHOLE', applicationId);
    await service.receive(followed);
    const history = await eventually('its erasure', async () => {
      const entries = await service.query(
        `select version, state, happened, actor, cause is not null as caused, effective_on
         from applications_history where application_id = $1 order by version`,
        [applicationId],
      );
      expect(entries).toHaveLength(4);
      return entries;
    });
    const [actor, effective_on] = ['school-admissions:S001', expect.any(String)];
    const asked = { actor, caused: false, effective_on };
    expect(history).toEqual([
      { version: 1, state: 'SUBMITTED', happened: 'submit-application', ...asked },
      { version: 2, state: 'ADMITTED', happened: 'admit-applicants', ...asked },
      {
        version: 3,
        state: 'CHECKED_IN',
        happened: 'check-in-applicants',
        ...asked,
        effective_on: '2026-09-01',
      },
      {
        version: 4,
        state: 'CHECKED_IN',
        happened: 'follow-erasure',
        actor: null,
        caused: true,
        effective_on,
      },
    ]);
    const [{ data }] = (await service.query(
      'select string_agg(data::text, null) as data from applications_history where application_id = $1',
      [applicationId],
    )) as [{ data: string }];
    expect(data).toContain(row.plan_line_id);
    const { id_number_index: index, id_number_sealed: sealed, birth_date: born } = row;
    for (const personal of [idNumber, index, sealed, person.name, born]) expect(data).not.toContain(personal);
  });

  it('cannot be written past the history, nor can anything else of an application', async () => {
    const applicationId = await applied(service, 'S001', offeringId);
    const past = (change: string) =>
      service.query(`update applications set ${change} where application_id = $1`, [applicationId]);
    await expect(past('version = version + 1')).rejects.toThrow('without its history');
    await expect(past(`state = 'ERASED'`)).rejects.toThrow('without its history');
  });
});

import type { TestService } from '#testing';
import { applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

describe('The full identity of an applicant', () => {
  let service: TestService;
  let offeringId: string;
  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 10));
  });
  afterAll(() => service?.close());

  const admissions = (school = 'S001') => service.as('school-admissions', school);
  const reason = { reason: '通知录取' };

  it('is shown to the admissions of the school with a reason, is written down, and is gone once erased', async () => {
    const idNumber = somebody();
    const applicationId = await applied(service, 'S001', offeringId, { idNumber, phone: '13900000000' });
    const path = `/applications/${applicationId}/reveal-identity`;
    const { status, body } = await admissions().post(path, reason);
    expect({ status, body }).toEqual({
      status: 200,
      body: { name: '样例甲', idType: 'RESIDENT_ID', idNumber, phone: '13900000000', former: [] },
    });
    expect(await service.query('select aggregate_id, revealed_to, reason from reveals')).toEqual([
      { aggregate_id: applicationId, revealed_to: 'school-admissions:S001', reason: '通知录取' },
    ]);
    expect(
      await service.query(`select actor, aggregate_id from audit_entries where action = 'reveal-identity'`),
    ).toEqual([{ actor: 'school-admissions:S001', aggregate_id: applicationId }]);

    expect((await admissions('S002').post(path, reason)).status).toBe(404);
    expect((await service.as('school-principal', 'S001').post(path, reason)).status).toBe(403);
    expect((await admissions().post(path, {})).status).toBe(422);
    await service
      .as('city-officer')
      .post(`/applications/${applicationId}/erase`, { legalGround: 'PURPOSE_ENDED', reason: '未录取' });
    expect((await admissions().post(path, reason)).body).toMatchObject({
      status: 409,
      code: 'application-erased',
    });
  });
});

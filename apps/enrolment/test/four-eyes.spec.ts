import type { TestService } from '#testing';
import { recruitingSchool, startEnrolment } from './recruiting.js';

describe('Four eyes in enrolment', () => {
  let service: TestService;
  let offeringId: string;
  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 10));
  });
  afterAll(() => service?.close());

  const officer = (person: string) => service.as('city-officer', undefined, person);

  it('let no officer publish the qualification that they drafted, not after a suspension either', async () => {
    const draft = { schoolCode: 'S001', validFrom: '2026-01-01', validTo: '2026-12-31', levels: ['SENIOR'], modes: ['FULL_TIME'], outOfCityAllowed: false, reason: '年度审核', publicationNo: '样例2号' }; // prettier-ignore
    const { qualificationId } = (await officer('wang').post('/qualifications', draft)).body;
    const move = (person: string, action: 'publish' | 'suspend' | 'resume') =>
      officer(person).post(`/qualifications/${qualificationId}/${action}`, action === 'publish' ? undefined : { reason: '整改' }); // prettier-ignore
    const refused = { status: 403, body: { code: 'approver-is-submitter' } };
    expect(await move('wang', 'publish')).toMatchObject(refused);
    expect(await move('li', 'publish')).toMatchObject({ status: 200, body: { state: 'PUBLISHED' } });
    expect(await move('wang', 'suspend')).toMatchObject({ status: 200, body: { state: 'SUSPENDED' } });
    expect(await move('wang', 'resume')).toMatchObject(refused);
    expect(await move('zhang', 'resume')).toMatchObject({ status: 200, body: { state: 'PUBLISHED' } });
  });

  it('are kept by the database as well, for who writes past the rules', async () => {
    const set = (table: string) => service.query(`update ${table} set published_by = drafted_by`);
    await expect(set('qualifications')).rejects.toThrow('published_by_is_not_drafted_by');
    const line = { year: 2027, season: 'AUTUMN', offeringId, scope: 'IN_CITY', planned: 5 };
    await service.as('school-admissions', 'S001').post('/plans/batch', { lines: [line] });
    await expect(set('plan_lines')).rejects.toThrow('published_by_is_not_drafted_by');
  });
});

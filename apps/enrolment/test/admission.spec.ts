// Budget: 40 s: more than 500 people apply.
import { PlanLineState, RegistrationApproved, RegistrationRejected, StudentCheckedIn } from '#contracts';
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import {
  allOf,
  anId,
  application,
  applied,
  recruitingSchool,
  somebody,
  startEnrolment,
} from './recruiting.js';

const decided = (applicationId: string) => ({
  registrationId: anId(),
  personId: anId(),
  applicationId,
  schoolCode: 'S001',
});

describe('Admission', () => {
  let service: TestService;
  let first: Awaited<ReturnType<typeof recruitingSchool>>;
  let second: typeof first;
  const school = (code: string) => service.as('school-admissions', code);
  const admitted = async (...applicationIds: string[]) =>
    (await school('S004').post('/applications/batch-admit', { applicationIds })).body;

  beforeAll(async () => {
    service = await startEnrolment();
    first = await recruitingSchool(service, 'S001', 1000);
    second = await recruitingSchool(service, 'S002', 1000);
    await recruitingSchool(service, 'S003', 50);
  });
  afterAll(() => service?.close());

  it('lets one of two schools win that admit one person at the same moment', async () => {
    const idNumber = somebody();
    const [one, other] = await Promise.all([
      applied(service, 'S001', first.offeringId, { idNumber }),
      applied(service, 'S002', second.offeringId, { idNumber }),
    ]);
    const answers = await Promise.all([
      school('S001').post(`/applications/${one}/admit`),
      school('S002').post(`/applications/${other}/admit`),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const loser = answers.find(({ status }) => status === 409)!;
    expect(loser.body.code).toBe('person-already-admitted');
    const winner = loser === answers[0] ? 'S002' : 'S001';
    expect(JSON.stringify(loser.body)).not.toContain(winner);
    expect(JSON.stringify(loser.body)).not.toContain(idNumber);
  });

  describe('of a person who is named twice in one request', () => {
    let offeringId: string;
    beforeAll(async () => {
      ({ offeringId } = await recruitingSchool(service, 'S004', 100));
      const line = { offeringId, year: 2026, season: 'SPRING', scope: 'IN_CITY', planned: 1 };
      const { body } = await school('S004').post('/plans/batch', { lines: [line] });
      await service.as('city-officer').post('/plans/publish', { planLineIds: body.planLineIds });
    });

    /** Two applications of one person. */
    const twice = async (idNumber = somebody()): Promise<[autumn: string, spring: string]> => {
      const submit = async (season: string) => {
        const { body } = await school('S004').post('/applications', {
          ...application(offeringId, { idNumber }),
          season,
        });
        return body.applicationId as string;
      };
      return [await submit('AUTUMN'), await submit('SPRING')];
    };

    it('admits the application that stands first, and says why the other is refused', async () => {
      const [autumn, spring] = await twice();
      expect(await admitted(autumn, spring)).toMatchObject({
        applicationIds: [autumn],
        refused: [{ id: spring, code: 'person-named-twice' }],
      });
      expect(await admitted(spring)).toMatchObject({ refused: [{ code: 'person-already-admitted' }] });
    });

    it('does not say that they are admitted when the first of them got no seat', async () => {
      const [, other] = await twice();
      expect(await admitted(other)).toMatchObject({ accepted: 1 });
      const [autumn, spring] = await twice();
      const { accepted, refused } = await admitted(spring, autumn);
      expect(accepted).toBe(0);
      expect(refused).toHaveLength(2);
      expect(refused).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: spring, code: 'quota-full' }),
          expect.objectContaining({ id: autumn, code: 'person-named-twice' }),
        ]),
      );
      expect(await admitted(autumn)).toMatchObject({ accepted: 1 });
    });

    it('refuses both when the person was admitted before', async () => {
      const idNumber = somebody();
      const elsewhere = await applied(service, 'S001', first.offeringId, { idNumber });
      await school('S001').post(`/applications/${elsewhere}/admit`);
      const { refused } = await admitted(...(await twice(idNumber)));
      expect(refused.map(({ code }: any) => code)).toEqual(Array(2).fill('person-already-admitted'));
    });
  });

  it('shows and admits nothing of another school', async () => {
    const id = await applied(service, 'S001', first.offeringId);
    expect((await school('S002').get(`/applications/${id}`)).status).toBe(404);
    expect((await school('S002').post(`/applications/${id}/admit`)).status).toBe(404);
    const batch = await school('S002').post('/applications/batch-admit', { applicationIds: [id] });
    expect(batch.body).toMatchObject({ accepted: 0, refused: [{ id, code: 'not-found' }] });
  });

  it('admits, checks in and registers 500 applicants in a bounded number of statements', async () => {
    const ids: string[] = [];
    for (let part = 0; part < 10; part++)
      ids.push(...(await allOf(50, () => applied(service, 'S002', second.offeringId))));
    const admit = async () => {
      const answer = await school('S002').post('/applications/batch-admit', { applicationIds: ids });
      expect(answer.body).toMatchObject({ accepted: 500, refused: [] });
    };
    expect(await service.countStatements(admit)).toBeLessThan(25);
    const checkIn = async () => {
      const body = { applicationIds: ids, checkedInOn: '2026-09-01' };
      expect((await school('S002').post('/applications/batch-check-in', body)).body.accepted).toBe(500);
    };
    expect(await service.countStatements(checkIn)).toBeLessThan(20);
    await service.published(StudentCheckedIn, 500);
    const approvals = ids.map((id, at) => {
      const data = { ...decided(id), studentNo: `S002261${at}`, approvedAt: '2026-09-02T01:00:00.000Z' };
      return eventOf(RegistrationApproved, { data, version: 2 });
    });
    // 500 events arrive in a few batches, of a dozen statements each.
    const register = async () => {
      await service.receive(...approvals);
      await eventually('500 registered', async () =>
        expect(await service.query(`select from applications where state = 'REGISTERED'`)).toHaveLength(500),
      );
    };
    expect(await service.countStatements(register)).toBeLessThan(200);
  });

  it('keeps every name, and tells student records who has checked in and who had a hand in it', async () => {
    for (const name of ['王𬎆', '𠮷田明', '阿依·买买提']) {
      const id = await applied(service, 'S001', first.offeringId, { name });
      await service.as('school-admissions', 'S001', 'wang').post(`/applications/${id}/admit`);
      await school('S001').post('/applications/batch-check-in', {
        applicationIds: [id],
        checkedInOn: '2026-09-01',
      });
      const checkedIn = await eventually(`the check-in of ${name}`, async () => {
        const events = await service.published(StudentCheckedIn, 1);
        const event = events.find(({ data }) => data.applicationId === id);
        expect(event).toBeDefined();
        return event!;
      });
      expect(checkedIn.data.person.name).toBe(name);
      expect(checkedIn.data.contributors).toEqual(['school-admissions:S001', 'school-admissions:S001:wang']);
    }
  });

  it('marks who is registered, and frees seat and person of who is returned', async () => {
    const idNumber = somebody();
    const kept = await applied(service, 'S001', first.offeringId);
    const returned = await applied(service, 'S001', first.offeringId, { idNumber });
    const applicationIds = [kept, returned];
    await school('S001').post('/applications/batch-admit', { applicationIds });
    await school('S001').post('/applications/batch-check-in', { applicationIds, checkedInOn: '2026-09-01' });
    const at = new Date().toISOString();
    const approval = eventOf(RegistrationApproved, {
      data: { ...decided(kept), studentNo: 'S00126100001', approvedAt: at },
      version: 2,
    });
    const rejection = eventOf(RegistrationRejected, {
      data: { ...decided(returned), reason: '材料不全', rejectedAt: at },
      version: 2,
    });
    await service.receive(approval, rejection);
    await service.receive(approval, rejection);
    await eventually('both applications at their ends', async () => {
      expect((await school('S001').get(`/applications/${kept}`)).body.state).toBe('REGISTERED');
      expect((await school('S001').get(`/applications/${returned}`)).body.state).toBe('RETURNED');
    });
    const again = await applied(service, 'S001', first.offeringId, { idNumber });
    expect((await school('S001').post(`/applications/${again}/admit`)).status).toBe(200);
    expect((await service.published(PlanLineState, 1)).length).toBeGreaterThan(0);
  });

  it('refuses what a caller must not send', async () => {
    const body = application(first.offeringId);
    expect((await service.anonymous.post('/applications', body)).status).toBe(401);
    const unknown = await school('S001').post('/applications', { ...body, favourite: 1 });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors[0]).toMatchObject({ path: 'favourite', code: 'unknown-field' });
    expect((await school('S001').post('/applications', Buffer.alloc(10 * 2 ** 20, 32))).status).toBe(413);
    expect((await school('S002').post('/applications', body)).body.code).toBe('unknown-offering');
    expect((await school('S001').post('/applications', body)).status).toBe(201);
    expect((await school('S001').post('/applications', body)).body.code).toBe('already-applied');
  });

  it('admits nobody once the qualification is suspended', async () => {
    const id = await applied(service, 'S001', first.offeringId);
    const city = service.as('city-officer');
    await city.post(`/qualifications/${first.qualificationId}/suspend`, { reason: '整改' });
    expect((await school('S001').post(`/applications/${id}/admit`)).body.code).toBe('not-qualified');
    const published = await service.anonymous.get('/public/qualifications');
    expect(published.body.items.map((each: any) => each.schoolCode)).toEqual(['S002', 'S003', 'S004']);
  });
});

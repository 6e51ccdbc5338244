import { residentCheck } from '#national-codes';
import type { TestService } from '#testing';
import { application, applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

/** Two numbers of people of one birth date and sex. */
function alike(): [string, string] {
  const first = somebody();
  const sequence = String((Number(first.slice(14, 17)) + 2) % 1000).padStart(3, '0');
  const body = first.slice(0, 14) + sequence;
  return [first, body + residentCheck(body)];
}

describe('The identity of applicants', () => {
  let service: TestService;
  let first: Awaited<ReturnType<typeof recruitingSchool>>;
  let second: typeof first;
  beforeAll(async () => {
    service = await startEnrolment();
    first = await recruitingSchool(service, 'S001', 100);
    second = await recruitingSchool(service, 'S002', 100);
  });
  afterAll(() => service?.close());

  const school = (code: string) => service.as('school-admissions', code);
  const city = () => service.as('city-officer');
  const admit = async (code: string, id: string) =>
    (await school(code).post(`/applications/${id}/admit`)).body.code ?? 'admitted';
  const conflictOf = async (id: string) => {
    const { items } = (await city().get('/identity-conflicts')).body;
    return items.find((each: any) => [each.firstId, each.secondId].includes(id));
  };
  const resolve = (conflictId: string, resolution: object) =>
    city().post(`/identity-conflicts/${conflictId}/resolve`, { ...resolution, reason: '经核对证件原件' });

  describe('who comes with two documents to two schools', () => {
    const [one, other] = alike();
    let here: string;
    let there: string;

    it('holds both applications up, and tells neither school of the other', async () => {
      const person = { name: '李双双', phone: '13911112222' };
      here = await applied(service, 'S001', first.offeringId, { ...person, idNumber: one });
      there = await applied(service, 'S002', second.offeringId, { ...person, idNumber: other });
      expect([await admit('S001', here), await admit('S002', there)]).toEqual(
        Array(2).fill('identity-in-conflict'),
      );
      const told = await school('S001').post(`/applications/${here}/admit`);
      expect(JSON.stringify(told.body)).not.toMatch(/S002|李双双/);
      expect((await school('S001').get('/identity-conflicts')).status).toBe(403);
      expect(await conflictOf(here)).toMatchObject({
        kind: 'TWO_DOCUMENTS',
        state: 'OPEN',
        firstId: here,
        secondId: there,
      });
    });

    it('goes on at one of them once the city has found the person to be the same', async () => {
      const { conflictId } = await conflictOf(here);
      expect((await resolve(conflictId, { resolution: 'SAME_PERSON' })).body.code).toBe('wrong-one-missing');
      expect((await resolve(conflictId, { resolution: 'SAME_PERSON', wrongId: there })).status).toBe(200);
      expect((await school('S002').get(`/applications/${there}`)).body.state).toBe('CANCELLED');
      expect(await admit('S001', here)).toBe('admitted');
      expect(
        (await city().post(`/identity-conflicts/${conflictId}/reopen`, { reason: '复核' })).body.state,
      ).toBe('OPEN');
    });
  });

  it('of two persons who are alike holds nobody up once the city has told them apart', async () => {
    const [one, other] = alike();
    const guardian = { name: '王母', relation: '母亲', phone: '13922223333' };
    const twin = await applied(service, 'S001', first.offeringId, { name: '王安', idNumber: one, guardian });
    const double = await applied(service, 'S001', first.offeringId, {
      name: '王安',
      idNumber: other,
      guardian,
    });
    expect(await admit('S001', twin)).toBe('identity-in-conflict');
    const { conflictId } = await conflictOf(twin);
    expect((await resolve(conflictId, { resolution: 'DIFFERENT_PERSONS' })).status).toBe(200);
    expect([await admit('S001', twin), await admit('S001', double)]).toEqual(['admitted', 'admitted']);
  });

  describe('of one document under two names', () => {
    const idNumber = somebody();
    let right: string;
    let wrong: string;

    it('holds both up, and only the wrong one once the city knows whose error it is', async () => {
      right = await applied(service, 'S001', first.offeringId, { name: '赵敏', idNumber });
      wrong = await applied(service, 'S002', second.offeringId, { name: '赵明', idNumber });
      expect(await admit('S001', right)).toBe('identity-in-conflict');
      const { conflictId, kind } = await conflictOf(right);
      expect(kind).toBe('TWO_NAMES');
      expect((await resolve(conflictId, { resolution: 'SCHOOL_ERROR', wrongId: wrong })).status).toBe(200);
      expect(await admit('S002', wrong)).toBe('identity-in-conflict');
    });

    it('is settled by the correction of the school, and only one of the two is admitted', async () => {
      const correction = {
        ...application(second.offeringId, { name: '赵敏', idNumber }),
        reason: '姓名录入有误',
      };
      expect((await school('S002').post(`/applications/${wrong}/correct`, correction)).status).toBe(200);
      expect((await conflictOf(wrong)).state).toBe('CORRECTED');
      expect([await admit('S001', right), await admit('S002', wrong)]).toEqual([
        'admitted',
        'person-already-admitted',
      ]);
    });
  });
});

// Budget: 20 s: the service is started, and jobs are run.
import { usccCheck } from '#national-codes';
import type { TestService } from '#testing';
import { startEnrolment } from './recruiting.js';

const uscc = (n: number) => {
  const body = `9150000000001${String(n).padStart(4, '0')}`;
  return body + usccCheck(body);
};

describe('The register of schools', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startEnrolment();
  });
  afterAll(() => service?.close());

  const city = () => service.as('city-officer');
  let last = 0;
  const register = (over: object = {}) =>
    city().post('/schools', {
      schoolCode: `S1${String(++last).padStart(2, '0')}`, uscc: uscc(last), name: `样例技师学院${last}`,
      schoolType: 'TECHNICAL_SCHOOL', ownership: '公办', authorityCode: '500000', regionCode: '500103',
      authorityTier: 'CITY', inHigherEdSequence: false, ...over,
    }); // prettier-ignore

  it.each([
    [
      'a text that is no code',
      { authorityCode: 'not a code', authorityTier: 'DISTRICT' },
      'unknown-authority',
    ],
    ['a district as the city', { authorityCode: '500112', authorityTier: 'CITY' }, 'authority-tier-differs'],
    ['a region that there is not', { regionCode: '509999' }, 'invalid-request'],
    ['a region of before', { regionCode: '510202' }, 'invalid-request'],
  ])('takes no school with %s', async (_, over, code) => {
    expect(await register(over)).toMatchObject({ status: 422, body: { code } });
  });

  it.each(['500171', '500172', '500173', '500243'])(
    'takes a school of the authority %s',
    async (authorityCode) => {
      expect((await register({ authorityCode, authorityTier: 'DISTRICT' })).status).toBe(201);
    },
  );

  it('takes a school of an authority that the city has added, which is retired once it has none', async () => {
    const added = { authorityCode: '500174', name: '样例新区', tier: 'DISTRICT' };
    expect(await city().post('/authorities', added)).toMatchObject({
      status: 201,
      body: { status: 'ACTIVE' },
    });
    expect(await city().post('/authorities', added)).toMatchObject({ status: 409, body: { code: 'authority-already-registered' } }); // prettier-ignore
    const reason = '机构改革';
    const act = (name: string, body: object) => city().post(`/authorities/500174/${name}`, body);
    expect(await act('rename', { name: '样例高新区', reason })).toMatchObject({
      body: { name: '样例高新区' },
    });
    expect(await act('retire', { reason })).toMatchObject({ body: { status: 'RETIRED' } });
    const under = { authorityCode: '500174', authorityTier: 'DISTRICT' };
    expect(await register(under)).toMatchObject({ status: 422, body: { code: 'unknown-authority' } });
    await act('reinstate', { reason });
    expect((await register(under)).status).toBe(201);
    expect(await act('retire', { reason })).toMatchObject({
      status: 409,
      body: { code: 'authority-in-use' },
    });
    const { body } = await service.as('school-admissions', 'S101').get('/authorities?name=高新');
    expect(body.items.map((each: any) => each.authorityCode)).toEqual(['500172', '500174']);
  });
});

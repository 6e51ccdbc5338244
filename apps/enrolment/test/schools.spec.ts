// Budget: 20 s: the service is started, and jobs are run.
import { setTimeout } from 'node:timers/promises';
import { SchoolState } from '#contracts';
import { dayInChina, usccCheck } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { applySchoolChanges } from '../src/schools/apply-school-changes.js';
import { application, applied, recruitingSchool, startEnrolment } from './recruiting.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));

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

  const change = (code: string, body: object) =>
    city().post(`/schools/${code}/changes`, { reason: '市政府批复', ...body });
  const school = async (code: string) => (await city().get(`/schools/${code}`)).body;
  const fresh = async (over: object = {}) => (await register(over)).body.schoolCode as string;
  const midnight = async () =>
    expect(await runJob(service, applySchoolChanges, {})).toMatchObject({ state: 'DONE' });

  it('changes name, type, authority, address and contacts of a school, and publishes each', async () => {
    const code = await fresh({ name: '重庆某铁路技工学校' });
    const rename = { kind: 'RENAME', name: '重庆某轨道技工学校', decisionNo: '示例〔2026〕1号' };
    expect(await change(code, rename)).toMatchObject({ status: 201, body: { state: 'APPLIED' } });
    await change(code, { kind: 'RECLASSIFY', schoolType: 'SENIOR_TECHNICAL_SCHOOL' });
    await change(code, { kind: 'REASSIGN', authorityCode: '500171', authorityTier: 'DISTRICT' });
    await change(code, { kind: 'RELOCATE', regionCode: '500112', address: '样例路1号', phone: '(023)68120000', email: 'office@example.com' }); // prettier-ignore
    expect(await school(code)).toMatchObject({
      name: '重庆某轨道技工学校', schoolType: 'SENIOR_TECHNICAL_SCHOOL', authorityCode: '500171', regionCode: '500112',
      address: '样例路1号', formerNames: [{ name: '重庆某铁路技工学校', until: shifted(-1) }],
    }); // prettier-ignore
    const published = (await service.published(SchoolState)).findLast(({ subject }) => subject === code)!;
    expect(published.data).toMatchObject({ schoolType: 'SENIOR_TECHNICAL_SCHOOL', effectiveFrom: shifted(0), formerNames: [{ name: '重庆某铁路技工学校' }] }); // prettier-ignore
    const { entries } = (await city().get(`/schools/${code}/history`)).body;
    expect(entries[1]).toMatchObject({
      happened: 'change-school',
      reason: '市政府批复',
      decisionNo: '示例〔2026〕1号',
    });
    for (const part of ['铁路', 'tielu', 'guidao', 'cqmgd'])
      expect(
        (await city().get(`/schools?name=${part}`)).body.items.map((each: any) => each.schoolCode),
      ).toEqual([code]);
    expect(await change(code, { kind: 'REASSIGN', authorityCode: '500171', authorityTier: 'CITY' })).toMatchObject({ body: { code: 'authority-tier-differs' } }); // prettier-ignore
  });

  it.each([
    ['authorityCode=500243', ['S108']],
    ['regionCode=500112', ['S111']],
    ['schoolType=SENIOR_TECHNICAL_SCHOOL', ['S111']],
    ['status=CLOSED', []],
  ])('is searched by %s', async (query, codes) => {
    const { body } = await city().get(`/schools?${query}`);
    expect(body.items.map((each: any) => each.schoolCode)).toEqual(codes);
  });

  it('corrects what was mistyped, but for a credit code that another school has', async () => {
    const [one, other] = [await fresh(), await fresh()];
    expect((await change(one, { kind: 'CORRECT', name: '更正后的名称', uscc: uscc(900) })).status).toBe(201);
    expect(await school(one)).toMatchObject({ name: '更正后的名称', uscc: uscc(900), formerNames: [] });
    expect(await change(other, { kind: 'CORRECT', uscc: uscc(900) })).toMatchObject({ status: 409, body: { code: 'school-already-registered' } }); // prettier-ignore
  });

  it('keeps a change of a day that is to come, which can be cancelled until a job applies it', async () => {
    const code = await fresh({ name: '旧名学校' });
    const later = { effectiveOn: shifted(10) };
    const kept = (await change(code, { kind: 'RENAME', name: '新名学校', ...later })).body;
    expect(kept.state).toBe('SCHEDULED');
    const dropped = (await change(code, { kind: 'RECLASSIFY', schoolType: 'TECHNICIAN_COLLEGE', ...later }))
      .body;
    const cancel = () => city().post(`/school-changes/${dropped.changeId}/cancel`, { reason: '决定有误' });
    expect(await cancel()).toMatchObject({ status: 200, body: { state: 'CANCELLED' } });
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'change-not-scheduled' } });
    await midnight();
    expect(await school(code)).toMatchObject({ name: '旧名学校' });
    await service.query('update school_changes set effective_on = $2 where change_id = $1', [
      kept.changeId,
      shifted(0),
    ]);
    await midnight();
    await midnight();
    expect(await school(code)).toMatchObject({ name: '新名学校', schoolType: 'TECHNICAL_SCHOOL' });
    const { entries } = (await city().get(`/schools/${code}/history`)).body;
    expect(entries).toHaveLength(2);
    expect(entries[1].actor).toBeUndefined();
  });

  it('closes a school once nothing of it is live, and says what is', async () => {
    const { qualificationId, offeringId, planLineId } = await recruitingSchool(service, 'S900', 5);
    await service.as('school-admissions', 'S900').post('/applications', application(offeringId));
    const close = await change('S900', { kind: 'CLOSE' });
    expect(close).toMatchObject({ status: 409, body: { code: 'school-has-what-is-live' } });
    expect(close.body.errors.map(({ path }: { path: string }) => path)).toEqual(['qualifications', 'offerings', 'applications']); // prettier-ignore
    const scheduled = (await change('S900', { kind: 'CLOSE', effectiveOn: shifted(1) })).body;
    await service.query('update school_changes set effective_on = $2 where change_id = $1', [scheduled.changeId, shifted(0)]); // prettier-ignore
    await midnight();
    const { body } = await city().get('/school-changes?schoolCode=S900');
    expect(body.items).toEqual([
      expect.objectContaining({ state: 'LAPSED', lapsedBecause: 'school-has-what-is-live' }),
    ]);
    expect([qualificationId, planLineId]).not.toContain(undefined);
    const empty = await fresh();
    expect(await change(empty, { kind: 'CLOSE' })).toMatchObject({ status: 201 });
    expect(await school(empty)).toMatchObject({ status: 'CLOSED' });
    expect(await change(empty, { kind: 'RENAME', name: '新名' })).toMatchObject({
      body: { code: 'school-not-active' },
    });
  });

  it('merges a school: what is open goes to the successor, qualifications end, who has checked in stays', async () => {
    const { offeringId, planLineId } = await recruitingSchool(service, 'S901', 5);
    await recruitingSchool(service, 'S902', 5);
    const successorCode = await fresh({ schoolType: 'TECHNICIAN_COLLEGE' });
    const admissions = service.as('school-admissions', 'S901');
    const applicationIds = [
      await applied(service, 'S901', offeringId),
      await applied(service, 'S901', offeringId),
    ];
    await admissions.post('/applications/batch-admit', { applicationIds });
    const checkingIn = { applicationIds: applicationIds.slice(0, 1), checkedInOn: shifted(0) };
    await admissions.post('/applications/batch-check-in', checkingIn);
    const live = { qualifications: 1, offerings: 1, planLines: 1, applications: 2, registrations: 0 };
    expect((await city().get('/schools/S901/live')).body).toEqual(live);
    const decisions = { qualifications: 'END', offerings: 'MOVE', planLines: 'MOVE', applications: 'MOVE', registrations: 'STAY' }; // prettier-ignore
    const merge = (into: string) => change('S901', { kind: 'MERGE', successorCode: into, decisions });
    const seats = { planLineIds: [planLineId], reason: '停止招生' };
    expect((await city().post('/plans/close', seats)).body).toMatchObject({ accepted: 1 });
    expect(await merge('S902')).toMatchObject({ status: 409, body: { code: 'successor-has-the-offering' } });
    expect(await merge('S999')).toMatchObject({ status: 422, body: { code: 'unknown-successor' } });
    expect(await merge(successorCode)).toMatchObject({ status: 201, body: { state: 'APPLIED' } });
    expect(await school('S901')).toMatchObject({ status: 'MERGED', successorCode, qualifications: [{ state: 'REVOKED' }] }); // prettier-ignore
    const there = service.as('school-admissions', successorCode);
    const moved = (await there.get('/applications')).body.items.map((each: any) => each.applicationId);
    expect(moved).toEqual(applicationIds.slice(1));
    const usage = async () => (await there.get('/plans/usage')).body.items;
    expect(await usage()).toMatchObject([{ planLineId, schoolCode: successorCode, status: 'CLOSED', reserved: 1, used: 1 }]); // prettier-ignore
    // The line is closed, and its seats move nevertheless.
    const decline = await there.post('/applications/batch-decline', { applicationIds: moved, reason: '本人放弃' }); // prettier-ignore
    expect(decline.body).toMatchObject({ accepted: 1 });
    expect(await usage()).toMatchObject([{ reserved: 0, used: 1 }]);
    expect((await admissions.get('/applications')).body.items).toMatchObject([{ applicationId: applicationIds[0], state: 'CHECKED_IN' }]); // prettier-ignore
    await eventually('readers know of the merger', async () => {
      const states = await service.published(SchoolState);
      expect(states.findLast(({ subject }) => subject === 'S901')!.data).toMatchObject({
        status: 'MERGED',
        successorCode,
      });
    });
  });

  it('merges a school while it admits, since the merger holds the school only after the applications', async () => {
    const { offeringId } = await recruitingSchool(service, 'S903', 5);
    const successorCode = await fresh({ schoolType: 'TECHNICIAN_COLLEGE' });
    const applicationIds = [
      await applied(service, 'S903', offeringId),
      await applied(service, 'S903', offeringId),
    ];
    const decisions = { qualifications: 'END', offerings: 'MOVE', planLines: 'MOVE', applications: 'MOVE', registrations: 'STAY' }; // prettier-ignore
    // The admission holds the first and waits for the second; meanwhile the merger comes.
    const held = service.query('with held as materialized (select 1 from applications where application_id = $1 for update) select pg_sleep(1) from held', applicationIds.slice(1)); // prettier-ignore
    await setTimeout(200);
    const admission = service
      .as('school-admissions', 'S903')
      .post('/applications/batch-admit', { applicationIds });
    await setTimeout(200);
    const merger = change('S903', { kind: 'MERGE', successorCode, decisions });
    await held;
    expect(await admission).toMatchObject({ status: 200, body: { accepted: 2 } });
    expect(await merger).toMatchObject({ status: 201 });
    const { items } = (await service.as('school-admissions', successorCode).get('/plans/usage')).body;
    expect(items).toMatchObject([{ schoolCode: successorCode, reserved: 2 }]);
  });

  it('lets a school run a level above its type for as long as the city exempts it', async () => {
    const code = await fresh();
    const draft = () =>
      city().post('/qualifications', {
        schoolCode: code, validFrom: shifted(-1), validTo: shifted(30), levels: ['SENIOR'], modes: ['FULL_TIME'],
        outOfCityAllowed: false, reason: '试点办学', publicationNo: '样例5号',
      }); // prettier-ignore
    expect(await draft()).toMatchObject({ status: 409, body: { code: 'level-above-school-type' } });
    const days = { level: 'SENIOR', from: shifted(0), to: shifted(30), reason: '试点办学' };
    const granted = await city().post(`/schools/${code}/grant-level-exemption`, days);
    expect(granted).toMatchObject({ status: 200, body: { levelExemptions: [days] } });
    expect((await draft()).status).toBe(201);
    await city().post(`/schools/${code}/withdraw-level-exemption`, { level: 'SENIOR', reason: '试点结束' });
    expect((await draft()).status).toBe(409);
  });
});

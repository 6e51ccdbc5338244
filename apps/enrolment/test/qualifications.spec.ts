// Budget: 20 s: the service is started, and jobs are run.
import { AdmissionReleased, ApplicantAdmitted, SchoolState } from '#contracts';
import { dayInChina } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { followQualificationDays } from '../src/qualifications/follow-days.js';
import { applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));

describe('The qualification of a school', () => {
  let service: TestService;
  let offeringId: string;
  let qualificationId: string;
  let elsewhere: { offeringId: string };
  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId, qualificationId } = await recruitingSchool(service, 'S001', 10));
    elsewhere = await recruitingSchool(service, 'S002', 10, {
      name: '重庆样例铁路技师学院',
      regionCode: '500112',
    });
  });
  afterAll(() => service?.close());

  const officer = (person = 'publisher') => service.as('city-officer', undefined, person);
  const act = (id: string, name: string, body: object = {}, person?: string) =>
    officer(person).post(`/qualifications/${id}/${name}`, body);
  const draft = async (over: object = {}) => {
    const terms = { validFrom: shifted(-30), validTo: shifted(30), levels: ['SENIOR'], modes: ['FULL_TIME'], outOfCityAllowed: false, reason: '年度审核', publicationNo: '样例3号', ...over }; // prettier-ignore
    const answer = await officer('drafter').post('/qualifications', { schoolCode: 'S001', ...terms });
    return { id: answer.body.qualificationId as string, terms };
  };
  const admitted = async () => {
    const applicationIds = [await applied(service, 'S001', offeringId)];
    const { body } = await service
      .as('school-principal', 'S001')
      .post('/applications/batch-admit', { applicationIds });
    return body.refused[0]?.code ?? 'admitted';
  };
  const anybody = async (query = '') => (await service.anonymous.get(`/public/qualifications${query}`)).body;
  const shown = async (query = '') => (await anybody(query)).items.map((each: any) => each.schoolCode);
  const page = async (query: string) => (await service.anonymous.get(`/recruiting${query}`)).body;
  const waiting = async () =>
    (await officer().get('/applications/unqualified-admissions?schoolCode=S001')).body.items.map((each: any) => each.applicationId); // prettier-ignore
  const history = async (id: string) => (await officer().get(`/qualifications/${id}/history`)).body.entries;

  it('counts from the day of each act, for admission and for the public list alike', async () => {
    expect(await admitted()).toBe('admitted');
    expect(await act(qualificationId, 'suspend', { reason: '整改', effectiveOn: shifted(5) })).toMatchObject({
      status: 200,
      body: { state: 'PUBLISHED', next: { state: 'SUSPENDED', effectiveOn: shifted(5) } },
    });
    expect([await admitted(), await shown()]).toEqual(['admitted', ['S001', 'S002']]);
    // The day has come, and the job has not: rule and list go by the day.
    await service.query('update qualifications set next_effective_on = $2 where qualification_id = $1', [qualificationId, shifted(0)]); // prettier-ignore
    expect([await admitted(), await shown()]).toEqual(['not-qualified', ['S002']]);
    expect(await runJob(service, followQualificationDays, {})).toMatchObject({ state: 'DONE' });
    const entries = await history(qualificationId);
    expect(entries.at(-1)).toMatchObject({ happened: 'follow-qualification-day', state: 'SUSPENDED', effectiveOn: shifted(0), reason: '整改' }); // prettier-ignore
    expect(entries.at(-1).actor).toBeUndefined();
    expect(await act(qualificationId, 'resume', { reason: '整改完成' })).toMatchObject({ body: { state: 'PUBLISHED' } }); // prettier-ignore
    expect([await admitted(), await shown()]).toEqual(['admitted', ['S001', 'S002']]);
  });

  it('when it is lost in mid-season, leaves those admitted to the city, which honours or cancels each', async () => {
    const admissions = service.as('school-admissions', 'S001');
    const applicationIds = [
      await applied(service, 'S001', offeringId),
      await applied(service, 'S001', offeringId),
      await applied(service, 'S001', offeringId),
    ];
    const checkIn = async (at: number) => {
      const checking = { applicationIds: [applicationIds[at]], checkedInOn: shifted(0) };
      const { body } = await admissions.post('/applications/batch-check-in', checking);
      return body.refused[0]?.code ?? 'checked in';
    };
    const decide = async (name: string, at: number) =>
      (await officer().post(`/applications/batch-${name}`, { applicationIds: [applicationIds[at]], reason: '资质暂停' })).body; // prettier-ignore
    await admissions.post('/applications/batch-admit', { applicationIds });
    expect([await checkIn(0), await decide('honour', 1)]).toMatchObject(['checked in', { refused: [{ code: 'not-unqualified' }] }]); // prettier-ignore
    await act(qualificationId, 'suspend', { reason: '整改' });
    expect(await waiting()).toEqual(expect.arrayContaining(applicationIds.slice(1)));
    expect(await waiting()).not.toContain(applicationIds[0]);
    expect(await checkIn(1)).toBe('qualification-lost');
    expect(await decide('honour', 1)).toMatchObject({ accepted: 1 });
    expect(await decide('cancel', 2)).toMatchObject({ accepted: 1 });
    expect([await checkIn(1), await checkIn(2)]).toEqual(['checked in', 'wrong-state']);
    for (const applicationId of applicationIds) expect(await waiting()).not.toContain(applicationId);
    await act(qualificationId, 'resume', { reason: '整改完成' });
  });

  const transfer = async (applicationIds: string[], to: string, person?: string) =>
    (await officer(person).post('/applications/batch-transfer', { applicationIds, offeringId: to, reason: '资质暂停，本人同意' })).body; // prettier-ignore
  const admittedHere = async (person: Record<string, unknown> = {}) => {
    const id = await applied(service, 'S001', offeringId, person);
    await service.as('school-admissions', 'S001').post(`/applications/${id}/admit`);
    return id;
  };
  const holders = async (ids: string[]) =>
    (await service.query('select application_id as id, school_code as school from live_admissions where application_id = any($1)', [ids])); // prettier-ignore

  it('when it is lost, lets the city transfer who was admitted to another school, with seat and person', async () => {
    const idNumber = somebody();
    const id = await admittedHere({ name: '样例调剂', idNumber });
    expect(await transfer([id], elsewhere.offeringId)).toMatchObject({ refused: [{ code: 'not-unqualified' }] }); // prettier-ignore
    await act(qualificationId, 'suspend', { reason: '整改' });
    const reserved = async (school: string) => (await service.as('school-admissions', school).get('/plans/usage')).body.items[0].reserved; // prettier-ignore
    const before = [await reserved('S001'), await reserved('S002')];
    expect(await transfer([id], elsewhere.offeringId)).toMatchObject({ accepted: 1, refused: [] });
    expect([await reserved('S001'), await reserved('S002')]).toEqual([before[0] - 1, before[1] + 1]);
    const old = (await service.as('school-admissions', 'S001').get(`/applications/${id}`)).body;
    expect(old).toMatchObject({ state: 'CANCELLED', closingCode: 'TRANSFERRED' });
    const there = service.as('school-admissions', 'S002');
    const receiving = (await there.get(`/applications/${old.transferredTo}`)).body;
    expect(receiving).toMatchObject({ state: 'ADMITTED', name: '样例调剂', transferredFrom: id, offeringId: elsewhere.offeringId }); // prettier-ignore
    expect(await holders([id, old.transferredTo])).toEqual([{ id: old.transferredTo, school: 'S002' }]);
    const reveal = await there.post(`/applications/${old.transferredTo}/reveal-identity`, { reason: '核对' });
    expect(reveal.body).toMatchObject({ idNumber });
    await eventually('the release and the admission are published', async () => {
      const released = (await service.published(AdmissionReleased)).filter(({ subject }) => subject === id);
      expect(released).toMatchObject([{ data: { releasedAs: 'CANCELLED', reasonCode: 'TRANSFERRED', schoolCode: 'S001' } }]); // prettier-ignore
      const taken = (await service.published(ApplicantAdmitted)).filter(({ subject }) => subject === old.transferredTo); // prettier-ignore
      expect(taken).toMatchObject([{ data: { schoolCode: 'S002', offeringId: elsewhere.offeringId } }]);
    });
    expect(await transfer([id], elsewhere.offeringId)).toMatchObject({ refused: [{ code: 'not-unqualified' }] }); // prettier-ignore
    const back = await officer().post('/applications/batch-reconsider', { applicationIds: [id], reason: '恢复' }); // prettier-ignore
    expect(back.body).toMatchObject({ refused: [{ code: 'application-transferred' }] });
    expect(await transfer([old.transferredTo], elsewhere.offeringId)).toMatchObject({ accepted: 0 });
    const checkIn = { applicationIds: [old.transferredTo], checkedInOn: shifted(0) };
    expect((await there.post('/applications/batch-check-in', checkIn)).body).toMatchObject({ accepted: 1 });
    await act(qualificationId, 'resume', { reason: '整改完成' });
  });

  it('when it is lost, gives the last seat elsewhere to one of two who are transferred at once', async () => {
    const { offeringId: last } = await recruitingSchool(service, 'S004', 1);
    const ids = [await admittedHere(), await admittedHere()];
    await act(qualificationId, 'suspend', { reason: '整改' });
    const outcomes = await Promise.all(ids.map((id, at) => transfer([id], last, `officer${at}`)));
    expect(outcomes.filter(({ accepted }) => accepted === 1)).toHaveLength(1);
    const at = outcomes.findIndex(({ accepted }) => accepted === 0);
    expect(outcomes[at].refused).toMatchObject([{ id: ids[at], code: 'quota-full' }]);
    expect(await holders(ids)).toEqual([{ id: ids[at], school: 'S001' }]);
    expect((await service.as('school-admissions', 'S004').get('/plans/usage')).body.items).toMatchObject([{ reserved: 1, free: 0 }]); // prettier-ignore
    await act(qualificationId, 'resume', { reason: '整改完成' });
  });

  it('expires by itself the day after its last one, and is published no more', async () => {
    const { id } = await draft();
    const late = await draft();
    await act(id, 'publish');
    await service.query('update qualifications set valid_to = $2 where qualification_id = any($1)', [[id, late.id], shifted(-1)]); // prettier-ignore
    expect(await runJob(service, followQualificationDays, {})).toMatchObject({ state: 'DONE' });
    expect((await history(id)).at(-1)).toMatchObject({ state: 'EXPIRED', effectiveOn: shifted(0) });
    expect(await act(late.id, 'publish')).toMatchObject({
      status: 409,
      body: { code: 'qualification-expired' },
    });
    const version = (await history(id)).length;
    await runJob(service, followQualificationDays, {});
    expect(await history(id)).toHaveLength(version);
    const states = (await service.published(SchoolState)).findLast(({ subject }) => subject === 'S001')!;
    expect((states.data as any).qualifications).toContainEqual(expect.objectContaining({ qualificationId: id, state: 'EXPIRED', effectiveFrom: shifted(0) })); // prettier-ignore
  });

  it('is corrected or withdrawn as a draft, and not published by who corrected it', async () => {
    const { id, terms } = await draft();
    const corrected = { ...terms, publicationNo: '样例4号' };
    expect(await act(id, 'correct', corrected, 'zhao')).toMatchObject({ body: { publicationNo: '样例4号' } });
    for (const contributor of ['drafter', 'zhao'])
      expect(await act(id, 'publish', {}, contributor)).toMatchObject({ status: 403 });
    await expect(
      service.query(`update qualifications set published_by = 'city-officer:zhao', changed_by = '{city-officer:zhao}'
        where qualification_id = $1`, [id]), // prettier-ignore
    ).rejects.toThrow('published_by_did_not_change_it');
    expect(await act(id, 'withdraw', { reason: '重复' })).toMatchObject({ body: { state: 'WITHDRAWN' } });
    expect(await act(id, 'publish')).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
  });

  it('is shown to everybody only if the school may recruit by it today', async () => {
    const { id } = await draft({ validFrom: shifted(1), validTo: shifted(300), levels: ['PREP_TECHNICIAN'] });
    await act(id, 'publish');
    expect(await shown('?level=PREP_TECHNICIAN')).toEqual([]);
  });

  it.each([
    ['school=铁路', ['S002']],
    ['school=tielu', ['S002']],
    ['schoolCode=S001', ['S001']],
    ['regionCode=500112', ['S002']],
    ['authorityCode=500000', ['S001', 'S002', 'S004']],
    ['level=TECHNICIAN', []],
    ['mode=PART_TIME', ['S001', 'S002', 'S004']],
  ])('is found by everybody who asks for %s', async (query, schools) => {
    expect(await shown(`?${query}`)).toEqual(schools);
  });

  it('is shown on a page as well, in Chinese and English, filtered by a form', async () => {
    expect(await page('?lang=zh&school=铁路&level=&mode=')).toMatch(
      /招生资质公示[^]*重庆样例铁路技师学院[^]*渝北区/,
    );
    expect(await page('?lang=zh&school=铁路')).not.toContain('样例技师学院S001');
    expect(await page('?lang=en&schoolCode=S009')).toContain('No school is found.');
  });

  it('is reviewed each year: those due are listed, decided on in a batch, and the result is public', async () => {
    const due = async () =>
      (await officer().get('/qualifications?reviewDue=true')).body.items.map(
        (each: any) => each.qualificationId,
      );
    const before = await due();
    expect(before).toContain(qualificationId);
    const review = { qualificationIds: [qualificationId], decision: 'KEEP', reason: '符合条件' };
    expect((await officer().post('/qualifications/batch-review', review)).body).toMatchObject({
      accepted: 1,
    });
    expect(await due()).toEqual(before.filter((id: string) => id !== qualificationId));
    const { body } = await service.anonymous.get('/public/qualification-reviews?schoolCode=S001');
    expect(body.items).toEqual([expect.objectContaining({ decision: 'KEEP', reviewedOn: shifted(0), reason: '符合条件' })]); // prettier-ignore
  });
});

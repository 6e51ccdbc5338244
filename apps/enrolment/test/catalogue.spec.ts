// Budget: 20 s: the service is started, and a school cooperates in ten majors.
import { CatalogueMajorState, OfferingState } from '#contracts';
import { dayInChina } from '#national-codes';
import { eventually, type HttpCaller, type TestService } from '#testing';
import { applied, recruitingSchool, startEnrolment } from './recruiting.js';

const major = (name: string, further: object = {}) => ({ majorCode: '0201', name, levels: ['SENIOR'], ...further }); // prettier-ignore
/** The counts of majors that a caller sees. */
const reaches = async (by: HttpCaller) =>
  (await by.get('/offerings/cooperation-shares')).body.items.map((each: any) => [each.reach, each.code, each.majors]); // prettier-ignore

describe('The catalogue of majors', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startEnrolment();
  });
  afterAll(() => service?.close());

  const city = () => service.as('city-officer');
  const load = (
    catalogueVersion: string,
    effectiveFrom: string,
    majors: object[] = [major(catalogueVersion)],
  ) => city().post('/catalogue/versions', { catalogueVersion, effectiveFrom, majors });
  const correct = (version: string, majors: object[]) =>
    city().post(`/catalogue/versions/${version}/correct`, { majors, reason: '名称有误' });
  const on = async (day: string) =>
    (await city().get(`/catalogue/majors?asOf=${day}`)).body.items.map(({ name }: { name: string }) => name);

  it('is in force by its date, and never by the text of its name', async () => {
    await load('bg-9', '2020-01-01');
    await load('bg-10', '2024-01-01');
    await load('bg-1', '2022-01-01');
    expect([
      await on('2019-12-31'),
      await on('2020-01-01'),
      await on('2023-12-31'),
      await on('2024-01-01'),
    ]).toEqual([[], ['bg-9'], ['bg-1'], ['bg-10']]);
  });

  it('is corrected until its day with a reason, and then only by another version', async () => {
    await load('bg-11', '2098-01-01');
    const successor = { majorCode: '0202', name: '后继', levels: ['SENIOR'] };
    const closed = major('更正', { status: 'CLOSED', successorCode: '0202' });
    expect(await correct('bg-11', [closed, successor])).toMatchObject({ status: 200, body: { majors: 2 } });
    expect(await correct('bg-10', [major('更正')])).toMatchObject({
      status: 409,
      body: { code: 'catalogue-in-force' },
    });
    expect(await correct('bg-11', [major('更正', { successorCode: '0999' })])).toMatchObject({
      status: 422,
      body: { code: 'unknown-successor', errors: [{ path: 'majors.0.successorCode' }] },
    });
    const events = await service.published(CatalogueMajorState);
    expect(events.filter(({ subject }) => subject.startsWith('bg-11:'))).toMatchObject([
      { subject: 'bg-11:0201', version: 1, data: { status: 'ACTIVE', effectiveFrom: '2098-01-01' } },
      { subject: 'bg-11:0201', version: 2, data: { status: 'CLOSED', successorCode: '0202', name: '更正' } },
      { subject: 'bg-11:0202', version: 1, data: { name: '后继' } },
    ]);
  });

  it('closes an offering only after it was stopped and left by everybody, and reopens it with a reason', async () => {
    const { offeringId } = await recruitingSchool(service, 'S001', 3);
    const same = { schoolCode: 'S001', catalogueVersion: 'v1', majorCode: '0106', level: 'SENIOR', mode: 'FULL_TIME' }; // prettier-ignore
    const open = async () => (await city().post('/offerings/batch', { offerings: [same] })).body;
    const move = (act: string, body?: object) => city().post(`/offerings/${offeringId}/${act}`, body);
    const reason = { reason: '产业调整' };
    expect(await open()).toMatchObject({ accepted: 1, opened: 0, offeringIds: [offeringId] });
    const applicationId = await applied(service, 'S001', offeringId);
    await service.as('school-admissions', 'S001').post(`/applications/${applicationId}/admit`);
    expect(await move('stop')).toMatchObject({ status: 422 });
    await move('stop', reason);
    expect(await open()).toMatchObject({ accepted: 0, opened: 0, refused: [{ code: 'offering-stopped' }] });
    expect(await move('close', reason)).toMatchObject({ body: { code: 'offering-has-live-students' } });
    expect(await move('reopen', reason)).toMatchObject({ status: 200, body: { status: 'ACTIVE' } });
    const others = { ...same, mode: 'PART_TIME' };
    const [other] = (await city().post('/offerings/batch', { offerings: [others] })).body.offeringIds;
    await city().post(`/offerings/${other}/stop`, reason);
    expect(await city().post(`/offerings/${other}/close`, reason)).toMatchObject({
      body: { status: 'CLOSED' },
    });
    const { items } = (await city().get('/offerings?offeringStatus=CLOSED')).body;
    expect(items).toMatchObject([{ offeringId: other, status: 'CLOSED' }]);
    const { entries } = (await city().get(`/offerings/${other}/history`)).body;
    expect(entries.map(({ happened, reason: why }: any) => [happened, why])).toEqual([
      ['open-offerings', undefined],
      ['stop-offering', '产业调整'],
      ['close-offering', '产业调整'],
    ]);
  });

  it('has majors with cooperations of named enterprises, whose share is counted on any day against 90 %', async () => {
    const codes = Array.from({ length: 10 }, (_, at) => `03${String(at).padStart(2, '0')}`);
    const majors = codes.map((majorCode) => ({ majorCode, name: `合作${majorCode}`, levels: ['SENIOR', 'INTERMEDIATE'] })); // prettier-ignore
    await load('coop', '2020-01-01', majors);
    await recruitingSchool(service, 'S003', 3, { authorityCode: '500112', authorityTier: 'DISTRICT' });
    const place = { schoolCode: 'S003', catalogueVersion: 'coop', level: 'SENIOR', mode: 'FULL_TIME' };
    const wanted = codes.map((majorCode) => ({ ...place, majorCode }));
    const opened = await city().post('/offerings/batch', { offerings: [...wanted, { ...wanted[0], level: 'INTERMEDIATE' }] }); // prettier-ignore
    const ids: string[] = opened.body.offeringIds;
    const school = service.as('school-admissions', 'S003');
    const today = dayInChina(new Date());
    const agreement = { kind: 'ORDER_CLASS', uscc: '12500000450400000c', enterpriseName: '样例企业', agreementNo: '样例1号', from: today }; // prettier-ignore
    const act = (name: string, offeringId: string, body: object, by = school) =>
      by.post(`/offerings/${offeringId}/${name}-cooperation`, body);
    const share = async (asOf = today, by = city()) =>
      (await by.get(`/offerings/cooperation-shares?code=S003&asOf=${asOf}`)).body.items;
    expect(await act('add', ids[0]!, { ...agreement, uscc: '12500000450400000A' })).toMatchObject({ status: 422 }); // prettier-ignore
    expect(await act('add', ids[0]!, agreement, service.as('school-admissions', 'S001'))).toMatchObject({ status: 404 }); // prettier-ignore
    for (const id of ids.slice(0, 9)) expect((await act('add', id, agreement)).status).toBe(200);
    expect(await act('add', ids[0]!, agreement)).toMatchObject({ body: { code: 'cooperation-exists' } });
    // The plan's offering of v1 is the eleventh major.
    expect(await share()).toMatchObject([
      { majors: 11, cooperatingMajors: 9, majorPercent: 81.81, meetsAim: false, offerings: 12, cooperatingOfferings: 9 },
    ]); // prettier-ignore
    await act('add', ids[9]!, { ...agreement, to: today });
    expect(await share()).toMatchObject([{ cooperatingMajors: 10, majorPercent: 90.9, meetsAim: true }]);
    const lacking = await school.get('/offerings?schoolCode=S003&offeringStatus=ACTIVE&cooperates=false');
    expect(lacking.body.items.map(({ majorCode }: any) => majorCode)).toEqual(['0106', '0300']);
    expect(await share('2020-06-01')).toEqual([]);
    expect(await share('2099-06-01')).toMatchObject([{ cooperatingMajors: 9, meetsAim: false }]);
    const of = async (at: number) => (await school.get(`/offerings?schoolCode=S003&majorCode=${codes[at]}`)).body.items[0]; // prettier-ignore
    const { cooperationId } = (await of(1)).cooperations[0];
    const corrected = { cooperationId, ...agreement, agreementNo: '样例2号', reason: '协议编号有误' };
    await act('correct', ids[1]!, corrected, city());
    expect(await act('end', ids[1]!, { cooperationId, lastDay: today, reason: '协议解除' })).toMatchObject({
      body: { cooperations: [{ agreementNo: '样例2号', to: today, endReason: '协议解除' }] },
    });
    const shownTo = async (by: HttpCaller) =>
      (await by.get(`/offerings?schoolCode=S003&majorCode=${codes[1]}`)).body.items[0].cooperations[0];
    const agreed = { agreementNo: '样例2号', endReason: '协议解除' };
    for (const by of [school, city(), service.as('district-officer', '500112')])
      expect(await shownTo(by)).toMatchObject({ enterpriseName: '样例企业', ...agreed });
    for (const by of [service.as('school-admissions', 'S001'), service.as('district-officer', '500113')])
      expect(Object.keys(await shownTo(by)).sort()).toEqual(['cooperationId', 'enterpriseName', 'from', 'kind', 'to', 'uscc']); // prettier-ignore
    const mistaken = (await of(2)).cooperations[0];
    const withdrawn = { cooperationId: mistaken.cooperationId, reason: '误登' };
    expect(await act('withdraw', ids[2]!, withdrawn)).toMatchObject({ body: { cooperations: [] } });
    expect(await share()).toMatchObject([{ cooperatingMajors: 9 }]);
    await eventually('the end of the cooperation is published', async () => {
      const { data } = (await service.published(OfferingState)).findLast(
        ({ subject }) => subject === ids[1],
      )!;
      expect(data.cooperations).toMatchObject([{ kind: 'ORDER_CLASS', uscc: '12500000450400000C', to: today }]); // prettier-ignore
    });
    const all = [['AUTHORITY', '500000', 1], ['AUTHORITY', '500112', 11], ['SCHOOL', 'S001', 1], ['SCHOOL', 'S003', 11], ['TOTAL', '', 11]]; // prettier-ignore
    expect(await reaches(city())).toEqual(all);
    expect(await reaches(service.as('district-officer', '500112'))).toEqual([all[1], all[3], all[4]]);
    expect((await school.get('/offerings/cooperation-shares/export')).status).toBe(200);
  });

  it('has majors reviewed each year: rules list them, the city decides, and the list shows what was done', async () => {
    const { offeringId: wanted } = await recruitingSchool(service, 'S005', 1);
    for (const _ of [1, 2]) await applied(service, 'S005', wanted);
    const make = () => city().post('/major-reviews', { year: 2026 });
    const { reviewId, items: count } = (await make()).body;
    expect(await make()).toMatchObject({ status: 409, body: { code: 'review-exists' } });
    expect(await city().post('/major-reviews', { year: 2098 })).toMatchObject({ body: { code: 'review-year-not-possible' } }); // prettier-ignore
    const list = async (query = '') =>
      (await city().get(`/major-review-items?reviewId=${reviewId}&limit=1000${query}`)).body.items;
    const all: any[] = await list();
    expect(all).toHaveLength(count);
    const oversubscribed = all.find(({ offeringId }) => offeringId === wanted);
    expect(oversubscribed).toMatchObject({ subject: 'OFFERING', schoolCode: 'S005', rules: ['OVERSUBSCRIBED'], planned: 1, applications: 2, intake: 0, state: 'LISTED' }); // prettier-ignore
    const dropped: any[] = await list('&rule=NO_SUCCESSOR&majorCode=0309');
    expect(dropped).toMatchObject([{ subject: 'MAJOR' }, { subject: 'OFFERING', schoolCode: 'S003' }]);
    const act = async (name: string, of: any[], body: object) =>
      (await city().post(`/major-review-items/batch-${name}`, { itemIds: of.map(({ itemId }) => itemId), ...body })).body; // prettier-ignore
    const review = (name: string, body?: object) => city().post(`/major-reviews/${reviewId}/${name}`, body);
    const reason = { reason: '产业调整' };
    const rest = all.filter((each) => each !== oversubscribed && each.majorCode !== '0309');
    await act('decide', [oversubscribed], { decision: 'GROW', ...reason });
    await act('decide', dropped, { decision: 'CLOSE', ...reason });
    expect(await act('decide', rest, { decision: 'KEEP', ...reason })).toMatchObject({ refused: [] });
    expect(await act('undecide', dropped.slice(0, 1), reason)).toMatchObject({ accepted: 1 });
    expect(await review('conclude')).toMatchObject({ status: 409, body: { code: 'review-undecided' } });
    await act('decide', dropped.slice(0, 1), { decision: 'CLOSE', ...reason });
    expect(await review('conclude')).toMatchObject({ status: 200, body: { state: 'CONCLUDED' } });
    expect(await act('undecide', dropped, reason)).toMatchObject({ refused: [{ code: 'review-not-open' }, {}] }); // prettier-ignore
    const done = async () => new Set((await list('&carriedOut=true')).map((each: any) => each.itemId));
    expect(await done()).toEqual(new Set());
    for (const step of ['stop', 'close']) await city().post(`/offerings/${dropped[1].offeringId}/${step}`, reason); // prettier-ignore
    const line = { year: 2027, season: 'AUTUMN', offeringId: wanted, scope: 'IN_CITY', planned: 2 };
    const { planLineIds } = (await service.as('school-admissions', 'S005').post('/plans/batch', { lines: [line] })).body; // prettier-ignore
    await city().post('/plans/publish', { planLineIds });
    expect(await done()).toEqual(new Set([oversubscribed, ...dropped].map(({ itemId }) => itemId)));
    expect((await city().get(`/major-review-items/export?reviewId=${reviewId}`)).status).toBe(200);
    expect([(await review('reopen', reason)).body.state, (await review('cancel', reason)).body.state]).toEqual(['OPEN', 'CANCELLED']); // prettier-ignore
    expect((await make()).status).toBe(201);
  });
});

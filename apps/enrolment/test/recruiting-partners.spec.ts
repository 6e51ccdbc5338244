import type { TestService } from '#testing';
import { checked, committed, csv, errorsOf, row } from './import-files.js';
import { application, recruitingSchool, startEnrolment } from './recruiting.js';

const agreement = {
  name: '样例县人社局',
  regionCode: '520102',
  agreementNo: '样例合〔2026〕1号',
  validFrom: '2026-01-01',
  validTo: '2099-12-31',
};
const because = { reason: '协议调整' };

describe('A partner outside of the city', () => {
  let service: TestService;
  let offeringId: string;
  let partnerId: string;
  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 100));
    await recruitingSchool(service, 'S002', 100);
    ({ partnerId } = (await city().post('/recruiting-partners', { ...agreement, schoolCode: 'S001' })).body);
  });
  afterAll(() => service?.close());

  const city = () => service.as('city-officer');
  const school = () => service.as('school-admissions', 'S001');
  const figures = async (code: string) =>
    (await service.as('school-admissions', code).get('/recruiting-partners/intake?year=2026')).body.items;
  const through = (partner?: string, channel = 'OUT_OF_CITY') => ({
    ...application(offeringId),
    scope: 'OUT_OF_CITY',
    channel,
    partnerId: partner,
  });
  const apply = async (asked: object) => {
    const { status, body } = await school().post('/applications', asked);
    return status === 201 ? body : body.errors[0].code;
  };

  it('is registered by the city once for a school, with a region outside and days in their order', async () => {
    const add = async (differing: object) => (await city().post('/recruiting-partners', { ...agreement, ...differing })).body.code; // prettier-ignore
    expect([
      await add({ schoolCode: 'S001' }),
      await add({ schoolCode: 'S999' }),
      await add({ name: '另一单位', regionCode: '500103' }),
      await add({ name: '另一单位', validTo: '2025-01-01' }),
    ]).toEqual([
      'partner-already-registered',
      'unknown-school',
      'partner-region-in-city',
      'partner-days-disordered',
    ]);
    expect((await school().post('/recruiting-partners', agreement)).status).toBe(403);
    expect((await school().get('/recruiting-partners?ofSchool=S001')).body.items).toMatchObject([{ partnerId, ...agreement }]); // prettier-ignore
  });

  it('is named by who applies by this channel, by nobody else, and only where it is in force for the school', async () => {
    const { body: others } = await city().post('/recruiting-partners', { ...agreement, schoolCode: 'S002' });
    const { body: over } = await city().post('/recruiting-partners', { ...agreement, name: '期满单位', validTo: '2026-01-31' }); // prettier-ignore
    expect([
      await apply(through()),
      await apply(through(partnerId, 'ONLINE')),
      await apply(through(others.partnerId)),
      await apply(through(over.partnerId)),
    ]).toEqual([
      'partner-required',
      'partner-not-of-channel',
      'partner-not-in-force',
      'partner-not-in-force',
    ]);
    expect(await apply(through(partnerId))).toMatchObject({ channel: 'OUT_OF_CITY', partnerId });
  });

  it('that has ended takes nobody more, keeps who applied before, and is reinstated with a reason', async () => {
    const asked = through(partnerId);
    const { applicationId } = await apply(asked);
    const end = await city().post(`/recruiting-partners/${partnerId}/end`, {
      endedOn: '2026-01-31',
      ...because,
    });
    expect(end.body).toMatchObject({ state: 'ENDED', endedOn: '2026-01-31' });
    expect(await apply(through(partnerId))).toBe('partner-not-in-force');
    const corrected = { ...asked, priorSchool: '样例中学', reason: '补录' };
    expect((await school().post(`/applications/${applicationId}/correct`, corrected)).status).toBe(200);
    await city().post(`/recruiting-partners/${partnerId}/reinstate`, because);
    const { body } = await city().post(`/recruiting-partners/${partnerId}/correct`, { ...agreement, name: '样例县就业局', ...because }); // prettier-ignore
    expect(body).toMatchObject({ state: 'ACTIVE', name: '样例县就业局' });
    const { entries } = (await city().get(`/recruiting-partners/${partnerId}/history`)).body;
    expect(entries.map(({ happened }: any) => happened)).toEqual(['add-partner', 'end-partner', 'reinstate-partner', 'correct-partner']); // prettier-ignore
  });

  it('is named in files by its name, and files without the column are imported as before', async () => {
    const [titles, ...rows] = csv(row({ 渠道: '市外合作招生' }), row({ 渠道: '市外合作招生' }), row()).toString().split('\r\n'); // prettier-ignore
    const named = ['样例县就业局', '无此单位', ''];
    const file = [`${titles},合作单位`, ...rows.map((each, at) => `${each},${named[at]}`)].join('\r\n');
    const job = await checked(school(), Buffer.from(file));
    expect(
      (await errorsOf(school(), job.importId)).map(({ row: at, column, code }) => [at, column, code]),
    ).toEqual([
      [2, '计划范围', 'channel-out-of-city'],
      [3, '计划范围', 'channel-out-of-city'],
      [3, '合作单位', 'partner-not-in-force'],
    ]);
    expect(await committed(school(), job.importId)).toMatchObject({ committed: 2 });
    const { items } = (await school().get(`/applications?importId=${job.importId}&partnerId=${partnerId}`))
      .body;
    expect(items).toMatchObject([{ channel: 'OUT_OF_CITY' }]);
    const before = await checked(school(), csv(row(), row({ 渠道: '市外合作招生' })));
    expect(await errorsOf(school(), before.importId)).toMatchObject([
      { row: 3, code: 'partner-required' },
      {},
    ]);
  });

  it('is told by figures how many applied through it, were admitted and checked in', async () => {
    const { applicationId } = await apply({ ...through(partnerId), scope: 'IN_CITY' });
    await school().post(`/applications/${applicationId}/admit`);
    expect(await figures('S001')).toEqual([
      {
        partnerId,
        name: '样例县就业局',
        schoolCode: 'S001',
        year: 2026,
        applied: 4,
        admitted: 1,
        checkedIn: 0,
      },
    ]);
    expect(await figures('S002')).toEqual([]);
  });

  it('has a counterpart in joint recruitment, where the enterprise is named by code and name', async () => {
    const joint = { ...application(offeringId), channel: 'ENTERPRISE_JOINT' };
    expect(await apply(joint)).toBe('employer-required');
    const employer = { uscc: '12500000450400000C', name: '样例企业' };
    expect(await apply({ ...joint, employer })).toMatchObject({ channel: 'ENTERPRISE_JOINT' });
  });
});

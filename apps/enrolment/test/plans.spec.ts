// Budget: 30 s: files are imported, and 20 people are admitted over and over.
import { PlanLineState } from '#contracts';
import { eventually, type HttpCaller, runJob, type TestService } from '#testing';
import { closePastSeasons } from '../src/plans/close-past-seasons.js';
import { sheetOf, XLSX } from './import-files.js';
import { applied, recruitingSchool, startEnrolment } from './recruiting.js';

const because = { reason: '超出办学条件' };
const DISTRICT = '500112';
const TITLES = '学校代码,专业代码,目录版本,层次,学习形式,年度,季节,计划范围,计划人数,调整理由';
const csv = (...rows: string[]) => Buffer.from([TITLES, ...rows.map((row) => `${row},`)].join('\r\n'));

const settled = (caller: HttpCaller, importId: string): Promise<any> =>
  eventually('the import comes to rest', async () => {
    const { body } = await caller.get(`/plans/imports/${importId}`);
    if (['UPLOADED', 'VALIDATING', 'COMMITTING'].includes(body.state)) throw new Error(body.state);
    return body;
  });
async function uploaded(caller: HttpCaller, file: Buffer, type = 'text/csv'): Promise<string> {
  const { body } = await caller.post('/plans/imports', file, type);
  return (await settled(caller, body.importId)).importId;
}
async function committed(caller: HttpCaller, importId: string) {
  await caller.post(`/plans/imports/${importId}/commit`, {});
  return settled(caller, importId);
}
const errorsOf = async (caller: HttpCaller, importId: string): Promise<string[]> =>
  (await caller.get(`/plans/imports/${importId}/errors`)).body.items.map(
    ({ row, column, code }: any) => `${row} ${column} ${code}`,
  );

async function act(caller: HttpCaller, name: string, planLineId: string, more: object = {}) {
  const { status, body } = await caller.post(`/plans/${name}`, { planLineIds: [planLineId], ...more });
  return status === 200 ? (body.refused[0]?.code ?? 'done') : body.code;
}

/** Writes into the history of something when each of its steps was taken. */
async function recordedThen(service: TestService, table: string, idColumn: string, recorded: string) {
  await service.query(`alter table ${table}_history disable trigger all`);
  await service.query(
    `update ${table}_history set recorded_at = case happened
       when 'check-in-applicants' then '2026-03-02T16:00:00Z'::timestamptz
       when 'admit-applicants' then '2026-03-02T15:59:59Z' when 'reopen-plan-lines' then '2026-03-02T15:59:58Z'
       else '2026-03-01T15:59:59Z' end where ${idColumn} = $1`,
    [recorded],
  );
  await service.query(`alter table ${table}_history enable trigger all`);
}

describe('A plan line', () => {
  let service: TestService;
  let offeringId: string;
  let publishedId: string;
  let other: { offeringId: string; planLineId: string };
  const school = (code = 'S001', person?: string) => service.as('school-admissions', code, person);
  const city = (person?: string) => service.as('city-officer', undefined, person);
  const district = (person?: string) => service.as('district-officer', DISTRICT, person);

  beforeAll(async () => {
    service = await startEnrolment();
    const supervised = { authorityCode: DISTRICT, authorityTier: 'DISTRICT' };
    ({ offeringId, planLineId: publishedId } = await recruitingSchool(service, 'S001', 3, supervised));
    other = await recruitingSchool(service, 'S002', 5);
  });
  afterAll(() => service?.close());

  async function line(year: number, more: object = {}, planned = 5): Promise<string> {
    const lines = [{ year, season: 'SPRING', offeringId, scope: 'IN_CITY', planned }];
    const { body } = await school().post('/plans/batch', { lines, ...more });
    return body.planLineIds[0] ?? body.refused[0].code;
  }
  const read = async (planLineId: string) =>
    (await city().get('/plans/usage?limit=1000')).body.items.find(
      (each: any) => each.planLineId === planLineId,
    );
  const ask = (planLineId: string, planned: number, caller = school()) =>
    caller.post(`/plans/${planLineId}/request-adjustment`, { planned, reason: '报名人数超过计划' });

  it('goes from the school to its district and the city, is returned, recalled, approved and published', async () => {
    const planLineId = await line(2027, { submit: false });
    expect(await read(planLineId)).toMatchObject({ status: 'DRAFT', planned: 5, majorCode: '0106' });
    expect(await act(city(), 'publish', planLineId)).toBe('wrong-state');
    expect(await act(school(), 'submit', planLineId)).toBe('done');
    expect(await act(school('S002'), 'recall', planLineId)).toBe('not-found');
    expect(await act(school(), 'recall', planLineId)).toBe('done');
    expect(await act(school(), 'submit', planLineId)).toBe('done');
    expect(await act(district(), 'return', planLineId, because)).toBe('done');
    expect(await read(planLineId)).toMatchObject({ status: 'RETURNED', returnReason: because.reason });
    expect(await line(2027, {}, 4)).toBe(planLineId);
    expect(await act(district(), 'approve', planLineId)).toBe('done');
    expect(await line(2027, {}, 6)).toBe('plan-line-submitted');
    expect(await act(district(), 'take-back-approval', planLineId, because)).toBe('done');
    expect(await act(district(), 'approve', planLineId)).toBe('done');
    expect(await act(district(), 'publish', planLineId)).toBe('role-not-allowed');
    expect(await act(city(), 'publish', planLineId)).toBe('done');
    const { entries } = (await school().get(`/plans/${planLineId}/history`)).body;
    expect(entries.map(({ happened, state }: any) => `${happened} ${state}`)).toEqual([
      'draft-plan-lines DRAFT', 'submit-plan-lines SUBMITTED', 'recall-plan-lines DRAFT', 'submit-plan-lines SUBMITTED',
      'return-plan-lines RETURNED', 'draft-plan-lines SUBMITTED', 'approve-plan-lines APPROVED',
      'take-back-plan-approvals SUBMITTED', 'approve-plan-lines APPROVED', 'publish-plan-lines PUBLISHED',
    ]); // prettier-ignore
    expect(entries[4]).toMatchObject({ reason: because.reason, role: 'district-officer' });
    expect(entries[5]).toMatchObject({ planned: 4, plannedBefore: 5 });
    await eventually('readers know it as a draft until it is published', async () => {
      const told = await service.published(PlanLineState, 10);
      const statuses = told.filter(({ key }) => key === planLineId).map(({ data }) => data.status);
      expect([...new Set(statuses)]).toEqual(['DRAFT', 'PUBLISHED']);
    });
  });

  it('that three draft at the same moment is one, and the others are told that it is submitted', async () => {
    const told = await Promise.all([3, 4, 5].map((planned) => line(2025, {}, planned)));
    expect(told.filter((each) => each === 'plan-line-submitted')).toHaveLength(2);
    expect((await school().get('/plans/usage?year=2025')).body.items).toHaveLength(1);
  });

  it('is imported by a file that names no ids, by a school or the city, whose officer then does not publish it', async () => {
    const rows = [
      'S001,0106,,高级工班,全日制,2028,春季,市内,7',
      'S002,0106,v1,高级工班,全日制,2028,春季,市内,8',
      'S001,0107,,高级工班,全日制,2028,春季,市内,7',
      'S001,0106,,高级工班,全日制,2005,春季,市内,7',
      'S001,0106,,高级工班,全日制,2026,秋季,市内,9',
      'S001,0106,,高级工班,全日制,2028,秋季,市内,七',
      'S001,0106,v1,高级工班,全日制,2028,春季,市内,17',
    ];
    const own = await uploaded(school(), csv(...rows));
    expect(await errorsOf(school(), own)).toEqual([
      '3 学校代码 other-school', '4 专业代码 unknown-offering', '5 年度 plan-year-out-of-range',
      '6 计划人数 plan-line-published', '7 计划人数 bad-number',
      '8 专业代码 duplicate-in-file',
    ]); // prettier-ignore
    const ofCity = await uploaded(city('importer'), csv(...rows.slice(0, 2)));
    expect(await errorsOf(city('importer'), ofCity)).toEqual([]);
    expect(await committed(city('importer'), ofCity)).toMatchObject({ state: 'DONE', committed: 2 });
    const made = (await city().get('/plans/usage?year=2028&planStatus=SUBMITTED')).body.items;
    expect(made).toMatchObject([{ planned: 7 }, { planned: 8, schoolCode: 'S002' }]);
    const [{ planLineId }, { planLineId: ofOther }] = made;
    for (const name of ['approve', 'publish'])
      expect(await act(city('importer'), name, planLineId)).toBe('approver-is-submitter');
    const past = (column: string) =>
      service.query(`update plan_lines set ${column} = contributors[1] where plan_line_id = $1`, [
        planLineId,
      ]);
    await expect(past('approved_by')).rejects.toThrow(/approved_by_(no_contributor|is_not_drafted_by)/);
    await expect(past('published_by')).rejects.toThrow(/published_by_(no_contributor|is_not_drafted_by)/);
    const elsewhere = service.as('district-officer', '500113');
    expect(await act(elsewhere, 'approve', planLineId)).toBe('not-found');
    expect(await act(city(), 'approve', ofOther)).toBe('done');
    expect(await act(city(), 'publish', ofOther)).toBe('done');
  });

  it('is exported in the layout of the file, which is taken again as it is or with other numbers', async () => {
    const { body } = await school().get('/plans/export');
    const sheet = await sheetOf(body);
    const titles = TITLES.split(',').map((_, at) => sheet.getCell(1, at + 1).text.replace('*', ''));
    expect(titles).toEqual(TITLES.split(','));
    const again = await uploaded(school(), body, XLSX);
    expect(await errorsOf(school(), again)).toEqual([]);
    const before = (await school().get('/plans/usage')).body.items;
    expect(await committed(school(), again)).toMatchObject({ committed: before.length });
    expect((await school().get('/plans/usage')).body.items).toEqual(before);
    await act(school(), 'recall', before.find(({ year }: any) => year === 2028).planLineId);
    sheet.eachRow((row, at) => {
      if (at > 1) row.getCell(9).value = Number(row.getCell(9).value) + 1;
      if (row.getCell(6).text === '2027') row.getCell(10).value = '报名人数超过计划';
    });
    const workbook = Buffer.from(await sheet.workbook.xlsx.writeBuffer());
    const changed = await uploaded(school(), workbook, XLSX);
    expect((await errorsOf(school(), changed)).map((each) => each.slice(2)).toSorted()).toEqual([
      '计划人数 plan-line-published',
      '计划人数 plan-line-submitted',
    ]);
    expect(await committed(school(), changed)).toMatchObject({ committed: 2 });
    const asked = (await district().get('/plans/usage?adjustmentPending=true')).body.items;
    expect(asked).toMatchObject([{ year: 2027, planned: 4, adjustment: { state: 'PENDING', planned: 5 } }]);
  });

  it('that is published gets another number of seats, which is asked for and decided on, never below what is taken', async () => {
    const ids = [];
    for (let n = 0; n < 2; n++) ids.push(await applied(service, 'S001', offeringId));
    await school().post('/applications/batch-admit', { applicationIds: ids });
    expect(await line(2026, {}, 9)).not.toBe(publishedId);
    expect(await ask(publishedId, 1)).toMatchObject({ status: 409, body: { code: 'fewer-than-taken' } });
    expect(await ask(publishedId, 4)).toMatchObject({
      status: 200,
      body: { planned: 3, adjustment: { state: 'PENDING', planned: 4 } },
    });
    expect(await act(district(), 'return-adjustments', publishedId, because)).toBe('done');
    expect(await read(publishedId)).toMatchObject({ planned: 3, adjustment: { state: 'RETURNED' } });
    await ask(publishedId, 4);
    expect(await act(school(), 'recall-adjustments', publishedId)).toBe('done');
    await ask(publishedId, 2, city('other-officer'));
    expect(await act(city('other-officer'), 'approve-adjustments', publishedId)).toBe(
      'approver-is-submitter',
    );
    expect(await act(district(), 'approve-adjustments', publishedId)).toBe('done');
    expect(await read(publishedId)).toMatchObject({ planned: 2, reserved: 2, free: 0 });
    const { entries } = (await school().get(`/plans/${publishedId}/history`)).body;
    expect(entries.at(-1)).toMatchObject({
      happened: 'approve-plan-adjustments', planned: 2, plannedBefore: 3, reason: '报名人数超过计划', role: 'district-officer',
    }); // prettier-ignore
    await school().post('/applications/batch-decline', { applicationIds: ids, reason: '本人申请' });
  });

  it('keeps its invariant when seats are given and taken from the plan at the same moment', async () => {
    await ask(publishedId, 20);
    await act(city(), 'approve-adjustments', publishedId);
    const ids = await Promise.all(Array.from({ length: 20 }, () => applied(service, 'S001', offeringId)));
    for (let planned = 12; planned < 20; planned += 4) {
      await ask(publishedId, planned);
      const admit = (some: string[]) => school().post('/applications/batch-admit', { applicationIds: some });
      const halves = [admit(ids.slice(0, 10)), admit(ids.slice(10))];
      const [, , approval] = await Promise.all([...halves, act(city(), 'approve-adjustments', publishedId)]);
      const after = await read(publishedId);
      // Either it came in time, and the seats were enough for as many, or all seats were taken before it.
      expect(approval).toMatch(/done|fewer-than-taken/);
      expect(after.planned).toBe(approval === 'done' ? planned : 20);
      expect(after.reserved).toBeLessThanOrEqual(after.planned);
      const [{ held }] = await service.query(
        `select count(*)::int as held from applications where state = 'ADMITTED' and plan_line_id = $1`,
        [publishedId],
      );
      expect(held).toBe(after.reserved);
      await act(school(), 'recall-adjustments', publishedId);
      await school().post('/applications/batch-decline', { applicationIds: ids, reason: '本人申请' });
      await school().post('/applications/batch-reconsider', { applicationIds: ids, reason: '样例' });
      await ask(publishedId, 20);
      await act(city(), 'approve-adjustments', publishedId);
    }
  });

  it('that is closed says so to whoever wants a seat, and is reopened with a reason', async () => {
    const applicationIds = [await applied(service, 'S001', offeringId)];
    expect(await act(city(), 'close', publishedId, { reason: '停止招生' })).toBe('done');
    for (const path of ['batch-admit', 'batch-waitlist'])
      expect((await school().post(`/applications/${path}`, { applicationIds })).body).toMatchObject({
        refused: [{ code: 'plan-line-closed' }],
      });
    expect(await ask(publishedId, 30)).toMatchObject({ body: { code: 'plan-line-closed' } });
    expect(await act(city(), 'reopen', publishedId, { reason: '误操作' })).toBe('done');
    expect((await school().post('/applications/batch-admit', { applicationIds })).body.accepted).toBe(1);
  });

  it('is closed by time on the day after the cut-off of its season, once, and not reopened before the season is extended', async () => {
    await city().post('/calendars', { year: 2026, season: 'AUTUMN' });
    await Promise.all([
      runJob(service, closePastSeasons, {}),
      runJob(service, closePastSeasons, {}, new Date(0)),
    ]);
    expect(await read(publishedId)).toMatchObject({ status: 'CLOSED', closedBecause: 'TIME' });
    const closings = `select actor from plan_lines_history where plan_line_id = $1 and happened = 'close-past-season'`;
    expect(await service.query(closings, [publishedId])).toEqual([{ actor: null }]);
    expect(await act(city(), 'reopen', publishedId, because)).toBe('season-over');
    await city().post('/calendars/extend', { year: 2026, season: 'AUTUMN', schoolCode: 'S001', registrationCutOff: '2099-12-31', ...because }); // prettier-ignore
    expect(await act(city(), 'reopen', publishedId, because)).toBe('done');
    await runJob(service, closePastSeasons, {});
    expect(await read(publishedId)).toMatchObject({ status: 'PUBLISHED' });
    await eventually('its closing by time is published', async () => {
      const told = (await service.published(PlanLineState, 1)).filter(({ key }) => key === publishedId);
      expect(told.map(({ data }) => data)).toContainEqual(
        expect.objectContaining({ status: 'CLOSED', closedBecause: 'TIME' }),
      );
    });
  });

  it('is counted by school, district, major, level and source, as of any day, beside the target of the year', async () => {
    await city().post('/calendars/extend', { year: 2026, season: 'AUTUMN', applicationsCloseOn: '2099-12-31', admissionCloseOn: '2099-12-31', checkInDeadline: '2099-12-31', registrationCutOff: '2099-12-31', ...because }); // prettier-ignore
    await act(city(), 'reopen', other.planLineId, because);
    const applicationIds = [await applied(service, 'S002', other.offeringId)];
    await school('S002').post('/applications/batch-admit', { applicationIds });
    await school('S002').post('/applications/batch-check-in', { applicationIds, checkedInOn: '2026-09-01' });
    // Drafted and published on 1 March, reopened and given a seat on the 2nd, checked in on the 3rd: days in China.
    await recordedThen(service, 'plan_lines', 'plan_line_id', other.planLineId);
    await recordedThen(service, 'applications', 'application_id', applicationIds[0]!);
    const figures = async (query: string, caller = city()) =>
      (await caller.get(`/plans/usage/figures?year=2026&${query}`)).body;
    const ofOther = { key: 'S002', planned: 5, reserved: 0, used: 0, free: 5, proposed: 0 };
    expect(await figures('schoolCode=S002&asOf=2026-02-28')).toMatchObject({
      total: { planned: 0 },
      items: [],
    });
    expect((await figures('schoolCode=S002&asOf=2026-03-01')).items).toMatchObject([ofOther]);
    expect((await figures('schoolCode=S002&asOf=2026-03-02')).items).toMatchObject([{ ...ofOther, reserved: 1, free: 4 }]); // prettier-ignore
    const sources = { key: 'SENIOR_PAST', reserved: 1, used: 0 };
    expect((await figures('schoolCode=S002&asOf=2026-03-02&by=sourceType')).items).toEqual([sources]);
    const now = { planned: 5, reserved: 0, used: 1, free: 4 };
    expect(await figures('', school('S002'))).toMatchObject({ total: now, items: [{ key: 'S002', name: '样例技师学院S002' }] }); // prettier-ignore
    expect(await figures('by=sourceType&schoolCode=S002')).toMatchObject({ total: { used: 1 } });

    const target = (body: object, reason = '列入年度发展计划') =>
      city().post('/plans/targets', { year: 2026, ...body, reason });
    const { targetId } = (await target({ target: 35_000 })).body;
    expect((await target({ target: 36_000 }, '生源增加')).body).toMatchObject({ targetId, version: 2 });
    await target({ level: 'SENIOR', target: 20_000 });
    await target({ authorityCode: DISTRICT, target: 9_000 });
    expect(await target({ authorityCode: '999999', target: 1 })).toMatchObject({
      body: { code: 'unknown-authority' },
    });
    expect(await target({ authorityCode: DISTRICT, level: 'SENIOR', target: 1 })).toMatchObject({
      status: 422,
    });
    const { entries } = (await school().get(`/plans/targets/${targetId}/history`)).body;
    expect(entries).toMatchObject([
      { target: 35_000, happened: 'set-annual-target' },
      { target: 36_000, reason: '生源增加', role: 'city-officer' },
    ]);
    expect(entries[0]).not.toHaveProperty('state');
    const all = await figures('by=school');
    expect(all.total).toMatchObject({ target: 36_000, planned: all.items[0].planned + 5 });
    expect(all.items.map(({ target: own }: any) => own)).toEqual([undefined, undefined]);
    expect((await figures('by=level')).items).toMatchObject([{ key: 'SENIOR', target: 20_000 }]);
    expect((await figures('by=district')).items).toMatchObject([{ key: '500000' }, { key: DISTRICT, target: 9_000, name: '渝北区' }]); // prettier-ignore
    expect((await figures('by=major')).items).toMatchObject([{ key: '0106', name: '数控加工' }]);
    expect((await figures('by=season')).items).toMatchObject([
      { key: 'AUTUMN' },
      { key: 'SPRING', proposed: 9 },
    ]);
    for (const by of ['mode', 'scope']) expect((await figures(`by=${by}`)).items).toHaveLength(1);
    expect((await figures('by=level', school())).items[0].target).toBeUndefined();
  });
});

// Budget: 40 s: some twenty batches go through their life, on one service
import { StudentCompleted, StudentGraduated } from '#contracts';
import { eventually, type TestService } from '#testing';
import {
  activeStudents,
  checkedIn,
  draftBatch,
  graduated,
  itemsOf,
  onLeave,
  registered,
  schoolState,
  schoolsKnown,
  show,
  startStudentRecords,
} from './check-ins.js';

const on = (batchId: string, action: string) => `/graduation-batches/${batchId}/${action}`;

describe('Graduation', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S001'), schoolState('S002'));
    await schoolsKnown(service, 2);
  });
  afterAll(() => service?.close());

  const officer = (person?: string) => service.as('city-officer', undefined, person);
  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const told = (registrationId: string) =>
    eventually(`the graduation of ${registrationId}`, async () => {
      const events = await service.published(StudentGraduated);
      const event = events.find(({ data }) => data.registrationId === registrationId);
      expect(event).toBeDefined();
      return event!;
    });

  it('is told with all that a certificate states, as it is on that day', async () => {
    const [registration] = await registered(service, checkedIn());
    const registrationId = registration!.registrationId;
    await officer().post('/registrations/batch-approve', { registrationIds: [registrationId] });
    const batchId = await graduated(service, [registrationId]);
    const event = await told(registrationId);
    expect(event).toMatchObject({ version: 3, key: registration!.personId, subject: registrationId });
    expect(event.data).toMatchObject({
      identity: { name: registration!.name, birthDate: registration!.birthDate },
      school: {
        code: 'S001',
        name: '样例技师学院',
        schoolType: 'TECHNICIAN_COLLEGE',
        authorityCode: '500000',
      },
      major: { majorCode: '0106-4', name: '数控加工' },
      level: 'SENIOR',
      studyMode: 'FULL_TIME',
      startOn: '2023-09-01',
      graduatedOn: '2026-06-30',
      graduationBatchId: batchId,
    });
    expect(event.data.identity.idNumber).toMatch(/^510202199001\d{5}[\dX]$/);
    expect(await show(service, registrationId)).toMatchObject({
      state: 'GRADUATED',
      graduatedOn: '2026-06-30',
      graduationBatchId: batchId,
    });
  });

  it('names by student what is against it, and goes on once they are left out', async () => {
    const ids = await activeStudents(service, 4);
    const [waiting] = await registered(service, checkedIn());
    const items = [
      ...itemsOf(ids.slice(0, 2)),
      ...itemsOf([ids[2]!], { coursesPassed: false }),
      ...itemsOf([ids[3]!], { conductPassed: false, coursesPassed: false }),
      ...itemsOf([waiting!.registrationId]),
    ];
    const batch = { name: '2026届', graduatedOn: '2026-06-30', items };
    const { batchId } = (await registrar().post('/graduation-batches', batch)).body;

    const check = (await registrar().post(on(batchId, 'check'))).body;
    expect(check).toMatchObject({ checked: 5, passed: 2 });
    expect(check.students).toHaveLength(5);
    expect(check.students[0]).toMatchObject({ registrationId: ids[0] });
    expect(check.students[0].rules).toContainEqual({
      rule: 'term',
      title: '学业期满',
      outcome: 'PASSED',
      figures: {
        studiedMonths: 34,
        daysAway: 0,
        agreedMonths: 36,
        termEndsOn: '2026-08-31',
        earliestOn: '2026-05-31',
      },
    });
    expect(
      check.failed.map((each: any) => [each.registrationId, each.failures.map(({ code }: any) => code)]),
    ).toEqual([
      [ids[2], ['courses-not-passed']],
      [ids[3], ['conduct-not-passed', 'courses-not-passed']],
      [waiting!.registrationId, ['not-active']],
    ]);
    const refused = await registrar().post(on(batchId, 'submit'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'graduation-items-failing' } });
    expect(refused.body.failed).toHaveLength(3);

    const registrationIds = check.failed.map((each: any) => each.registrationId);
    const out = await registrar().post(on(batchId, 'exclude'), { registrationIds, reason: '不符合毕业条件' });
    expect(out.body).toMatchObject({ accepted: 3, refused: [] });
    expect((await registrar().post(on(batchId, 'submit'))).body).toMatchObject({
      state: 'SUBMITTED',
      students: 2,
      excluded: 3,
    });
    expect((await officer().post(on(batchId, 'approve'))).body).toMatchObject({ graduated: 2 });
    expect((await show(service, ids[2]!)).state).toBe('ACTIVE');
    const detail = (await registrar().get(`/graduation-batches/${batchId}`)).body;
    expect(detail.items.map(({ excludedReason }: any) => excludedReason ?? '')).toEqual([
      '', '', '不符合毕业条件', '不符合毕业条件', '不符合毕业条件',
    ]); // prettier-ignore
  });

  it('is checked again at approval: what was true at submission may not be any more', async () => {
    const ids = await activeStudents(service, 2);
    const batchId = await draftBatch(service, ids);
    await registrar().post(on(batchId, 'submit'));
    await onLeave(service, ids[0]!);
    const refused = await officer().post(on(batchId, 'approve'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'graduation-items-failing' } });
    expect(refused.body.failed).toMatchObject([{ registrationId: ids[0], failures: [{ code: 'on-leave' }] }]);
    expect((await show(service, ids[1]!)).state).toBe('ACTIVE');
  });

  it('goes back to the school when an officer leaves somebody out, and is approved by another officer then', async () => {
    const ids = await activeStudents(service, 2);
    const batchId = await draftBatch(service, ids);
    await registrar().post(on(batchId, 'submit'));
    await officer().post(on(batchId, 'exclude'), { registrationIds: [ids[0]], reason: '材料待核' });
    expect((await officer().post(on(batchId, 'approve'))).body.code).toBe('batch-not-submitted');
    await registrar().post(on(batchId, 'submit'));
    const own = await officer().post(on(batchId, 'approve'));
    expect(own).toMatchObject({ status: 403, body: { code: 'approver-is-submitter' } });
    expect((await officer('li').post(on(batchId, 'approve'))).body).toMatchObject({ graduated: 1 });
    const late = await registrar().post(on(batchId, 'exclude'), { registrationIds: ids, reason: '迟' });
    expect(late.body.code).toBe('batch-already-approved');
  });

  it('happens once, however many officers approve at the same moment', async () => {
    const ids = await activeStudents(service, 3);
    const batchId = await draftBatch(service, ids);
    await registrar().post(on(batchId, 'submit'));
    const answers = await Promise.all(
      ['wang', 'li', 'zhang', 'chen'].map((person) => officer(person).post(on(batchId, 'approve'))),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409, 409,
    ]);
    await Promise.all(ids.map(told));
    const events = (await service.published(StudentGraduated)).filter(
      ({ data }) => data.graduationBatchId === batchId,
    );
    expect(events).toHaveLength(3);
  });

  it('stores no batch with a student who is unknown, of another school, listed twice or in another batch', async () => {
    const [own, taken] = await activeStudents(service, 2);
    const [foreign] = await activeStudents(service, 1, 'S002');
    await draftBatch(service, [taken!]);
    const before = (await registrar().get('/graduation-batches?limit=1000')).body.items.length;
    const post = (items: object[]) =>
      registrar().post('/graduation-batches', { name: '2026届', graduatedOn: '2026-06-30', items });
    const answer = await post(itemsOf([own!, foreign!, taken!]));
    expect(answer).toMatchObject({ status: 422, body: { code: 'graduation-items-refused' } });
    expect(answer.body.errors).toMatchObject([
      { path: 'items.1.registrationId', code: 'not-found' },
      { path: 'items.2.registrationId', code: 'in-another-batch' },
    ]);
    expect((await post(itemsOf([own!, own!]))).body.errors).toMatchObject([
      { path: 'items', code: 'listed-twice' },
    ]);
    expect((await registrar().get('/graduation-batches?limit=1000')).body.items).toHaveLength(before);
    expect((await post(itemsOf([own!]))).status).toBe(201);
  });

  it('shows a school its own batches only, and lets nobody approve but the city', async () => {
    const ids = await activeStudents(service, 1);
    const batchId = await draftBatch(service, ids);
    expect((await registrar('S002').get(`/graduation-batches/${batchId}`)).status).toBe(404);
    expect((await registrar('S002').post(on(batchId, 'submit'))).status).toBe(404);
    expect((await registrar('S001').post(on(batchId, 'approve'))).status).toBe(403);
    const submittedBatches = await officer().get(
      '/graduation-batches?state=DRAFT&schoolCode=S001&limit=1000',
    );
    expect(submittedBatches.body.items.map((each: any) => each.batchId)).toContain(batchId);
  });

  it('comes back from the authority with reasons for single students, and is approved once the school has mended it', async () => {
    const ids = await activeStudents(service, 2);
    const batchId = await draftBatch(service, ids);
    await registrar().post(on(batchId, 'submit'));
    const students = [{ registrationId: ids[0], reason: '成绩单缺失' }];
    const back = (person?: string, listed = students) =>
      officer(person).post(on(batchId, 'return'), { reason: '材料不全', students: listed });
    const stranger = [{ registrationId: (await activeStudents(service, 1))[0]!, reason: '无此人' }];
    expect((await back('li', stranger)).body.code).toBe('not-in-batch');
    expect((await back('li')).body).toMatchObject({ state: 'RETURNED', returnReason: '材料不全' });
    const { items } = (await registrar().get(`/graduation-batches/${batchId}`)).body;
    expect(items.map((each: any) => each.returnedReason)).toEqual(['成绩单缺失', undefined]);
    expect((await officer().post(on(batchId, 'approve'))).body.code).toBe('batch-not-submitted');
    await registrar().post(on(batchId, 'exclude'), { registrationIds: [ids[0]], reason: '成绩单缺失' });
    expect((await registrar().post(on(batchId, 'submit'))).body).toMatchObject({
      state: 'SUBMITTED',
      students: 1,
    });
    expect((await officer('li').post(on(batchId, 'approve'))).body).toMatchObject({ graduated: 1 });
  });

  it('is recalled by the school, and a discarded draft sets its students free for another batch', async () => {
    const ids = await activeStudents(service, 1);
    const batchId = await draftBatch(service, ids);
    await registrar().post(on(batchId, 'submit'));
    const reason = { reason: '毕业日期填写有误' };
    expect((await registrar().post(on(batchId, 'discard'), reason)).body.code).toBe('batch-not-draft');
    expect((await registrar().post(on(batchId, 'recall'), reason)).body).toMatchObject({ state: 'DRAFT' });
    expect((await registrar().post(on(batchId, 'discard'), reason)).body).toMatchObject({
      state: 'DISCARDED',
    });
    await graduated(service, ids);
  });

  it('is not approved with a day in the future, such as one of 2099, whose certificate would be valid today', async () => {
    const ids = await activeStudents(service, 1);
    const batch = { name: '2099届', graduatedOn: '2099-06-30', items: itemsOf(ids) };
    const { batchId } = (await registrar().post('/graduation-batches', batch)).body;
    await registrar().post(on(batchId, 'submit'));
    const refused = await officer().post(on(batchId, 'approve'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'graduation-in-the-future' } });
    expect((await show(service, ids[0]!)).state).toBe('ACTIVE');
  });

  it('certifies no full-time student after one month, and no employee of twelve months after nine', async () => {
    const month = { startOn: '2025-09-01', checkedInOn: '2025-09-01', durationMonths: 1 };
    const year = {
      ...month,
      studyMode: 'PART_TIME',
      durationMonths: 12,
      sourceType: 'ENTERPRISE_EMPLOYEE',
      employer: { uscc: '91500000MA5U000000', name: '样例机械有限公司' },
    } as const;
    const some = await registered(service, checkedIn(month), checkedIn(year));
    const registrationIds = some.map((each) => each.registrationId);
    const approval = await officer().post('/registrations/batch-approve', { registrationIds });
    expect(approval.body).toMatchObject({ accepted: 2 });
    const codesOn = async (graduatedOn: string) => {
      const items = itemsOf(registrationIds);
      const { batchId } = (
        await registrar().post('/graduation-batches', { name: '样例', graduatedOn, items })
      ).body;
      const { failed } = (await registrar().post(on(batchId, 'check'))).body;
      await registrar().post(on(batchId, 'discard'), { reason: '仅供核查' });
      return failed.map(({ failures }: any) => failures.map(({ code }: any) => code));
    };
    expect(await codesOn('2025-07-01')).toEqual([
      ['graduated-before-start', 'studied-too-short'],
      ['graduated-before-start', 'studied-too-short', 'term-not-complete'],
    ]);
    expect(await codesOn('2025-10-01')).toEqual([
      ['studied-too-short'],
      ['studied-too-short', 'term-not-complete'],
    ]);
    expect(await codesOn('2026-05-31')).toEqual([['studied-too-short']]);
    expect(await codesOn('2026-08-31')).toEqual([]);
  });

  it('happens before the end of the term only by an exception that another officer has granted, and once', async () => {
    const ids = await activeStudents(service, 1);
    const batch = { name: '提前毕业', graduatedOn: '2025-06-30', items: itemsOf(ids) };
    const { batchId } = (await registrar().post('/graduation-batches', batch)).body;
    expect((await registrar().post(on(batchId, 'submit'))).body.code).toBe('graduation-items-failing');
    const asked = {
      graduatesOn: '2025-06-30',
      reason: '已修完全部课程',
      evidence: '提前毕业申请〔2025〕1号',
    };
    const { advanceIds } = (
      await registrar().post('/advance-graduations', { registrationIds: ids, ...asked })
    ).body;
    const grant = (decisionNo: string) =>
      officer().post('/advance-graduations/batch-grant', { advanceIds, decisionNo });
    expect((await grant('x')).status).toBe(422);
    expect((await grant('渝人社提〔2025〕1号')).body).toMatchObject({ accepted: 1 });
    expect((await registrar().post(on(batchId, 'submit'))).body).toMatchObject({ state: 'SUBMITTED' });
    expect((await officer().post(on(batchId, 'approve'))).body).toMatchObject({ graduated: 1 });
    const list = (await registrar().get(`/advance-graduations?registrationId=${ids[0]}`)).body;
    expect(list.items).toMatchObject([{ state: 'USED', decisionNo: '渝人社提〔2025〕1号' }]);
  });

  it('states the school as it was on the day of graduation, though it was renamed before the approval', async () => {
    const ids = await activeStudents(service, 1, 'S007');
    const renamed = {
      formerNames: [{ name: '样例技工学校', until: '2026-08-31' }],
      effectiveFrom: '2026-09-01',
    };
    await service.receive(
      schoolState('S007', 1, '样例技工学校', { schoolType: 'TECHNICAL_SCHOOL', effectiveFrom: '2020-01-01' }),
      schoolState('S007', 2, '样例高级技工学校', { schoolType: 'SENIOR_TECHNICAL_SCHOOL', ...renamed }),
    );
    await eventually('both versions', async () =>
      expect(
        await service.query(`select 1 as one from school_versions where school_code = 'S007'`),
      ).toHaveLength(2),
    );
    await graduated(service, ids, 'S007');
    expect((await told(ids[0]!)).data.school).toMatchObject({
      name: '样例技工学校',
      schoolType: 'TECHNICAL_SCHOOL',
    });
  });

  it('is no graduation but a completion for who has not passed all, and becomes one once they have', async () => {
    const ids = await activeStudents(service, 1);
    const take = async (kind: string, graduatedOn: string, coursesPassed: boolean) => {
      const batch = { kind, name: kind, graduatedOn, items: itemsOf(ids, { coursesPassed }) };
      const { batchId } = (await registrar().post('/graduation-batches', batch)).body;
      expect((await registrar().post(on(batchId, 'submit'))).body).toMatchObject({
        state: 'SUBMITTED',
        kind,
      });
      expect((await officer().post(on(batchId, 'approve'))).body).toMatchObject({ graduated: 1 });
    };
    await take('COMPLETION', '2026-06-30', false);
    expect(await show(service, ids[0]!)).toMatchObject({ state: 'COMPLETED', completedOn: '2026-06-30' });
    const [completed] = await eventually('the completion', async () => {
      const all = (await service.published(StudentCompleted)).filter(({ subject }) => subject === ids[0]);
      expect(all).toHaveLength(1);
      return all;
    });
    expect(completed).toMatchObject({
      version: 3,
      data: { completedOn: '2026-06-30', school: { code: 'S001' } },
    });
    await take('GRADUATION', '2026-09-30', true);
    expect(await told(ids[0]!)).toMatchObject({ version: 4, data: { graduatedOn: '2026-09-30' } });
  });

  it('waits while the service has not heard of the school', async () => {
    const ids = await activeStudents(service, 1, 'S009');
    const batchId = await draftBatch(service, ids, 'S009');
    const check = (await service.as('school-registrar', 'S009').post(on(batchId, 'check'))).body;
    expect(check.failed[0].failures).toMatchObject([{ code: 'school-unknown' }]);
  });
});

import { AdmissionReleased, RegistrationApproved, StudentCompleted, StudentTransferred } from '#contracts';
import { eventOf } from '#messaging';
import {
  deathRecorded,
  deathReversed,
  eventually,
  graduated,
  graduationRevoked,
  identityCorrected,
  runJob,
  statusChanged,
  student,
  type TestService,
} from '#testing';
import { settleAdmissions } from '../src/applications/settle-admissions.js';
import { offerFreeSeats } from '../src/applications/waitlist.js';
import { anId, application, applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

describe('An application', () => {
  let service: TestService;
  let narrow: Awaited<ReturnType<typeof recruitingSchool>>;
  let wide: typeof narrow;
  const school = (code = 'S001') => service.as('school-admissions', code);
  const city = () => service.as('city-officer');

  beforeAll(async () => {
    service = await startEnrolment();
    narrow = await recruitingSchool(service, 'S001', 1);
    wide = await recruitingSchool(service, 'S002', 1000);
  });
  afterAll(() => service?.close());

  async function done(path: string, applicationIds: string[], more: object = {}, caller = school()) {
    const { status, body } = await caller.post(`/applications/batch-${path}`, { applicationIds, ...more });
    expect({ status, refused: body.refused }).toEqual({ status: 200, refused: [] });
  }
  async function refused(path: string, applicationIds: string[], more: object = {}, caller = school()) {
    const { body } = await caller.post(`/applications/batch-${path}`, { applicationIds, ...more });
    return body.refused.map(({ code }: { code: string }) => code);
  }
  const stateOf = async (id: string, code = 'S001') =>
    (await school(code).get(`/applications/${id}`)).body.state as string;
  const usage = async () => (await school().get('/plans/usage')).body.items[0];
  const because = { reason: '本人申请' };

  describe('for a line that is full', () => {
    let holder: string;
    let first: string;
    let second: string;
    const idNumber = somebody();

    it('waits by rank, and not while seats are left', async () => {
      holder = await applied(service, 'S001', narrow.offeringId);
      first = await applied(service, 'S001', narrow.offeringId, { idNumber });
      second = await applied(service, 'S001', narrow.offeringId);
      expect(await refused('waitlist', [first])).toEqual(['seats-left']);
      await done('admit', [holder]);
      expect(await refused('admit', [first])).toEqual(['quota-full']);
      await done('waitlist', [first, second]);
      expect((await school().get(`/applications/${second}`)).body).toMatchObject({ waitlistRank: 2 });
    });

    it('is offered the seat that another one gives back, which nobody else gets meanwhile', async () => {
      await done('decline', [holder], because);
      const late = await applied(service, 'S001', narrow.offeringId);
      expect(await refused('admit', [late])).toEqual(['waitlist-goes-first']);
      await runJob(service, offerFreeSeats, {});
      await runJob(service, offerFreeSeats, {});
      expect([await stateOf(first), await stateOf(second)]).toEqual(['OFFERED', 'WAITLISTED']);
      expect(await usage()).toMatchObject({ planned: 1, reserved: 1, used: 0, free: 0 });
      await done('withdraw', [late], because);
    });

    it('is admitted when the offer is accepted, without a second seat', async () => {
      await done('admit', [first]);
      expect(await stateOf(first)).toBe('ADMITTED');
      expect(await usage()).toMatchObject({ reserved: 1, free: 0 });
    });

    it('that the city cancels frees seat and person, and only the city brings it back', async () => {
      await done('cancel', [first], { reason: '弄虚作假' }, city());
      const elsewhere = await applied(service, 'S002', wide.offeringId, { idNumber });
      await done('admit', [elsewhere], {}, school('S002'));
      expect(await refused('reconsider', [first], because)).toEqual(['cancelled-by-the-city']);
      await done('reconsider', [first], because, city());
      expect(await stateOf(first)).toBe('SUBMITTED');
      await runJob(service, offerFreeSeats, {});
      expect(await stateOf(second)).toBe('OFFERED');
      await done('reject', [first], { closingCode: 'NO_SEAT', reason: '名额已满' });
      expect(await stateOf(first)).toBe('REJECTED');
    });

    it('tells what was released, once and with its way out', async () => {
      const released = await service.published(AdmissionReleased, 2);
      expect(new Map(released.map(({ data }) => [data.applicationId, data.releasedAs]))).toEqual(
        new Map([
          [holder, 'DECLINED'],
          [first, 'CANCELLED'],
        ]),
      );
      expect(released).toHaveLength(2);
    });
  });

  it('goes from review to rejection and back, and no other way', async () => {
    const id = await applied(service, 'S002', wide.offeringId);
    await done('review', [id], {}, school('S002'));
    expect(await refused('review', [id], {}, school('S002'))).toEqual(['wrong-state']);
    await done('reject', [id], { closingCode: 'DOCUMENTS', reason: '材料不全' }, school('S002'));
    expect(await refused('withdraw', [id], because, school('S002'))).toEqual(['wrong-state']);
    await done('reconsider', [id], because, school('S002'));
    await done('admit', [id], {}, school('S002'));
    expect(await refused('withdraw', [id], because, school('S002'))).toEqual(['wrong-state']);
  });

  it('of a season without a last day is a no-show when the school says so, and may still be taken up again', async () => {
    const id = await applied(service, 'S002', wide.offeringId);
    expect(await refused('note-no-show', [id], because, school('S002'))).toEqual(['wrong-state']);
    await done('admit', [id], {}, school('S002'));
    await done('note-no-show', [id], because, school('S002'));
    expect(await stateOf(id, 'S002')).toBe('NO_SHOW');
    await done('reconsider', [id], because, school('S002'));
    await done('admit', [id], {}, school('S002'));
  });

  it('is not taken up again beside another one for the same place', async () => {
    const idNumber = somebody();
    const id = await applied(service, 'S002', wide.offeringId, { idNumber });
    await done('withdraw', [id], because, school('S002'));
    await applied(service, 'S002', wide.offeringId, { idNumber });
    expect(await refused('reconsider', [id], because, school('S002'))).toEqual(['already-applied']);
  });

  it('is a draft until it is handed in, and counts only then', async () => {
    const draft = { ...application(wide.offeringId), draft: true };
    const { body } = await school('S002').post('/applications', draft);
    expect(body.state).toBe('DRAFT');
    expect(await refused('admit', [body.applicationId], {}, school('S002'))).toEqual(['wrong-state']);
    await done('hand-in', [body.applicationId], {}, school('S002'));
    expect(await refused('hand-in', [body.applicationId], {}, school('S002'))).toEqual(['wrong-state']);
    await done('admit', [body.applicationId], {}, school('S002'));
  });

  describe('with a mistake', () => {
    const idNumber = somebody();
    let id: string;
    const correct = (person: object, more: object = {}) =>
      school('S002').post(`/applications/${id}/correct`, {
        ...application(wide.offeringId, { idNumber, ...person }),
        ...more,
        reason: '姓名录入有误',
      });

    it('is corrected by the school until there is a seat, with who did it and why', async () => {
      id = await applied(service, 'S002', wide.offeringId, {
        idNumber,
        name: '王小名',
        phone: '13900000000',
      });
      const { status, body } = await correct({ name: '王小明' });
      expect({ status, name: body.name, version: body.version }).toEqual({
        status: 200,
        name: '王小明',
        version: 2,
      });
      const found = await school('S002').get(`/applications?name=${encodeURIComponent('王小明')}`);
      expect(found.body.items).toHaveLength(1);
      const entries = await service.query(
        'select happened, actor, reason from applications_history where application_id = $1 order by version',
        [id],
      );
      expect(entries.at(-1)).toEqual({
        happened: 'correct-application',
        actor: 'school-admissions:S002',
        reason: '姓名录入有误',
      });
    });

    it('keeps who the applicant was said to be, sealed, for who asks with a reason', async () => {
      const rows = await service.query('select * from applications where application_id = $1', [id]);
      expect(JSON.stringify(rows)).not.toContain('王小名');
      const shown = await school('S002').post(`/applications/${id}/reveal-identity`, { reason: '核对' });
      expect(shown.body).toMatchObject({
        name: '王小明',
        former: [{ name: '王小名', idNumber, correctedBy: 'school-admissions:S002' }],
      });
    });

    it('is not corrected into what is refused, nor into another application of the person', async () => {
      expect((await correct({ name: '\u200b' })).status).toBe(422);
      const other = somebody();
      await applied(service, 'S002', wide.offeringId, { idNumber: other });
      expect((await correct({ idNumber: other })).body.code).toBe('already-applied');
      await done('admit', [id], {}, school('S002'));
      expect((await correct({ name: '王大明' })).body.code).toBe('wrong-state');
    });
  });

  describe('of who has graduated', () => {
    const idNumber = somebody();
    let id: string;
    let registrationId: string;
    let graduate: ReturnType<typeof student>;

    it('ends with the study, also where the graduation is heard of before the approval', async () => {
      id = await applied(service, 'S002', wide.offeringId, { idNumber });
      await done('admit', [id], {}, school('S002'));
      await done('check-in', [id], { checkedInOn: '2026-09-01' }, school('S002'));
      registrationId = anId();
      graduate = student({ registrationId, applicationId: id, schoolCode: 'S002' });
      await service.receive(graduated(graduate, 3));
      await eventually('the end of the study', async () =>
        expect(await stateOf(id, 'S002')).toBe('STUDY_ENDED'),
      );
      const data = { registrationId, personId: graduate.personId, applicationId: id, schoolCode: 'S002' };
      const approved = { ...data, studentNo: 'S00226F00001', approvedAt: '2026-09-02T01:00:00.000Z' };
      const late = await service.receive(eventOf(RegistrationApproved, { data: approved, version: 2 }));
      await eventually('the late approval', async () =>
        expect(await service.query('select from inbox where event_id = any($1)', [late])).toHaveLength(1),
      );
      expect(await stateOf(id, 'S002')).toBe('STUDY_ENDED');
    });

    it('lets the person apply for the next stage, linked to the record before it', async () => {
      const next = await school('S001').post('/applications', application(narrow.offeringId, { idNumber }));
      expect(next.body).toMatchObject({ state: 'SUBMITTED', previousRegistrationId: registrationId });
      const elsewhere = await applied(service, 'S002', wide.offeringId, { idNumber });
      await done('admit', [elsewhere], {}, school('S002'));
      await done('withdraw', [next.body.applicationId], because);
      await done('decline', [elsewhere], because, school('S002'));
    });

    it('is no stage before another one once the graduation is revoked', async () => {
      await service.receive(graduationRevoked(graduate, 4));
      await eventually('the revocation', async () =>
        expect((await school('S002').get(`/applications/${id}`)).body.endedAs).toBe('GRADUATION_REVOKED'),
      );
      const next = await school('S001').post('/applications', application(narrow.offeringId, { idNumber }));
      expect(next.body.previousRegistrationId).toBeUndefined();
    });
  });

  describe('of who was corrected in student records', () => {
    const [stated, byPapers] = [somebody(), somebody()];
    let registered: ReturnType<typeof student>;

    it('goes by the identity that student records has, and keeps sealed what was stated', async () => {
      const id = await applied(service, 'S002', wide.offeringId, { idNumber: stated, name: '错名' });
      await done('admit', [id], {}, school('S002'));
      await done('check-in', [id], { checkedInOn: '2026-09-01' }, school('S002'));
      registered = student({ applicationId: id, schoolCode: 'S002' });
      const { registrationId, personId } = registered;
      const data = { registrationId, personId, applicationId: id, schoolCode: 'S002' };
      const approved = { ...data, studentNo: 'S00226F00002', approvedAt: '2026-09-02T01:00:00.000Z' };
      const correction = identityCorrected(registered, { name: '正名', idNumber: byPapers }, 3);
      // Handled twice, and before the approval, which comes by another topic.
      await service.receive(
        correction,
        correction,
        eventOf(RegistrationApproved, { data: approved, version: 2 }),
      );
      await eventually('the correction', async () => {
        const { body } = await school('S002').get(`/applications/${id}`);
        expect(body).toMatchObject({ name: '正名', state: 'REGISTERED' });
      });
      const { body } = await school('S002').post(`/applications/${id}/reveal-identity`, { reason: '核对' });
      expect(body).toMatchObject({ idNumber: byPapers });
      expect(body.former[0]).toMatchObject({
        name: '错名',
        idNumber: stated,
        correctedBy: 'student-records',
      });
    });

    it('holds the person by the right number, and no longer by the wrong one', async () => {
      const again = await applied(service, 'S001', narrow.offeringId, { idNumber: byPapers, name: '正名' });
      expect(await refused('admit', [again])).toEqual(['person-already-admitted']);
      const rightful = await applied(service, 'S002', wide.offeringId, { idNumber: stated });
      await done('admit', [rightful], {}, school('S002'));
      await done('withdraw', [again], because);
    });

    it('is the stage before the next one by the right number, also of a person whose record was merged since', async () => {
      await service.receive(graduated(registered, 4));
      await eventually('the end of the study', async () =>
        expect(await stateOf(registered.applicationId, 'S002')).toBe('STUDY_ENDED'),
      );
      const surviving = somebody();
      await service.receive(identityCorrected(registered, { name: '正名', idNumber: surviving }, 5));
      await eventually('the merge', async () => {
        const { body } = await school('S001').post('/applications', application(narrow.offeringId, { idNumber: surviving, name: '正名' })); // prettier-ignore
        if (!body.previousRegistrationId) await done('withdraw', [body.applicationId], because);
        expect(body.previousRegistrationId).toBe(registered.registrationId);
      });
    });
  });

  describe('whose study has ended', () => {
    const byChange = {
      WITHDRAWN: 'WITHDRAWAL',
      EXPELLED: 'EXPULSION',
      DECEASED: 'DEATH',
      CANCELLED: 'CANCELLATION',
      TRANSFERRED_OUT: 'TRANSFER',
    } as const;
    type Change = keyof typeof byChange;
    const changed = Object.keys(byChange) as Change[];
    const ends = [...changed, 'GRADUATED', 'COMPLETED', 'GRADUATION_REVOKED'] as const;
    const people = new Map<string, { idNumber: string; of: ReturnType<typeof student> }>();
    const next = new Map<string, string>();
    const shown = async () => {
      const bodies = [...people.values()].map(({ of }) =>
        school('S002').get(`/applications/${of.applicationId}`),
      );
      return (await Promise.all(bodies)).map(({ body }) => body);
    };
    const applyAgain = async (end: string) =>
      applied(service, 'S002', wide.offeringId, { idNumber: people.get(end)!.idNumber });
    const applyElsewhere = async (end: string) =>
      applied(service, 'S001', narrow.offeringId, { idNumber: people.get(end)!.idNumber });

    it('has freed the person, by whatever way it ended', async () => {
      for (const end of ends) {
        const idNumber = somebody();
        const applicationId = await applied(service, 'S002', wide.offeringId, { idNumber });
        people.set(end, { idNumber, of: student({ applicationId, schoolCode: 'S002' }) });
      }
      const all = [...people.values()].map(({ of }) => of);
      const ids = all.map(({ applicationId }) => applicationId);
      await done('admit', ids, {}, school('S002'));
      await done('check-in', ids, { checkedInOn: '2026-09-01' }, school('S002'));
      const approvals = all.map(({ registrationId, personId, applicationId, schoolCode }, at) => {
        const decision = { studentNo: `S00226F0010${at}`, approvedAt: '2026-09-02T01:00:00.000Z' };
        const data = { registrationId, personId, applicationId, schoolCode, ...decision };
        return eventOf(RegistrationApproved, { data, version: 2 });
      });
      await service.receive(...approvals);
      await eventually('the approvals', async () =>
        expect((await shown()).map(({ state }) => state)).toEqual(ends.map(() => 'REGISTERED')),
      );
      const of = (end: string) => people.get(end)!.of;
      const { graduatedOn: completedOn, ...completion } = graduated(of('COMPLETED')).data;
      await service.receive(
        ...changed.map((to) => statusChanged(of(to), { from: 'ACTIVE', to, changeType: byChange[to] }, 3)),
        graduated(of('GRADUATED'), 3),
        eventOf(StudentCompleted, { data: { ...completion, completedOn }, version: 3 }),
        graduated(of('GRADUATION_REVOKED'), 3),
        graduationRevoked(of('GRADUATION_REVOKED'), 4),
      );
      await eventually('the ends', async () =>
        expect((await shown()).map(({ endedAs }) => endedAs)).toEqual([...ends]),
      );
    });

    it('lets everybody be admitted again but the dead, a graduate and one whose graduation was revoked among them', async () => {
      for (const end of ends) next.set(end, await applyAgain(end));
      const { DECEASED: dead, ...living } = Object.fromEntries(next);
      expect(await refused('admit', [dead!], {}, school('S002'))).toEqual(['person-is-deceased']);
      await done('admit', Object.values(living), {}, school('S002'));
      const { WITHDRAWN: kept, ...others } = living;
      expect(kept).toBeDefined();
      await done('decline', Object.values(others), because, school('S002'));
    });

    it('does not admit a graduate who has died since, until the death turns out to be recorded in error', async () => {
      const { of } = people.get('GRADUATED')!;
      const again = next.get('GRADUATED')!;
      await done('reconsider', [again], because, school('S002'));
      await service.receive(deathRecorded(of, 4));
      await eventually('the death', async () =>
        expect((await shown()).filter(({ deceasedOn }) => deceasedOn)).toHaveLength(2),
      );
      expect(await refused('admit', [again], {}, school('S002'))).toEqual(['person-is-deceased']);
      await service.receive(deathReversed(of, 5));
      await eventually('the reversal', async () =>
        expect((await shown()).filter(({ deceasedOn }) => deceasedOn)).toHaveLength(1),
      );
      await done('admit', [again], {}, school('S002'));
      await done('decline', [again], because, school('S002'));
    });

    it('holds the person again once the end is reversed, or the studies go on after a revocation', async () => {
      const returned = [...changed, 'GRADUATION_REVOKED'] as const;
      const returns = returned.map((from) => {
        const changeType = from === 'GRADUATION_REVOKED' ? 'RESUMPTION' : 'REVERSAL';
        return statusChanged(people.get(from)!.of, { from, to: 'ACTIVE', changeType }, 5);
      });
      await service.receive(...returns);
      await eventually('the returns', async () =>
        expect((await shown()).filter(({ state }) => state === 'REGISTERED')).toHaveLength(returned.length),
      );
      const again = [];
      for (const end of returned.slice(1)) again.push(await applyElsewhere(end));
      expect(await refused('admit', again, {}, school('S001'))).toEqual(
        again.map(() => 'person-already-admitted'),
      );
    });

    it('holds a person who was admitted anew by then twice, and lets nobody admit them a third time until both have ended', async () => {
      const { of } = people.get('WITHDRAWN')!;
      const anew = next.get('WITHDRAWN')!;
      const third = await applyElsewhere('WITHDRAWN');
      const places = () =>
        service.query<{ application_id: string }>(
          'select application_id from live_admissions where application_id = any($1) order by place',
          [[anew, of.applicationId, third]],
        );
      const isRefused = async () =>
        expect(await refused('admit', [third])).toEqual(['person-already-admitted']);
      expect((await places()).map((row) => row.application_id)).toEqual([anew, of.applicationId]);
      await isRefused();
      await done('decline', [anew], because, school('S002'));
      await isRefused();
      await service.receive(
        statusChanged(of, { from: 'ACTIVE', to: 'WITHDRAWN', changeType: 'WITHDRAWAL' }, 6),
      );
      await eventually('the end of the other one', async () => expect(await places()).toEqual([]));
      const fourth = await applyAgain('WITHDRAWN');
      await done('admit', [fourth], {}, school('S002'));
      await done('decline', [fourth], because, school('S002'));
      await done('withdraw', [third], because);
    });
  });

  it('of a part-time study stands beside another one by a permit of the city, whichever ends first, and no third beside both', async () => {
    const idNumber = somebody();
    const place = { schoolCode: 'S002', catalogueVersion: 'v1', majorCode: '0106', level: 'SENIOR', mode: 'PART_TIME' }; // prettier-ignore
    const { offeringIds } = (await city().post('/offerings/batch', { offerings: [place] })).body;
    const line = { year: 2026, season: 'AUTUMN', offeringId: offeringIds[0], scope: 'IN_CITY', planned: 9 };
    const { planLineIds } = (await school('S002').post('/plans/batch', { lines: [line] })).body;
    expect((await city().post('/plans/publish', { planLineIds })).status).toBe(200);
    const full = await applied(service, 'S002', wide.offeringId, { idNumber });
    const beside = await applied(service, 'S002', offeringIds[0], { idNumber });
    const third = await applied(service, 'S001', narrow.offeringId, { idNumber });
    await done('admit', [full], {}, school('S002'));
    expect(await refused('admit', [beside], {}, school('S002'))).toEqual(['person-already-admitted']);
    await done('permit-second', [beside], { until: '2099-12-31', reason: '在职人员非全日制学习' }, city());
    await done('admit', [beside], {}, school('S002'));
    expect(await refused('admit', [third])).toEqual(['person-already-admitted']);
    await done('decline', [full], because, school('S002'));
    await done('reconsider', [full], because, school('S002'));
    await done('admit', [full], {}, school('S002'));
    await done('decline', [beside, full], because, school('S002'));
    await done('withdraw', [third], because);
  });

  it('holds the person of who is transferred without a gap, until the study ends at the other school', async () => {
    const idNumber = somebody();
    const id = await applied(service, 'S002', wide.offeringId, { idNumber });
    await done('admit', [id], {}, school('S002'));
    await done('check-in', [id], { checkedInOn: '2026-09-01' }, school('S002'));
    const { used } = (await school('S002').get('/plans/usage')).body.items[0];
    expect(used).toBeGreaterThan(0);
    const [first, second] = [anId(), anId()].toSorted();
    const at = '2026-09-02T01:00:00.000Z';
    const of = { personId: anId(), applicationId: id };
    const approved = {
      ...of,
      registrationId: first!,
      schoolCode: 'S002',
      studentNo: 'S00226F00008',
      approvedAt: at,
    };
    const record = {
      ...of, registrationId: second!, schoolCode: 'S001', studentNo: 'S00126F00009', previousRegistrationId: first!,
      fromSchoolCode: 'S002', level: 'SENIOR', studyMode: 'FULL_TIME' as const, monthsCarried: 12, transferredOn: '2027-09-01',
      recordedAt: at, major: { catalogueVersion: '2022', majorCode: '0106-4', name: '样例专业' },
    }; // prettier-ignore
    await service.receive(
      eventOf(RegistrationApproved, { data: approved, version: 2 }),
      eventOf(StudentTransferred, { data: record, version: 1 }),
    );
    await eventually('the transfer', async () =>
      expect((await school('S002').get(`/applications/${id}`)).body).toMatchObject({
        state: 'REGISTERED',
        schoolCode: 'S002',
        registrationId: second,
        studentNo: 'S00126F00009',
      }),
    );
    // The seat was taken at the school that admitted, and stays so.
    expect((await school('S002').get('/plans/usage')).body.items[0].used).toBe(used);
    const next = await applied(service, 'S001', narrow.offeringId, { idNumber });
    expect(await refused('admit', [next])).toEqual(['person-already-admitted']);
    const graduate = student({ ...of, registrationId: second!, schoolCode: 'S001' });
    await service.receive(graduated(graduate, 2));
    await eventually('the end of the study', async () =>
      expect(await stateOf(id, 'S002')).toBe('STUDY_ENDED'),
    );
    await done('withdraw', [next], because);
  });

  describe('when the time of the season is over', () => {
    let here: string;
    let there: string;
    const idNumber = somebody();

    beforeAll(async () => {
      here = await applied(service, 'S001', narrow.offeringId, { idNumber });
      there = await applied(service, 'S002', wide.offeringId);
      await done('admit', [there], {}, school('S002'));
    });

    it('is neither admitted nor checked in, and is told the dates', async () => {
      const season = { year: 2026, season: 'AUTUMN' };
      const set = await city().post('/calendars', { ...season, checkInDeadline: '2026-09-30' });
      expect(set.status).toBe(201);
      const { body } = await school().post(`/applications/${here}/admit`);
      expect(body).toMatchObject({ code: 'outside-window', title: expect.stringContaining('2026-09-30') });
      expect(await refused('check-in', [there], { checkedInOn: '2026-10-01' }, school('S002'))).toEqual([
        'outside-window',
      ]);
      expect(await refused('check-in', [there], { checkedInOn: '1900-01-01' }, school('S002'))).toEqual([
        'check-in-out-of-season',
      ]);
    });

    it('becomes a no-show by itself, once, unless the city gives the school more time', async () => {
      const more = {
        year: 2026,
        season: 'AUTUMN',
        schoolCode: 'S002',
        checkInDeadline: '2099-01-01',
        registrationCutOff: '2099-01-01',
        reason: '疫情',
      };
      expect((await city().post('/calendars/extend', more)).status).toBe(200);
      await runJob(service, settleAdmissions, {});
      expect(await stateOf(there, 'S002')).toBe('ADMITTED');
      const late = { reason: '逾期未报到' };
      expect(await refused('note-no-show', [there], late, school('S002'))).toEqual(['check-in-not-over']);
      const own = (await city().get('/calendars?schoolCode=S002')).body.items[0].calendarId;
      const less = { checkInDeadline: '2026-10-10', registrationCutOff: '2026-10-20', reason: '延长有误' };
      expect((await city().post(`/calendars/${own}/correct`, less)).status).toBe(200);
      const twice = [runJob(service, settleAdmissions, {}), runJob(service, settleAdmissions, {})];
      await Promise.all(twice);
      expect(await stateOf(there, 'S002')).toBe('NO_SHOW');
      const released = await service.published(AdmissionReleased, 1);
      const ofThem = released.filter(({ data }) => data.applicationId === there);
      expect(ofThem.map(({ data }) => data.releasedAs)).toEqual(['NO_SHOW']);
    });
  });
});

// Budget: 30 s: starts the service, and takes students through every kind of change.
import { EarlyLeavingRevoked, OfferingState, PlanLineState, RegistrationStatusChanged, StudentLeftEarly } from '#contracts'; // prettier-ignore
import { eventOf } from '#messaging';
import { dayInChina } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { v7 as uuidv7 } from 'uuid';
import { applyStatusChanges } from '../src/status-changes/apply-status-changes.js';
import {
  activeStudents,
  checkedIn,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  show,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));
const evidence = '证明〔2026〕12号';
const withdrawal = (over: object = {}) => ({ type: 'WITHDRAWAL', reasonCode: 'OWN_REQUEST', effectiveOn: shifted(-3), evidence, ...over }); // prettier-ignore

const offering = (over: object = {}) =>
  eventOf(OfferingState, {
    data: {
      offeringId: uuidv7(),
      schoolCode: 'S001',
      catalogueVersion: '2022',
      majorCode: '0203-4',
      majorName: '电气自动化设备安装与维修',
      level: 'SENIOR',
      mode: 'FULL_TIME',
      status: 'ACTIVE',
      ...over,
    },
    version: 1,
  });
const toOffering = (offeringId: string) => ({ type: 'MAJOR_CHANGE', reasonCode: 'OWN_REQUEST', effectiveOn: shifted(-1), evidence, targetOfferingId: offeringId }); // prettier-ignore
const death = (effectiveOn: string) => ({ type: 'DEATH', reasonCode: 'DECEASED', effectiveOn, evidence });

describe('A status change', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState(), schoolState('S002', 1, '样例二'));
    await schoolsKnown(service, 2);
  });
  afterAll(() => service?.close());

  const registrar = () => service.as('school-registrar', 'S001');
  const principal = () => service.as('school-principal', 'S001');
  const city = () => service.as('city-officer');
  const otherOfficer = () => service.as('city-officer', undefined, 'another');

  const request = async (registrationIds: string[], asked: object, by = registrar()) =>
    (await by.post('/status-changes', { registrationIds, ...asked })).body;
  async function requested(registrationIds: string[], asked: object): Promise<string[]> {
    const body = await request(registrationIds, asked);
    expect(body).toMatchObject({ accepted: registrationIds.length, refused: [] });
    return body.changeIds;
  }
  const refusal = async (registrationId: string, asked: object) =>
    (await request([registrationId], asked)).refused[0]?.code;
  const approve = async (changeIds: string[], by = principal()) =>
    (await by.post('/status-changes/batch-approve', { changeIds })).body;
  async function approved(changeIds: string[], by = principal()) {
    expect(await approve(changeIds, by)).toMatchObject({ accepted: changeIds.length, refused: [] });
  }
  const changesOf = async (registrationId: string) =>
    (await registrar().get(`/status-changes?registrationId=${registrationId}`)).body.items;

  it('withdraws a student, tells downstream services, and is undone by a reversal that the authority decides on', async () => {
    const [student] = await activeStudents(service, 1);
    const [changeId] = await requested([student!], withdrawal());
    await approved([changeId!]);
    expect(await show(service, student!)).toMatchObject({
      state: 'WITHDRAWN',
      endedOn: shifted(-3),
      endReasonCode: 'OWN_REQUEST',
      endedByChangeId: changeId,
    });
    const asked = { changeIds: [changeId], reasonCode: 'ENTERED_IN_ERROR', evidence };
    const { body } = await registrar().post('/status-changes/batch-reverse', asked);
    expect(body).toMatchObject({ accepted: 1 });
    expect((await approve(body.changeIds, city())).refused[0].code).toBe('school-approves-first');
    await approved(body.changeIds);
    expect((await approve(body.changeIds)).refused[0].code).toBe('approver-is-submitter');
    await approved(body.changeIds, city());
    const restored = await show(service, student!);
    expect(restored).toMatchObject({ state: 'ACTIVE', version: 4 });
    expect(restored).not.toHaveProperty('endedOn');
    expect(await changesOf(student!)).toMatchObject([
      { type: 'WITHDRAWAL', state: 'REVERSED', reversedByChangeId: body.changeIds[0] },
      { type: 'REVERSAL', state: 'APPLIED', reversesChangeId: changeId },
    ]);
    const told = await eventually('both events', async () => {
      const events = (await service.published(RegistrationStatusChanged)).filter(
        ({ subject }) => subject === student,
      );
      expect(events).toHaveLength(2);
      return events;
    });
    expect(told.map(({ data }) => data)).toMatchObject([
      { from: 'ACTIVE', to: 'WITHDRAWN', changeType: 'WITHDRAWAL', reasonCode: 'OWN_REQUEST', changeId },
      { from: 'WITHDRAWN', to: 'ACTIVE', changeType: 'REVERSAL', effectiveOn: shifted(-3) },
    ]);
    const [left] = (await service.published(StudentLeftEarly)).filter(({ subject }) => subject === student);
    expect(left).toMatchObject({
      version: 3,
      data: {
        leftOn: shifted(-3),
        changeId,
        school: { code: 'S001' },
        identity: { birthDate: expect.any(String) },
      },
    });
    const undone = (await service.published(EarlyLeavingRevoked)).filter(
      ({ subject }) => subject === student,
    );
    expect(undone).toMatchObject([{ version: 4, data: { decisionNo: evidence } }]);
    const withdrawnBy = async (query: string) =>
      (await registrar().get(`/figures/movements?from=${shifted(-9)}&to=${shifted(-1)}${query}`)).body.total
        .withdrawn;
    expect(await withdrawnBy('')).toBe(0);
    expect(await withdrawnBy(`&knownAt=${told[0]!.data.recordedAt}`)).toBe(1);
  });

  it('withdraws who is in dispute without a certificate, which follows once that is settled and the withdrawal made anew', async () => {
    const person = somebody();
    const [own] = await registered(service, checkedIn({ person }));
    const student = own!.registrationId;
    await city().post('/registrations/batch-approve', { registrationIds: [student] });
    const [other] = await registered(service, checkedIn({ person: { ...person, name: '同号者' }, schoolCode: 'S002' })); // prettier-ignore
    const certified = () => service.query('select change_id as id from early_leavings where registration_id = $1', [student]); // prettier-ignore
    const withdraw = async () => {
      const changeIds = await requested([student], withdrawal());
      await approved(changeIds);
      expect((await show(service, student)).state).toBe('WITHDRAWN');
      return changeIds;
    };
    const changeIds = await withdraw();
    expect(await certified()).toEqual([]);
    const rejection = { registrationIds: [other!.registrationId], reason: '证件号码有误' };
    expect((await city().post('/registrations/batch-reject', rejection)).body).toMatchObject({ accepted: 1 });
    const reversal = { changeIds, reasonCode: 'DECISION_ANNULLED', evidence };
    const { body } = await registrar().post('/status-changes/batch-reverse', reversal);
    await approved(body.changeIds);
    await approved(body.changeIds, city());
    const [again] = await withdraw();
    expect(await certified()).toEqual([{ id: again }]);
    const told = await eventually('the certificate', async () => {
      const all = (await service.published(StudentLeftEarly)).filter(({ subject }) => subject === student);
      expect(all).toHaveLength(1);
      return all;
    });
    expect(told).toMatchObject([{ data: { changeId: again, identity: { name: person.name } } }]);
  });

  it('that is reversed takes with it those that followed, and is not reversed where the person studies elsewhere by now', async () => {
    const person = somebody();
    const [first] = await registered(service, checkedIn({ person }));
    const ids = { registrationIds: [first!.registrationId] };
    await city().post('/registrations/batch-approve', ids);
    const leave = { type: 'LEAVE', reasonCode: 'FAMILY', effectiveOn: shifted(-30), returnExpectedOn: shifted(60), evidence }; // prettier-ignore
    const [leaveId] = await requested(ids.registrationIds, leave);
    await approved([leaveId!]);
    const [withdrawalId] = await requested(ids.registrationIds, withdrawal());
    await approved([withdrawalId!]);
    expect(await show(service, first!.registrationId)).toMatchObject({ state: 'WITHDRAWN', daysAway: 27 });
    const [second] = await registered(service, checkedIn({ person, schoolCode: 'S002' }));
    const approval = { registrationIds: [second!.registrationId] };
    expect((await city().post('/registrations/batch-approve', approval)).body.accepted).toBe(1);
    const reverse = async () => {
      const asked = { changeIds: [leaveId], reasonCode: 'DECISION_ANNULLED', evidence };
      const { changeIds } = (await registrar().post('/status-changes/batch-reverse', asked)).body;
      await approved(changeIds);
      await approved(changeIds, city());
      return (await changesOf(first!.registrationId)).at(-1);
    };
    expect(await reverse()).toMatchObject({ state: 'LAPSED', lapsedBecause: 'person-has-live-registration' });
    const other = service.as('school-registrar', 'S002');
    const { changeIds } = await request(approval.registrationIds, withdrawal(), other);
    await approved(changeIds, service.as('school-principal', 'S002'));
    expect(await reverse()).toMatchObject({ state: 'APPLIED', type: 'REVERSAL' });
    const restored = await show(service, first!.registrationId);
    expect(restored).toMatchObject({ state: 'ACTIVE', leavesTaken: 0 });
    expect(restored).not.toHaveProperty('daysAway');
    expect((await changesOf(first!.registrationId)).map(({ state }: any) => state)).toEqual(['REVERSED', 'REVERSED', 'LAPSED', 'APPLIED']); // prettier-ignore
  });

  it('of a graduate is not reversed, since what it replaced is of an earlier stage', async () => {
    const [student] = await activeStudents(service, 1);
    const leave = { type: 'LEAVE', reasonCode: 'FAMILY', effectiveOn: '2024-03-01', returnExpectedOn: '2024-09-01', evidence }; // prettier-ignore
    const [changeId] = await requested([student!], leave);
    await approved([changeId!]);
    await approved(await requested([student!], { type: 'RETURN', reasonCode: 'LEAVE_OVER', effectiveOn: '2024-03-05', evidence })); // prettier-ignore
    await graduated(service, [student!]);
    const asked = { changeIds: [changeId], reasonCode: 'ENTERED_IN_ERROR', evidence };
    const { refused } = (await registrar().post('/status-changes/batch-reverse', asked)).body;
    expect(refused).toMatchObject([{ code: 'reversal-not-possible' }]);
    expect(await refusal(student!, withdrawal())).toBe('not-in-study');
  });

  it('expels a student once the authority has decided and the time to appeal is over', async () => {
    const [student] = await activeStudents(service, 1);
    const expulsion = (over: object = {}) => ({ type: 'EXPULSION', reasonCode: 'DISCIPLINE', effectiveOn: shifted(0), evidence, decisionNo: '学处〔2026〕3号', decidedOn: shifted(-16), ...over }); // prettier-ignore
    expect(await refusal(student!, expulsion({ decidedOn: shifted(-15) }))).toBe('appeal-period-running');
    expect(await refusal(student!, expulsion({ decidedOn: undefined }))).toBe('change-details-missing');
    const changeIds = await requested([student!], expulsion());
    await approved(changeIds);
    expect(await show(service, student!)).toMatchObject({ state: 'ACTIVE' });
    expect((await changesOf(student!))[0]).toMatchObject({ state: 'SCHOOL_APPROVED' });
    await approved(changeIds, city());
    expect(await show(service, student!)).toMatchObject({ state: 'EXPELLED', endReasonCode: 'DISCIPLINE' });
  });

  it('cancels a record by the city alone, which two of its officers decide', async () => {
    const [student] = await activeStudents(service, 1);
    const cancellation = { type: 'CANCELLATION', reasonCode: 'FRAUD', effectiveOn: shifted(0), evidence, decisionNo: '人社决〔2026〕1号' }; // prettier-ignore
    const mine = await request([student!], withdrawal(), city());
    expect(mine.refused[0].code).toBe('school-requests');
    const { changeIds } = await request([student!], cancellation, city());
    expect((await approve(changeIds)).refused[0].code).toBe('city-decides');
    expect((await approve(changeIds, city())).refused[0].code).toBe('approver-is-submitter');
    await approved(changeIds, otherOfficer());
    expect(await show(service, student!)).toMatchObject({ state: 'CANCELLED', endReasonCode: 'FRAUD' });
  });

  it('changes the major to an active offering of the school, from which day on events say so', async () => {
    const [student] = await activeStudents(service, 1);
    const [fitting, stopped, elsewhere] = [offering(), offering({ status: 'STOPPED' }), offering({ schoolCode: 'S002' })]; // prettier-ignore
    await service.receive(fitting, stopped, elsewhere);
    await eventually('the offerings', async () =>
      expect(await service.query('select 1 as one from known_offerings')).toHaveLength(3),
    );
    for (const { data } of [stopped, elsewhere])
      expect(await refusal(student!, toOffering(data.offeringId))).toBe('offering-not-possible');
    const changeIds = await requested([student!], toOffering(fitting.data.offeringId));
    await approved(changeIds);
    await approved(changeIds, city());
    expect(await show(service, student!)).toMatchObject({ state: 'ACTIVE', major: { majorCode: '0203-4' } });
    await eventually('the event', async () => {
      const event = (await service.published(RegistrationStatusChanged)).find(
        ({ subject }) => subject === student,
      );
      expect(event!.data).toMatchObject({ changeType: 'MAJOR_CHANGE', major: { majorCode: '0203-4' } });
    });
  });

  it('takes a seat in the plan of the student’s year, of an offering that is named by its codes, from a file too', async () => {
    const [taker, late, riser] = await activeStudents(service, 3);
    const [same, higher] = [offering({ majorCode: '0301-4' }), offering({ majorCode: '0106-4', level: 'PREP_TECHNICIAN' })]; // prettier-ignore
    const line = { planLineId: uuidv7(), offeringId: same.data.offeringId, schoolCode: 'S001', year: 2023, season: 'AUTUMN', scope: 'IN_CITY', planned: 1, reserved: 0, used: 0, status: 'CLOSED' } as const; // prettier-ignore
    await service.receive(same, higher, eventOf(PlanLineState, { data: line, version: 1 }));
    await eventually('the plan', async () =>
      expect(await service.query('select from known_plan_lines')).toHaveLength(1),
    );
    const asked = { type: 'MAJOR_CHANGE', reasonCode: 'OWN_REQUEST', effectiveOn: shifted(-1), evidence, targetMajorCode: '0301-4' }; // prettier-ignore
    expect(await refusal(taker!, { ...asked, targetMajorCode: '9999-4' })).toBe('offering-not-possible');
    const both = await request([taker!, late!], asked);
    expect(both).toMatchObject({ accepted: 1, refused: [{ id: late, code: 'no-seat-free' }] });
    await approved(both.changeIds);
    await approved(both.changeIds, city());
    expect(await show(service, taker!)).toMatchObject({ major: { majorCode: '0301-4' } });
    const { studentNo } = await show(service, riser!);
    const { studentNo: other } = await show(service, late!);
    const rows = [
      '学号,异动类别,异动原因,生效日期,证明材料编号,转入专业代码,变更后培养层次,变更后学制（月）',
      `${String(studentNo)},变更培养层次,本人申请,${shifted(-1)},证明1,,预备技师班,48`,
      `${String(other)},转专业,本人申请,${shifted(-1)},证明2,0301-4,,`,
    ].join('\n');
    const { body } = await registrar().post('/status-changes/imports', Buffer.from(rows), 'text/csv');
    const at = `/status-changes/imports/${body.importId}`;
    const reached = (state: string) =>
      eventually(state, async () => expect((await registrar().get(at)).body.state).toBe(state));
    await reached('VALIDATED');
    expect((await registrar().get(`${at}/errors`)).body.items).toMatchObject([{ row: 3, code: 'no-seat-free' }]); // prettier-ignore
    await registrar().post(`${at}/commit`, { mode: 'VALID_ROWS' });
    await reached('DONE');
    expect(await changesOf(riser!)).toMatchObject([
      { type: 'LEVEL_CHANGE', state: 'SUBMITTED', targetOfferingId: higher.data.offeringId },
    ]);
  });

  it('retains who joins the army, whose overdue return is noted, and who is back within two years of the discharge', async () => {
    const [student] = await activeStudents(service, 1);
    const retention = { type: 'RETENTION', reasonCode: 'ENLISTMENT', effectiveOn: '2024-09-01', returnExpectedOn: shifted(-1), evidence }; // prettier-ignore
    await approved(await requested([student!], retention));
    expect(await runJob(service, applyStatusChanges, {})).toMatchObject({ state: 'DONE' });
    expect(await show(service, student!)).toMatchObject({ state: 'RETAINED', returnOverdueNotedOn: shifted(0) }); // prettier-ignore
    const back = (dischargedOn: string) => ({ type: 'REINSTATEMENT', reasonCode: 'DISCHARGED', effectiveOn: shifted(0), dischargedOn, evidence }); // prettier-ignore
    expect(await refusal(student!, back(shifted(-732)))).toBe('reinstatement-too-late');
    await approved(await requested([student!], back(shifted(-700))));
    expect(await show(service, student!)).toMatchObject({ state: 'ACTIVE', stateSince: shifted(0) });
  });

  it('withdraws a minor by wish only, and with the consent of a guardian', async () => {
    const birthDate = shifted(-17 * 365);
    const [minor] = await registered(service, checkedIn({ person: somebody({ idType: 'PASSPORT', idNumber: 'E12345678', birthDate }) })); // prettier-ignore
    const { registrationId } = minor!;
    await city().post('/registrations/batch-approve', { registrationIds: [registrationId] });
    const absent = { reasonCode: 'ABSENT', absentSince: shifted(-30) };
    expect(await refusal(registrationId, withdrawal(absent))).toBe('minor-not-forced');
    expect(await refusal(registrationId, withdrawal())).toBe('guardian-consent-missing');
    const [adult] = await activeStudents(service, 1);
    expect(await refusal(adult!, withdrawal({ ...absent, absentSince: shifted(-10) }))).toBe('not-overdue-long-enough'); // prettier-ignore
    await approved(await requested([registrationId], withdrawal({ guardianConsent: '同意书〔2026〕5号' })));
    expect(await show(service, registrationId)).toMatchObject({ state: 'WITHDRAWN' });
    await approved(await requested([adult!], withdrawal(absent)));
    expect(await show(service, adult!)).toMatchObject({ state: 'WITHDRAWN', endReasonCode: 'ABSENT' });
  });

  it('is kept as a draft that hinders nothing, submitted later, and filed by the authority where its kind asks for it', async () => {
    const [student] = await activeStudents(service, 1);
    const extension = { type: 'EXTENSION', reasonCode: 'ACADEMIC', effectiveOn: shifted(30), evidence, months: 6 }; // prettier-ignore
    expect(await refusal(student!, { ...extension, months: 25 })).toBe('extension-too-long');
    const [draft] = await requested([student!], { ...extension, draft: true });
    await approved(await requested([student!], { type: 'REPEAT_YEAR', reasonCode: 'ACADEMIC', effectiveOn: shifted(0), evidence })); // prettier-ignore
    expect(await show(service, student!)).toMatchObject({ state: 'ACTIVE', repeats: 1, extensionMonths: 12 });
    expect((await approve([draft!])).refused[0].code).toBe('change-not-submitted');
    const submitted = await registrar().post('/status-changes/batch-submit', { changeIds: [draft] });
    expect(submitted.body).toMatchObject({ accepted: 1 });
    await approved([draft!]);
    await approved([draft!], city());
    expect((await changesOf(student!))[0]).toMatchObject({ type: 'EXTENSION', state: 'FILED' });
    await service.query('update status_changes set effective_on = $2 where change_id = $1', [draft, shifted(0)]); // prettier-ignore
    expect(await runJob(service, applyStatusChanges, {})).toMatchObject({ state: 'DONE' });
    await eventually('the extension', async () =>
      expect(await show(service, student!)).toMatchObject({ extensionMonths: 18, durationMonths: 36 }),
    );
  });

  it('is returned, revised and submitted again with its history, and a draft is discarded', async () => {
    const [one, other] = await activeStudents(service, 2);
    const extension = { type: 'EXTENSION', reasonCode: 'ACADEMIC', effectiveOn: shifted(30), evidence, months: 6 }; // prettier-ignore
    const changeIds = await requested([one!, other!], extension);
    const reason = '材料不全';
    await city().post('/status-changes/batch-reject', { changeIds, reason });
    const revise = (body: object) => registrar().post('/status-changes/batch-revise', { changeIds, ...body });
    const leave = { type: 'LEAVE', reasonCode: 'FAMILY', effectiveOn: shifted(-1), returnExpectedOn: shifted(60), evidence }; // prettier-ignore
    expect((await revise({ ...leave, draft: true })).body).toMatchObject({ accepted: 2, refused: [] });
    const [changeId, discarded] = changeIds;
    await registrar().post('/status-changes/batch-cancel', { changeIds: [discarded], reason: '不再申请' });
    expect((await revise(leave)).body).toMatchObject({
      accepted: 1,
      refused: [{ id: discarded, code: 'change-not-draft' }],
    });
    await approved([changeId!]);
    expect(await show(service, one!)).toMatchObject({ state: 'ON_LEAVE' });
    expect((await changesOf(one!))[0]).not.toHaveProperty('months');
    const history = await registrar().get(`/status-changes/${changeId}/history`);
    expect(history.body.entries).toMatchObject([
      { state: 'SUBMITTED', happened: 'request-status-changes' },
      { state: 'REJECTED', happened: 'reject-status-changes', actor: 'city-officer', reason },
      { state: 'DRAFT', happened: 'revise-status-changes', actor: 'school-registrar:S001' },
      { state: 'SUBMITTED', happened: 'revise-status-changes' },
      { state: 'APPROVED', happened: 'approve-status-changes' },
      { state: 'APPLIED' },
    ]);
    const elsewhere = service.as('school-registrar', 'S002');
    expect((await elsewhere.get(`/status-changes/${changeId}/history`)).status).toBe(404);
  });

  it('says that a student has died, on a day that is not to come', async () => {
    const [student] = await activeStudents(service, 1);
    expect(await refusal(student!, death(shifted(1)))).toBe('not-in-the-future');
    await approved(await requested([student!], death(shifted(-2))));
    expect(await show(service, student!)).toMatchObject({ state: 'DECEASED', endedOn: shifted(-2) });
  });
});

// Budget: 30 s: each case registers students of its own.
import { Transitions } from '#aggregates';
import { RegistrationStatusChanged } from '#contracts';
import { allSchools, Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { defaultRules } from '../src/domain/rules.js';
import { registrations } from '../src/registrations/registrations.js';
import { applyStatusChanges } from '../src/status-changes/apply-status-changes.js';
import { requestStatusChanges } from '../src/status-changes/request-status-changes.js';
import {
  activeStudents,
  checkedIn,
  draftBatch,
  schoolsKnown,
  schoolState,
  show,
  startStudentRecords,
} from './check-ins.js';

const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));

const leave = (over: object = {}) => ({
  type: 'LEAVE',
  reasonCode: 'ILLNESS',
  effectiveOn: shifted(-10),
  returnExpectedOn: shifted(100),
  evidence: '休学证明〔2026〕12号',
  ...over,
});
const back = (over: object = {}) => ({
  type: 'RETURN',
  reasonCode: 'OTHER',
  effectiveOn: shifted(-1),
  evidence: '复学证明〔2026〕3号',
  ...over,
});

describe('Leave and return', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const principal = () => service.as('school-principal', 'S001');
  async function requested(registrationIds: string[], request: object): Promise<string[]> {
    const { body } = await registrar().post('/status-changes', { registrationIds, ...request });
    expect(body).toMatchObject({ accepted: registrationIds.length, refused: [] });
    return body.changeIds;
  }
  async function approved(changeIds: string[]) {
    const { body } = await principal().post('/status-changes/batch-approve', { changeIds });
    expect(body).toMatchObject({ accepted: changeIds.length, refused: [] });
  }
  /** What the job of the night does, for the changes that are due by now. */
  async function midnight() {
    expect(await runJob(service, applyStatusChanges, {})).toMatchObject({ state: 'DONE' });
    await eventually('the end of the job of each change', async () =>
      expect(
        (await service.as('operator').get('/jobs?kind=apply-status-change&state=WAITING')).body.items,
      ).toEqual([]),
    );
  }
  const dueToday = (changeId: string) =>
    service.query('update status_changes set effective_on = $2 where change_id = $1', [changeId, shifted(0)]);
  const changesOf = async (registrationId: string) =>
    (await registrar().get(`/status-changes?registrationId=${registrationId}`)).body.items;
  const refusal = async (registrationId: string, request: object) =>
    (await registrar().post('/status-changes', { registrationIds: [registrationId], ...request })).body
      .refused[0]?.code;

  it('of a day that has come take effect with the approval, and downstream services are told in order', async () => {
    const [student] = await activeStudents(service, 1);
    await approved(await requested([student!], leave()));
    expect(await show(service, student!)).toMatchObject({
      state: 'ON_LEAVE',
      version: 3,
      leavesTaken: 1,
      stateSince: shifted(-10),
      returnExpectedOn: shifted(100),
    });
    await approved(await requested([student!], back()));
    const shown = await show(service, student!);
    expect(shown).toMatchObject({ state: 'ACTIVE', version: 4, leavesTaken: 1, stateSince: shifted(-1) });
    expect(shown).not.toHaveProperty('returnExpectedOn');
    const told = await eventually('both changes', async () => {
      const events = (await service.published(RegistrationStatusChanged)).filter(
        ({ subject }) => subject === student,
      );
      expect(events).toHaveLength(2);
      return events;
    });
    expect(told.map(({ version, data: { from, to, changeType, effectiveOn } }) => ({ version, from, to, changeType, effectiveOn }))).toEqual([
      { version: 3, from: 'ACTIVE', to: 'ON_LEAVE', changeType: 'LEAVE', effectiveOn: shifted(-10) },
      { version: 4, from: 'ON_LEAVE', to: 'ACTIVE', changeType: 'RETURN', effectiveOn: shifted(-1) },
    ]); // prettier-ignore
    const replayed = await service
      .as('operator')
      .post('/republish', { topic: 'student-records.registrations.v1', schoolCode: 'S001' });
    expect(replayed.status).toBe(200);
    const again = await eventually('the replay', async () => {
      const events = (await service.published(RegistrationStatusChanged)).filter(
        ({ subject }) => subject === student,
      );
      expect(events).toHaveLength(4);
      return events.slice(2);
    });
    expect(again.map(({ version, data }) => ({ version, data }))).toEqual(told.map(({ version, data }) => ({ version, data }))); // prettier-ignore
  });

  it('stand in the history of the registration, and in the stock of each day as it was known', async () => {
    const [student] = await activeStudents(service, 1);
    const before = new Date().toISOString();
    await approved(await requested([student!], leave()));
    const { body } = await registrar().get(`/registrations/${student}/history`);
    expect(body.entries).toMatchObject([
      { version: 1, state: 'SUBMITTED', happened: 'submit-registrations' },
      { version: 2, state: 'ACTIVE', happened: 'approve-registrations', actor: 'city-officer' },
      {
        version: 3,
        state: 'ON_LEAVE',
        happened: 'apply-status-change',
        effectiveOn: shifted(-10),
        reason: 'ILLNESS',
        actor: 'school-principal:S001',
      },
    ]);
    const onLeave = async (query: string) =>
      (await registrar().get(`/figures/stock?by=state&${query}`)).body.rows
        .filter(({ state }: any) => state === 'ON_LEAVE')
        .reduce((sum: number, { live }: any) => sum + live, 0);
    const asOf = shifted(0);
    expect((await onLeave(`asOf=${asOf}`)) - (await onLeave(`asOf=${asOf}&knownAt=${before}`))).toBe(1);
    expect(await onLeave(`asOf=${shifted(-11)}`)).toBe(0);
    expect(await onLeave(`asOf=${asOf}&schoolCode=S001`)).toBe(await onLeave(`asOf=${asOf}`));
    expect((await registrar('S002').get(`/registrations/${student}/history`)).status).toBe(404);
  });

  it('are not approved by who requested them, and are refused with the words of their rule', async () => {
    const [student] = await activeStudents(service, 1);
    const changeIds = await requested([student!], leave());
    await service.query(
      `update status_changes set requested_by = 'school-principal:S001' where change_id = $1`,
      changeIds,
    );
    const own = await principal().post('/status-changes/batch-approve', { changeIds });
    expect(own.body.refused).toMatchObject([{ code: 'approver-is-submitter' }]);
    expect(await refusal(student!, leave())).toBe('change-is-open');
    const rejected = await service
      .as('city-officer')
      .post('/status-changes/batch-reject', { changeIds, reason: '材料不全' });
    expect(rejected.body).toMatchObject({ accepted: 1 });
    expect(await refusal(student!, leave({ effectiveOn: '2020-01-01' }))).toBe('before-last-change');
    expect(await refusal(student!, leave({ returnExpectedOn: shifted(500) }))).toBe('leave-too-long');
    expect(await refusal(student!, leave({ returnExpectedOn: undefined }))).toBe('change-details-missing');
    expect(await refusal(student!, back())).toBe('not-on-leave');
  });

  it('are possible twice', async () => {
    const [student] = await activeStudents(service, 1);
    for (const days of [-40, -20]) {
      await approved(await requested([student!], leave({ effectiveOn: shifted(days) })));
      await approved(await requested([student!], back({ effectiveOn: shifted(days + 10) })));
    }
    expect(await refusal(student!, leave())).toBe('leaves-used-up');
  });

  it('keep a student out of graduation, while they last and while they are asked for', async () => {
    const [away, asking] = await activeStudents(service, 2);
    await approved(await requested([away!], leave()));
    await requested([asking!], leave({ effectiveOn: shifted(30) }));
    const batchId = await draftBatch(service, [away!, asking!]);
    const { body } = await registrar().post(`/graduation-batches/${batchId}/check`);
    expect(body.failed).toMatchObject([
      { registrationId: away, failures: [{ code: 'on-leave' }] },
      { registrationId: asking, failures: [{ code: 'change-is-open' }] },
    ]);
  });

  it('that are requested while the batch of the student is being approved keep them out of it', async () => {
    const [student] = await activeStudents(service, 1);
    const batchId = await draftBatch(service, [student!]);
    expect((await registrar().post(`/graduation-batches/${batchId}/submit`)).status).toBe(200);
    const approval = await service.app.get(Transactions).run(allSchools, async (tx) => {
      const locked = await registrations.lock(tx, [student!]);
      const answer = service.as('city-officer').post(`/graduation-batches/${batchId}/approve`);
      await eventually('the approval to wait', async () =>
        expect(
          await service.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          ),
        ).not.toEqual([]),
      );
      const actor = { subject: 'somebody', role: 'school-registrar', schoolCode: 'S001' } as const;
      const taking = { actor, given: { rules: defaultRules } };
      await service.app.get(Transitions).take(tx, requestStatusChanges, locked, leave() as never, taking);
      return { answer };
    });
    expect((await approval.answer).body.failed).toMatchObject([
      { registrationId: student, failures: [{ code: 'change-is-open' }] },
    ]);
    expect((await show(service, student!)).state).toBe('ACTIVE');
  });

  it('of the future can be cancelled, and are listed with what became of them', async () => {
    const [student] = await activeStudents(service, 1);
    const changeIds = await requested([student!], leave({ effectiveOn: shifted(30) }));
    await approved(changeIds);
    expect((await show(service, student!)).state).toBe('ACTIVE');
    const cancelled = await registrar().post('/status-changes/batch-cancel', {
      changeIds,
      reason: '学生不再申请',
    });
    expect(cancelled.body).toMatchObject({ accepted: 1 });
    const { items } = (await registrar().get(`/status-changes?registrationId=${student}`)).body;
    expect(items).toMatchObject([
      { state: 'CANCELLED', version: 3, type: 'LEAVE', effectiveOn: shifted(30) },
    ]);
    expect((await registrar('S002').get('/status-changes')).body.items).toEqual([]);
  });

  it('of the future take effect on their day, once', async () => {
    const [student] = await activeStudents(service, 1);
    const changeIds = await requested([student!], leave({ effectiveOn: shifted(30) }));
    await approved(changeIds);
    await midnight();
    expect(await show(service, student!)).toMatchObject({ state: 'ACTIVE', version: 2 });
    await dueToday(changeIds[0]!);
    await midnight();
    await midnight();
    expect(await show(service, student!)).toMatchObject({
      state: 'ON_LEAVE',
      version: 3,
      stateSince: shifted(0),
      returnExpectedOn: shifted(100),
    });
    expect(await changesOf(student!)).toMatchObject([{ state: 'APPLIED', version: 3 }]);
    const told = await eventually('the change', async () => {
      const events = (await service.published(RegistrationStatusChanged)).filter(
        ({ subject }) => subject === student,
      );
      expect(events).toHaveLength(1);
      return events;
    });
    expect(told).toMatchObject([{ version: 3, data: { to: 'ON_LEAVE', effectiveOn: shifted(0) } }]);
  });

  it('take effect beside one that fails, which operators see and retry', async () => {
    const [broken, sound] = await activeStudents(service, 2);
    const changeIds = await requested([broken!, sound!], leave({ effectiveOn: shifted(30) }));
    await approved(changeIds);
    await service.query(`
      create function refuse_to_change() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger refuse_to_change before update on registrations for each row
        when (old.registration_id = '${broken}') execute function refuse_to_change()`);
    await Promise.all(changeIds.map(dueToday));
    await midnight();
    expect(await show(service, sound!)).toMatchObject({ state: 'ON_LEAVE' });
    expect(await show(service, broken!)).toMatchObject({ state: 'ACTIVE' });
    const operator = service.as('operator');
    const failed = async () => (await operator.get('/jobs?kind=apply-status-change&state=FAILED')).body.items;
    const [job] = await failed();
    const [change] = await changesOf(broken!);
    expect(change).toMatchObject({ state: 'APPROVED', registrationId: broken });
    expect(job).toMatchObject({ payload: { changeId: change.changeId }, schoolCode: 'S001', failures: 3 });
    await service.query('drop trigger refuse_to_change on registrations');
    const retried = await operator.post(`/jobs/${job.jobId}/retry`, { reason: 'It is mended.' });
    expect(retried.status).toBe(200);
    await eventually('the change', async () =>
      expect(await show(service, broken!)).toMatchObject({ state: 'ON_LEAVE' }),
    );
    expect(await failed()).toEqual([]);
  });

  it('lapse on their day where the registration has moved on, which stays as it is', async () => {
    const [student] = await activeStudents(service, 1);
    const changeIds = await requested([student!], leave({ effectiveOn: shifted(30) }));
    await approved(changeIds);
    await service.query(
      `begin; set local session_replication_role = replica;
       update registrations set state = 'TRANSFER_PENDING', version = 3 where registration_id = '${student}'; commit`,
    );
    await dueToday(changeIds[0]!);
    await midnight();
    expect(await show(service, student!)).toMatchObject({
      state: 'TRANSFER_PENDING',
      version: 3,
      leavesTaken: 0,
    });
    expect(await changesOf(student!)).toMatchObject([
      { state: 'LAPSED', version: 3, lapsedBecause: 'not-active' },
    ]);
  });

  it('whose return is overdue are noted once, and listed until the student is back', async () => {
    const [late, inTime] = await activeStudents(service, 2);
    await approved(
      await requested([late!], leave({ effectiveOn: shifted(-40), returnExpectedOn: shifted(-1) })),
    );
    await approved(
      await requested([inTime!], leave({ effectiveOn: shifted(-40), returnExpectedOn: shifted(0) })),
    );
    await midnight();
    await midnight();
    expect(await show(service, late!)).toMatchObject({
      state: 'ON_LEAVE',
      version: 4,
      returnOverdueNotedOn: shifted(0),
    });
    expect(await show(service, inTime!)).not.toHaveProperty('returnOverdueNotedOn');
    const { entries } = (await registrar().get(`/registrations/${late}/history`)).body;
    expect(entries.at(-1)).toMatchObject({ version: 4, happened: 'note-overdue-return' });
    const overdue = async () =>
      (await registrar().get('/registrations?returnOverdueNotedOnFrom=2020-01-01')).body.items.map(
        ({ registrationId }: any) => registrationId,
      );
    expect(await overdue()).toEqual([late]);
    await approved(await requested([late!], back()));
    expect(await overdue()).toEqual([]);
  });

  it('come as a file, checked by the same rule and committed in the name of who uploaded it', async () => {
    const [one, other] = await activeStudents(service, 2);
    const numbers = await Promise.all(
      [one!, other!].map(async (each) => String((await show(service, each)).studentNo)),
    );
    const rows = [
      '学号,异动类别,异动原因,生效日期,应复学日期,证明材料编号',
      `${numbers[0]},休学,因病,${shifted(-3)},${shifted(60)},证明1`,
      `${numbers[1]},复学,其他,${shifted(-3)},,证明2`,
      `S00199999,休学,因病,${shifted(-3)},${shifted(60)},证明3`,
      `S00199998,休学,因病,${shifted(-3)},${shifted(60)},证件51020219900101123X`,
    ];
    const upload = await registrar().post(
      '/status-changes/imports',
      Buffer.from(rows.join('\n')),
      'text/csv',
    );
    expect(upload.status).toBe(201);
    const at = `/status-changes/imports/${upload.body.importId}`;
    await eventually('the check', async () =>
      expect((await registrar().get(at)).body.state).toBe('VALIDATED'),
    );
    expect((await registrar().get(`${at}/errors`)).body.items).toMatchObject([
      { row: 3, code: 'not-on-leave' },
      { row: 4, code: 'not-found' },
      { row: 5, code: 'holds-a-number' },
    ]);
    await registrar().post(`${at}/commit`, { mode: 'VALID_ROWS' });
    await eventually('the commit', async () => expect((await registrar().get(at)).body.state).toBe('DONE'));
    const { items } = (await registrar().get(`/status-changes?registrationId=${one}`)).body;
    expect(items).toMatchObject([{ state: 'SUBMITTED', requestedBy: 'school-registrar:S001' }]);
    const audit = (await registrar().get(`/audit-entries?id=${items[0].changeId}`)).body.items;
    expect(audit).toMatchObject([
      { action: 'request-status-changes', actor: 'school-registrar:S001', to: 1 },
    ]);
  });

  it('of a whole file lock all students before the first, in the order in which batches lock them', async () => {
    const checkIns = Array.from({ length: 501 }, () => checkedIn());
    await service.receive(...checkIns);
    const ids = checkIns.map(({ data }) => data.applicationId);
    const known = () =>
      service.query<{ id: string; no: string }>(
        `select registration_id as id, student_no as no from registrations where application_id = any($1)
         order by registration_id desc`,
        [ids],
      );
    await eventually('the registrations', async () => expect(await known()).toHaveLength(501));
    await service.as('city-officer').post('/registrations/batch-approve', {
      registrationIds: (await known()).map(({ id }) => id),
    });
    const students = await known();
    const rows = students.map(({ no }) => `${no},休学,因病,${shifted(-3)},${shifted(60)},证明1`);
    const file = Buffer.from(['学号,异动类别,异动原因,生效日期,应复学日期,证明材料编号', ...rows].join('\n'));
    const upload = await registrar().post('/status-changes/imports', file, 'text/csv');
    const at = `/status-changes/imports/${upload.body.importId}`;
    const reached = (state: string) =>
      eventually(state, async () => expect((await registrar().get(at)).body.state).toBe(state));
    await reached('VALIDATED');
    await service.app.get(Transactions).run(allSchools, async (tx) => {
      // The last row of the file, in its second piece, and the first of the order of ids.
      await registrations.lock(tx, [students.at(-1)!.id]);
      await registrar().post(`${at}/commit`, { mode: 'ALL_OR_NOTHING' });
      await eventually('the commit to wait', async () =>
        expect(
          await service.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          ),
        ).not.toEqual([]),
      );
      const first = 'registration_id = $1 for update nowait';
      expect(await registrations.find(tx, first, [students[0]!.id])).toHaveLength(1);
    });
    await reached('DONE');
  });

  it('of a file that are all refused at the commit leave nothing in the audit trail', async () => {
    const [student] = await activeStudents(service, 1);
    const { studentNo } = await show(service, student!);
    const rows = [
      '学号,异动类别,异动原因,生效日期,应复学日期,证明材料编号',
      `${String(studentNo)},休学,因病,${shifted(-3)},${shifted(60)},证明1`,
    ];
    const file = Buffer.from(rows.join('\n'));
    const upload = await registrar().post('/status-changes/imports', file, 'text/csv');
    const at = `/status-changes/imports/${upload.body.importId}`;
    await eventually('the check', async () =>
      expect((await registrar().get(at)).body.state).toBe('VALIDATED'),
    );
    await requested([student!], leave());
    await registrar().post(`${at}/commit`, { mode: 'VALID_ROWS' });
    await eventually('the commit', async () => expect((await registrar().get(at)).body.state).toBe('DONE'));
    expect((await registrar().get(`${at}/errors`)).body.items).toMatchObject([{ code: 'change-is-open' }]);
    const told = await service.query(
      `select from audit_entries where action = 'request-status-changes' and aggregate_id is null`,
    );
    expect(told).toEqual([]);
  });
});

// Budget: 40 s: students are planted for each rule of the catalogue.
import { addDays, dayInChina } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { RULES } from '../src/supervision/rules/index.js';
import { superviseNightly } from '../src/supervision/supervise.js';
import {
  activeStudents,
  checkedIn,
  onLeave,
  registered,
  schoolsKnown,
  schoolState,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const today = dayInChina(new Date());
const DISTRICT = { authorityCode: '500112', authorityTier: 'DISTRICT' } as const;

describe('Supervision', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(
      schoolState('S001', 1, '样例技师学院一'),
      schoolState('S002', 1, '样例技工学校二', DISTRICT),
      schoolState('S003', 1, '样例技工学校三', DISTRICT),
    );
    await schoolsKnown(service, 3);
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const city = (person?: string) => service.as('city-officer', undefined, person);
  const district = () => service.as('district-officer', '500112');

  /** Has rules run over a school, and waits until they have. */
  async function run(schoolCode = 'S001', rules?: string[]) {
    const { status, body } = await registrar(schoolCode).post('/supervision/runs', { rules });
    expect(status).toBe(202);
    await eventually('the runs', async () =>
      expect(
        await service.query('select from supervision_runs where run_id = any($1)', [body.runIds]),
      ).toHaveLength(body.runIds.length),
    );
    return body.runIds as string[];
  }
  const found = async (query: string, as = registrar()) =>
    (await as.get(`/supervision/findings?limit=1000&${query}`)).body.items as any[];
  const one = async (registrationId: string, school = 'S001') =>
    (await found(`registrationId=${registrationId}`, registrar(school)))[0];
  const plant = (registrationId: string, set: string) =>
    service.query(`update registrations set ${set} where registration_id = $1`, [registrationId]);
  const decide = (as: ReturnType<typeof city>, act: string, findingId: string, reason?: string) =>
    as.post(`/supervision/findings/batch-${act}`, { findingIds: [findingId], reason });
  async function overdue(schoolCode = 'S001') {
    const [student] = await activeStudents(service, 1, schoolCode);
    await onLeave(service, student!, schoolCode);
    await run(schoolCode, ['LEAVE_OVERDUE']);
    return { student: student!, ...(await one(student!, schoolCode)) };
  }

  it('finds by each rule of the catalogue what is planted for it, and nothing else', async () => {
    const students = await activeStudents(service, 8);
    const [late, long, early, short, minor, closed, ...sharing] = students as [string, string, string, string, string, string, ...string[]]; // prettier-ignore
    await service.query(`
      with term as (insert into terms values (gen_random_uuid(), '2025-AUTUMN', 'OPEN', 1, '2025-09-01', '2026-01-15', '2025-09-01', '2025-10-15') returning *),
      noted as (insert into terms_history select term_id, 1, state, 'planted', start_on, now(), null, null, null, null, null, to_jsonb(term) from term),
      missed as (insert into term_confirmations select gen_random_uuid(), $1, term_id, 'S001', 'MISSED', 1, null, null, null, null, '2025-10-16' from term returning *)
      insert into term_confirmations_history select confirmation_id, 1, school_code, state, 'planted', missed_on, now(), null, null, null, null, null, to_jsonb(missed) from missed`, [minor]); // prettier-ignore
    await plant(late, `photo_sha256 = repeat('0', 64)`);
    for (const [student, days] of [
      [late, 30],
      [minor, 400],
    ] as const) {
      const path = `/registrations/${student}/document-validity`;
      const stated = { idValidFrom: '2017-01-01', idValidTo: addDays(today, days) };
      expect((await registrar().post(path, stated)).status).toBe(200);
    }
    const [jobless] = await activeStudents(service, 1);
    await plant(jobless!, `study_mode = 'PART_TIME', tags = '{ENTERPRISE_EMPLOYEE}'`);
    await service.query(
      `insert into registration_cut_offs values (gen_random_uuid(), 2022, 'AUTUMN', null, '2022-10-20', 1)`,
    );
    await plant(late, 'year = 2022');
    await service.query(
      `insert into known_plan_lines select plan_line_id, offering_id, school_code, year, season, 0, 'PUBLISHED', 1
       from registrations where registration_id = $1`,
      [late],
    );
    await service.query(
      `insert into known_plan_lines select plan_line_id, offering_id, school_code, year, season, 1, 'CLOSED', 1
       from registrations where registration_id = $1`,
      [long],
    );
    await plant(long, `start_on = '2020-09-01', state_since = null`);
    // The term of graduates is not asked again here: a graduation by hand stands for one of another system.
    for (const [graduate, on] of [
      [early, '2025-12-31'],
      [short, '2024-07-31'],
    ] as const)
      // prettier-ignore
      await service.query(
        `with gone as (update registrations set state = 'GRADUATED', version = version + 1, graduated_on = $2, graduation_batch_id = registration_id
           where registration_id = $1 returning *)
         insert into registrations_history select registration_id, version, school_code, state, 'planted', $2, now(), null, null, null, null, null, to_jsonb(gone) from gone`,
        [graduate, on],
      );
    const [again] = await activeStudents(service, 1);
    await plant(again!, `start_on = '2025-09-01', state_since = null, holder_id = (select person_id from registrations where registration_id = '${early}')`); // prettier-ignore
    await plant(short, `study_mode = 'PART_TIME', source_type = 'ENTERPRISE_EMPLOYEE', duration_months = 12`);
    await service.query(
      `update persons set birth_date = current_date - interval '17 years' where person_id = (select person_id from registrations where registration_id = $1)`,
      [minor],
    );
    await plant(closed, `school_code = 'S009'`);
    await service.query(`insert into schools select 'S009', uscc, name, school_type, authority_code, authority_tier, 'CLOSED', version from schools where school_code = 'S001'`); // prettier-ignore
    await service.query(
      `update persons set phone_index = 'one' where person_id in (select person_id from registrations where registration_id = any($1))`,
      [[...sharing, long]],
    );
    const person = somebody();
    const [waiting] = await registered(service, checkedIn({ person: { ...person, name: '样例误' } }));
    const [mismatched] = await registered(service, checkedIn({ person }));
    await plant(waiting!.registrationId, `submitted_at = now() - interval '40 days'`);
    const away = await activeStudents(service, 2);
    await onLeave(service, away[0]!);
    await onLeave(service, away[1]!);
    await service.query(
      `with gone as (update registrations set state = 'RETAINED', version = version + 1 where registration_id = $1 returning *)
       insert into registrations_history select registration_id, version, school_code, state, 'planted', current_date, now(), null, null, null, null, null, to_jsonb(gone) from gone`,
      [away[1]],
    );
    await service.query(
      `with placed as (insert into placements select gen_random_uuid(), student, 'S001', 'AGREED', 1, 'POST', '91500000MA5U00001X', '样例机械有限公司',
           current_date - 30, current_date + 30, '保1', '协1', true, true, '样例师', 'planted', now(), null, null from unnest($1::uuid[]) student returning *)
       insert into placements_history select placement_id, version, school_code, state, 'planted', from_on, now(), null, null, null, null, null, to_jsonb(placed) from placed`,
      [[away[0], late]],
    );
    for (const [rule, threshold] of [['SHARED_PHONE', 2], ['APPROVED_BY_ONE_PERSON', 50]] as const) // prettier-ignore
      expect((await city().post('/supervision/rule-decisions', { rule, threshold, effectiveFrom: today, enabled: true, decisionNo: '样例决字〔2026〕1号', reason: '试行' })).status).toBe(201); // prettier-ignore
    const entrants = await activeStudents(service, 62);
    await service.query(
      `update registrations set year = $2, study_mode = $3 where registration_id = any ($1)`,
      [entrants.slice(31), Number(today.slice(0, 4)), 'PART_TIME'],
    );
    await service.query(`update registrations set year = $2 where registration_id = any ($1)`, [
      entrants.slice(0, 31),
      Number(today.slice(0, 4)) - 1,
    ]);
    await run();
    const byRule = async (rule: string, as = registrar()) =>
      (await found(`rule=${rule}`, as))
        .flatMap(({ registrationIds }): string[] => registrationIds)
        .toSorted();
    expect(await byRule('REGISTERED_LATE')).toEqual([late]);
    expect(await found('rule=OVER_PLAN')).toMatchObject([
      { registrationIds: [late], facts: { planned: 0, registered: 1 } },
    ]);
    expect(await byRule('BEYOND_LONGEST_DURATION')).toEqual([long]);
    expect(await byRule('GRADUATED_EARLY')).toEqual([early]);
    expect(await byRule('PART_TIME_TOO_SHORT')).toEqual([short]);
    expect(await byRule('GUARDIAN_MISSING')).toEqual([minor]);
    expect(await byRule('EMPLOYER_MISSING')).toEqual([jobless]);
    expect(await byRule('UNCONFIRMED_IN_TERM')).toEqual([minor]);
    expect(await byRule('NO_PHOTO')).not.toContain(late);
    expect(await byRule('NO_PHOTO')).toContain(long);
    expect(await byRule('DOCUMENT_EXPIRED')).toEqual([late]);
    expect(await byRule('NO_CLASS')).toContain(late);
    expect(await byRule('STUDIES_OVERLAP')).toEqual([again]);
    expect(await byRule('SHARED_PHONE')).toEqual([...sharing, long].toSorted());
    expect(await byRule('IDENTITY_MISMATCH')).toEqual([waiting!.registrationId, mismatched!.registrationId].toSorted()); // prettier-ignore
    expect(await byRule('WAITS_FOR_DECISION')).toEqual([waiting!.registrationId]);
    expect(await byRule('NO_CLASS')).not.toContain(away[0]);
    expect(await byRule('LEAVE_OVERDUE')).toEqual([away[0]]);
    expect(await byRule('PLACEMENT_WITHOUT_STUDY')).toEqual([away[0]]);
    expect(await byRule('RETENTION_OVERDUE')).toEqual([away[1]]);
    expect(await found('rule=APPROVED_BY_ONE_PERSON')).toMatchObject([{ facts: { approvedOn: today } }]);
    expect(await found('rule=PART_TIME_SHARE_JUMP')).toMatchObject([{ facts: { students: 31, partTime: 31, studentsBefore: 31, partTimeBefore: 0 } }]); // prettier-ignore
    await run('S009');
    expect(await byRule('LIVE_AT_CLOSED_SCHOOL', registrar('S009'))).toEqual([closed]);
  });

  it('is answered by the school, and accepted, returned or taken back by the authority of the tier, never by who answered', async () => {
    const { findingId } = await overdue('S002');
    expect((await decide(district(), 'accept', findingId)).body.refused).toMatchObject([{ code: 'finding-not-answered' }]); // prettier-ignore
    const answer = { findingIds: [findingId], reason: '学生仍在住院', evidence: '住院证明〔2026〕3号' };
    expect((await registrar('S001').post('/supervision/findings/batch-answer', answer)).body.refused).toMatchObject([{ code: 'not-found' }]); // prettier-ignore
    expect((await registrar('S002').post('/supervision/findings/batch-answer', answer)).body.accepted).toBe(
      1,
    );
    const other = service.as('district-officer', '500113');
    expect((await decide(other, 'return', findingId, '不全')).body.refused).toMatchObject([{ code: 'not-found' }]); // prettier-ignore
    expect((await decide(district(), 'return', findingId, '证明不全')).body.accepted).toBe(1);
    expect(await found('state=REOPENED', district())).toMatchObject([
      { findingId, decisionReason: '证明不全' },
    ]);
    expect((await registrar('S002').post('/supervision/findings/batch-answer', answer)).body.accepted).toBe(
      1,
    );
    expect((await decide(district(), 'accept', findingId)).body.accepted).toBe(1);
    expect((await decide(city(), 'return', findingId, '证明系伪造')).body.accepted).toBe(1);
    const { body } = await district().get(`/supervision/findings/${findingId}/history`);
    expect(body.entries.map(({ state }: any) => state)).toEqual(['OPEN', 'ANSWERED', 'REOPENED', 'ANSWERED', 'ACCEPTED', 'REOPENED']); // prettier-ignore
  });

  it('at a school of the city is the city’s to decide, and inspectors read all of it', async () => {
    const { findingId } = await overdue();
    await registrar().post('/supervision/findings/batch-answer', { findingIds: [findingId], reason: '住院' });
    expect((await decide(service.as('inspector'), 'accept', findingId)).status).toBe(403);
    expect((await decide(city(), 'accept', findingId)).body.accepted).toBe(1);
    expect(await found(`state=ACCEPTED&authorityCode=500000`, service.as('inspector'))).toMatchObject([{ findingId, says: { zh: expect.stringContaining('休学') } }]); // prettier-ignore
    const { status, headers } = await service.as('inspector').get('/supervision/findings/export?rule=LEAVE_OVERDUE'); // prettier-ignore
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheet')]);
  });

  it('ends by itself when it is mended, and opens again when it comes back', async () => {
    const { student, findingId } = await overdue('S002');
    await plant(student, `return_expected_on = '2099-01-01'`);
    await run('S002', ['LEAVE_OVERDUE']);
    expect(await one(student, 'S002')).toMatchObject({ state: 'RESOLVED', resolvedBecause: 'MENDED', resolvedOn: today }); // prettier-ignore
    await plant(student, `return_expected_on = '2026-01-01'`);
    await run('S002', ['LEAVE_OVERDUE']);
    expect(await one(student, 'S002')).toMatchObject({ findingId, state: 'REOPENED', facts: { returnExpectedOn: '2026-01-01' } }); // prettier-ignore
  });

  it('runs every night by every rule over every school, and a second time changes nothing', async () => {
    const { student, state } = await overdue('S002');
    expect(state).toBe('OPEN');
    const night = async () => {
      const begun = new Date();
      expect(await runJob(service, superviseNightly, {})).toMatchObject({ state: 'DONE' });
      await eventually('the end of the job of each rule', async () =>
        expect((await city().get('/jobs?kind=supervise-by-rule&state=WAITING')).body.items).toEqual([]),
      );
      return service.query('select * from supervision_runs where ran_at > $1', [begun]);
    };
    const schools = await service.query('select distinct school_code from registrations');
    expect(await night()).toHaveLength(RULES.length * schools.length);
    const again = await night();
    for (const each of again) expect(each).toMatchObject({ opened: 0, reopened: 0, resolved: 0 });
    expect(await one(student, 'S002')).toMatchObject({ state: 'OPEN' });
  });

  const figures = async (query: string, as = district()) =>
    (await as.get(`/supervision/figures?${query}`)).body.items;
  it('counts by school, district, rule and severity as of any day, and over time', async () => {
    const { findingId } = await overdue('S003');
    const yesterday = addDays(today, -1);
    const ours = { key: 'S003', open: 1, answered: 0, accepted: 0, resolved: 0 };
    expect(await figures('schoolCode=S003')).toMatchObject([ours]);
    expect(await figures(`schoolCode=S003&asOf=${yesterday}`)).toEqual([]);
    await registrar('S003').post('/supervision/findings/batch-answer', {
      findingIds: [findingId],
      reason: '住院',
    });
    expect(await figures('schoolCode=S003&by=rule')).toMatchObject([{ key: 'LEAVE_OVERDUE', open: 0, answered: 1 }]); // prettier-ignore
    expect(await figures(`schoolCode=S003&by=day&from=${yesterday}`)).toMatchObject([
      { key: today, answered: 1 },
    ]);
    const inRegion = async (code: string) => figures('schoolCode=S003', service.as('district-officer', code));
    expect(await inRegion('500103')).toMatchObject([{ key: 'S003', answered: 1 }]);
    expect(await inRegion('500105')).toEqual([]);
    expect((await figures('by=district', city())).map(({ key }: any) => key)).toEqual(['500000', '500112']);
    expect((await figures('by=severity&rule=LEAVE_OVERDUE')).map(({ key }: any) => key)).toEqual(['MEDIUM']);
  });

  it('goes by what the city has decided on a rule from its day on, and ends what a rule has found that is turned off', async () => {
    const { student } = await overdue('S003');
    const decision = { rule: 'LEAVE_OVERDUE', enabled: false, effectiveFrom: today, decisionNo: '样例决字〔2026〕2号', reason: '汛期' }; // prettier-ignore
    const decided = (over: object) => city().post('/supervision/rule-decisions', { ...decision, ...over });
    for (const over of [
      { effectiveFrom: addDays(today, -1) },
      { threshold: 366 },
      { rule: 'GUARDIAN_MISSING', threshold: 1 },
    ])
      // prettier-ignore
      expect((await decided(over)).body.code).toBe('rule-decision-not-possible');
    const later = (await decided({ effectiveFrom: addDays(today, 9), enabled: true, threshold: 30 })).body;
    expect((await decided({ effectiveFrom: addDays(today, 9) })).body.code).toBe('rule-decision-exists');
    expect((await decided({})).status).toBe(201);
    const leaveOverdue = async (on: string) =>
      (await registrar().get(`/supervision/rules?on=${on}`)).body.items.find(({ code }: any) => code === decision.rule); // prettier-ignore
    expect(await leaveOverdue(addDays(today, 9))).toMatchObject({ isOn: true, threshold: { value: 30, byDefault: 14 } }); // prettier-ignore
    expect((await city().post(`/supervision/rule-decisions/${later.decisionId}/cancel`, { reason: '有误' })).body.state).toBe('CANCELLED'); // prettier-ignore
    expect(await leaveOverdue(addDays(today, 9))).toMatchObject({ isOn: false });
    expect(await leaveOverdue(addDays(today, -1))).toMatchObject({ isOn: true, threshold: { value: 14 } });
    await run('S003', ['LEAVE_OVERDUE']);
    expect(await one(student, 'S003')).toMatchObject({ state: 'RESOLVED', resolvedBecause: 'RULE_OFF' });
  });
});

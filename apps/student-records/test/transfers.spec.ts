// Budget: 40 s: files, credits and transfers on one service.
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import {
  type DataOf,
  OfferingState,
  PersonMerged,
  RegistrationStatusChanged,
  type SchoolState,
  StudentTransferred,
} from '#contracts';
import { allSchools, Transactions } from '#database';
import { sha256Of } from '#files';
import { eventOf } from '#messaging';
import { dayInChina, residentCheck } from '#national-codes';
import { eventually, type HttpCaller, runJob, type TestService } from '#testing';
import { addDays, addMonths } from '../src/domain/months.js';
import { followTransfers } from '../src/transfers/follow-transfers.js';
import { lapseInwardTransfers } from '../src/transfers/lapse-inward-transfers.js';
import { calendarsFrom } from '../src/working-days/working-calendars.js';
import {
  activeStudents,
  checkedIn,
  draftBatch,
  graduated,
  onLeave,
  QUALIFICATION,
  registered,
  schoolsKnown,
  schoolState,
  show,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const targetOfferingId = uuidv7();
const major = { majorCode: '0107-4', majorName: '数控维修' };
/** 专业点 of S002, where students of S001 go to. */
const offering = (version = 1, status: 'ACTIVE' | 'STOPPED' = 'ACTIVE') =>
  eventOf(OfferingState, {
    data: {
      offeringId: targetOfferingId,
      schoolCode: 'S002',
      catalogueVersion: '2022',
      ...major,
      level: 'SENIOR',
      mode: 'FULL_TIME',
      status,
    },
    version,
  });
const receivingSchool = (version = 1, over: Partial<DataOf<typeof SchoolState>> = {}) =>
  schoolState('S002', version, '样例二', {
    authorityCode: '500112',
    authorityTier: 'DISTRICT',
    ...over,
  });

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), receivingSchool(), schoolState('S003'), offering());
  await schoolsKnown(service, 3);
  await eventually('the offering', async () => {
    const known = await service.query('select from known_offerings');
    if (known.length === 0) throw new Error('It is not known yet.');
  });
});
afterAll(() => service?.close());

const city = () => service.as('city-officer');
const registrar = (school = 'S001') => service.as('school-registrar', school);

const holidaysOf = (year: number) =>
  service.app
    .get(Transactions)
    .run(allSchools, async (tx) => (await calendarsFrom(tx, `${year}-06-01`))(year)?.holidays);

/** Uploads and commits a file; answers the import, with what is against its rows. */
async function uploaded(caller: HttpCaller, imports: string, rows: string[]) {
  const { body } = await caller.post(imports, Buffer.from(rows.join('\n')), 'text/csv');
  const address = `${imports}/${body.importId}`;
  const inState = (state: string) =>
    eventually(`the file to be ${state}`, async () => {
      const { body: job } = await caller.get(address);
      if (job.state !== state) throw new Error(`It is ${job.state}.`);
      return job;
    });
  await inState('VALIDATED');
  await caller.post(`${address}/commit`, { mode: 'VALID_ROWS' });
  const { committed } = await inState('DONE');
  const { items } = (await caller.get(`${address}/errors`)).body;
  return { committed, errors: items.map(({ row, code }: { row: number; code: string }) => [row, code]) };
}

const loadFile = (...rows: string[]) =>
  uploaded(city(), '/working-calendars/imports', ['日期,类别,文号', ...rows]);

describe('The calendar of working days', () => {
  const notice = { documentNo: '国办发明电〔2030〕1号', holidays: ['2031-01-01'], shiftedWorkdays: [] };
  const load = (over: object = {}) => city().post('/working-calendars', { ...notice, year: 2031, ...over });

  it('is loaded once for a year, and corrected with a reason that its history keeps', async () => {
    const { status, body } = await load();
    expect({ status, body }).toMatchObject({ status: 201, body: { year: 2031, version: 1 } });
    expect(await load()).toMatchObject({ status: 409, body: { code: 'working-calendar-exists' } });
    const corrected = await city().post(`/working-calendars/${body.calendarId}/correct`, {
      holidays: ['2031-01-01', '2031-01-02'],
      shiftedWorkdays: ['2031-01-05'],
      reason: '节假日安排调整',
    });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2, documentNo: notice.documentNo } });
    const { entries } = (await service.as('inspector').get(`/working-calendars/${body.calendarId}/history`))
      .body;
    expect(entries).toMatchObject([
      { version: 1, happened: 'load-working-calendar', actor: 'city-officer' },
      { version: 2, happened: 'correct-working-calendar', reason: '节假日安排调整' },
    ]);
    expect(entries[0]).not.toHaveProperty('state');
    const listed = await service.as('school-registrar', 'S001').get('/working-calendars?year=2031');
    expect(listed.body.items).toMatchObject([{ year: 2031, shiftedWorkdays: ['2031-01-05'] }]);
  });

  it('is refused with each day that cannot be right, and then is not there', async () => {
    const answer = await load({ year: 2032, holidays: ['2031-12-31'], shiftedWorkdays: ['2032-01-05'] });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'working-days-wrong',
        errors: [
          { path: 'holidays.0', code: 'other-year' },
          { path: 'shiftedWorkdays.0', code: 'already-a-workday' },
        ],
      },
    });
    expect(await holidaysOf(2032)).toBeUndefined();
  });

  it('is loaded by a file as well, the whole year or none of it', async () => {
    const [holiday, shifted] = [
      '2033-10-01,放假,国办发明电〔2032〕1号',
      '2033-10-08,调休上班,国办发明电〔2032〕1号',
    ];
    expect(await loadFile(holiday, shifted, '2033-10-10,调休上班,国办发明电〔2032〕1号')).toMatchObject({
      committed: 0,
    });
    expect(await holidaysOf(2033)).toBeUndefined();
    expect(await loadFile(holiday, shifted)).toEqual({ committed: 2, errors: [] });
    expect(await holidaysOf(2033)).toEqual(['2033-10-01']);
  });
});

describe('Study by credits', () => {
  const header = '学号,课程代码,课程名称,学年学期,学分,成绩结果';
  const terms = { effectiveOn: '2024-09-01', decisionNo: '渝人社〔2024〕9号', flexible: true, creditBased: true, creditsRequired: 100, alternation: true }; // prettier-ignore

  it('is set by a decision, with its day and number in the history', async () => {
    const registrationIds = await activeStudents(service, 1);
    const set = await city().post('/registrations/batch-set-study-terms', { registrationIds, ...terms });
    expect(set.body).toMatchObject({ accepted: 1, refused: [] });
    expect(await show(service, registrationIds[0]!)).toMatchObject({
      entryQualification: 'SENIOR_HIGH',
      minMonths: 24,
      maxMonths: 60,
      flexible: true,
      creditsRequired: 100,
      alternation: true,
    });
    const { entries } = (await city().get(`/registrations/${registrationIds[0]}/history`)).body;
    expect(entries.at(-1)).toMatchObject({ effectiveOn: '2024-09-01', decisionNo: terms.decisionNo });
    const { body } = await service.as('school-principal', 'S001').post('/credits/prior-learning', {
      registrationIds, courseCode: 'SK-09', courseName: '车工', credits: 50.5, evidence: '认定〔2024〕3号',
    }); // prettier-ignore
    expect(body.refused).toMatchObject([{ code: 'prior-learning-too-much' }]);
  });

  it('earns what files of results say, each course once, until an entry is compensated', async () => {
    const students = await activeStudents(service, 2);
    const [one, other] = await Promise.all(
      students.map(async (each) => String((await show(service, each)).studentNo)),
    );
    const rows = [
      `${one},SK-01,数控编程,2025-2026-1,4,合格`,
      `${one},SK-02,机械制图,2025-2026-1,2.5,合格`,
      `${other},SK-01,数控编程,2025-2026-1,4,不合格`,
    ];
    const load = (...of: string[]) => uploaded(registrar(), '/credits/imports', [header, ...of]);
    const earned = async () => (await show(service, students[0]!)).creditsEarned;
    expect(await load(...rows)).toEqual({ committed: 3, errors: [] });
    expect(await load(...rows.toReversed())).toEqual({ committed: 3, errors: [] });
    expect(await earned()).toBe(6.5);
    expect(await show(service, students[1]!)).toMatchObject({ creditsEarned: 0 });
    expect(await load(`${one},SK-01,数控编程,2025-2026-1,3,合格`, `${one},SK-02,机械制图,2025-2026-2,2.5,合格`)).toEqual({
      committed: 0,
      errors: [[2, 'credit-entry-differs'], [3, 'course-credited-already']],
    }); // prettier-ignore
    const { items } = (await registrar().get(`/credits?registrationId=${students[0]}`)).body;
    const entryIds = [items[0].entryId];
    const undone = await registrar().post('/credits/batch-compensate', { entryIds, reason: '成绩登记有误' });
    expect(undone.body).toMatchObject({ accepted: 1 });
    expect(await earned()).toBe(2.5);
    expect(await load(`${one},SK-01,数控编程,2025-2026-1,3,合格`)).toEqual({ committed: 1, errors: [] });
    expect(await earned()).toBe(5.5);
    expect((await service.as('school-registrar', 'S002').get('/credits')).body.items).toEqual([]);
  });
});

const today = dayInChina(new Date());
const thisYear = Number(today.slice(0, 4));

/** Somebody younger than the people of the other specs, by a document of their own. */
function bornOn(birthDate: string) {
  const body = `510202${birthDate.replaceAll('-', '')}771`;
  return { birthDate, idNumber: body + residentCheck(body) };
}

/** Registers and approves students of S001 who have studied for a year, of three. */
async function secondYear(count: number, person = () => somebody()): Promise<string[]> {
  const startOn = addMonths(today, -12);
  const checkIns = Array.from({ length: count }, () =>
    checkedIn({ startOn, checkedInOn: startOn, person: person() }),
  );
  const registrationIds = (await registered(service, ...checkIns)).map((each) => each.registrationId);
  expect((await city().post('/registrations/batch-approve', { registrationIds })).body).toMatchObject({
    accepted: count,
  });
  return registrationIds;
}

const principal = (school = 'S001') => service.as('school-principal', school);
const district = () => service.as('district-officer', '500112');
const asked = {
  receivingSchoolCode: 'S002',
  reasonCode: 'FAMILY_MOVED',
  effectiveOn: today,
  evidence: '转学申请〔2026〕6号',
};
const ask = (registrationIds: string[], over: object = {}) =>
  registrar().post('/transfers', { registrationIds, ...asked, ...over });
const refusalOf = async (registrationId: string, over: object = {}) =>
  (await ask([registrationId], over)).body.refused[0]?.code;

async function requested(registrationIds: string[], over: object = {}): Promise<string[]> {
  const { body } = await ask(registrationIds, over);
  expect(body).toMatchObject({ accepted: registrationIds.length, refused: [] });
  return body.transferIds;
}
async function done(caller: HttpCaller, step: string, transferIds: string[], over: object = {}) {
  const { body } = await caller.post(`/transfers/batch-${step}`, { transferIds, ...over });
  expect(body).toMatchObject({ accepted: transferIds.length, refused: [] });
}
async function accepted(registrationIds: string[], over: object = {}): Promise<string[]> {
  const transferIds = await requested(registrationIds, over);
  await done(principal(), 'release', transferIds);
  await done(registrar('S002'), 'accept', transferIds, { targetOfferingId });
  return transferIds;
}
const transferOf = async (registrationId: string) =>
  (await city().get(`/transfers?registrationId=${registrationId}`)).body.items.at(-1);
const stateOf = async (registrationId: string) => (await show(service, registrationId)).state;
/** What the job of the night does, for the transfers that are due by now. */
async function midnight() {
  expect(await runJob(service, followTransfers, {})).toMatchObject({ state: 'DONE' });
  await eventually('the end of the job of each transfer', async () =>
    expect((await service.as('operator').get('/jobs?kind=follow-transfer&state=WAITING')).body.items).toEqual(
      [],
    ),
  );
}

const recorded = (caller: HttpCaller, no: unknown, code: string, of: number) =>
  uploaded(caller, '/credits/imports', [
    '学号,课程代码,课程名称,学年学期,学分,成绩结果',
    `${String(no)},${code},样例课程,2025-2026-1,${of},合格`,
  ]);

describe('A transfer', () => {
  it('is not begun while the working days of the year are unknown, since its deadline would be guessed', async () => {
    const [student] = await secondYear(1);
    const { body } = await ask([student!]);
    expect(body.refused).toMatchObject([
      {
        code: 'working-calendar-missing',
        detail: expect.stringContaining(`load the calendar of ${thisYear} first`),
      },
    ]);
    for (const year of [thisYear, thisYear + 1])
      expect(
        (
          await city().post('/working-calendars', {
            year,
            documentNo: '国办发明电1号',
            holidays: [`${year}-01-01`],
            shiftedWorkdays: [],
          })
        ).status,
      ).toBe(201);
    await requested([student!]);
    expect(await transferOf(student!)).toMatchObject({ state: 'REQUESTED', dueOn: expect.any(String) });
  });

  it('leads from school to school with one live record at every moment, and carries months and credits', async () => {
    const [student] = await secondYear(1);
    const before = await show(service, student!);
    await uploaded(registrar(), '/credits/imports', [
      '学号,课程代码,课程名称,学年学期,学分,成绩结果',
      `${String(before.studentNo)},SK-07,钳工,2025-2026-1,6.5,合格`,
    ]);
    const portrait = await sharp({ create: { width: 358, height: 441, channels: 3, background: '#9ab' } }).jpeg().toBuffer(); // prettier-ignore
    await registrar().post(`/registrations/${student}/photos`, portrait, 'image/jpeg');
    const { majorCode, majorName: name } = major;
    const newClass = { code: 'Z1', name: '一班', year: 2023, season: 'AUTUMN', studyMode: 'FULL_TIME', level: 'SENIOR', major: { majorCode, name }, plannedSize: 40 }; // prettier-ignore
    const { classId } = (await registrar('S002').post('/classes', newClass)).body;
    const transferIds = await requested([student!]);
    expect(await stateOf(student!)).toBe('ACTIVE');
    await done(principal(), 'release', transferIds);
    expect(await stateOf(student!)).toBe('TRANSFER_PENDING');
    await done(registrar('S002'), 'accept', transferIds, { targetOfferingId, targetClassId: classId });
    await done(city(), 'approve', transferIds);
    expect(await stateOf(student!)).toBe('TRANSFER_PENDING');
    const again = await city().post('/transfers/batch-approve', { transferIds });
    expect(again.body.refused).toMatchObject([{ code: 'authority-of-neither-school' }]);
    await done(district(), 'approve', transferIds);
    const { newRegistrationId, ...transfer } = await transferOf(student!);
    expect(transfer).toMatchObject({
      state: 'APPLIED',
      sendingApprovedBy: 'city-officer',
      effectiveOn: today,
    });
    expect(await show(service, student!)).toMatchObject({
      state: 'TRANSFERRED_OUT',
      endedOn: today,
      endReasonCode: 'FAMILY_MOVED',
    });
    const after = await show(service, newRegistrationId);
    expect(after).toMatchObject({
      state: 'ACTIVE',
      schoolCode: 'S002',
      personId: before.personId,
      applicationId: before.applicationId,
      previousRegistrationId: student,
      startOn: before.startOn,
      transferredInOn: today,
      transferredFromSchool: 'S001',
      monthsCarried: 12,
      creditsEarned: 6.5,
      major: { majorCode: '0107-4', name: '数控维修' },
    });
    expect(String(after.studentNo)).toMatch(/^S002/);
    const { items: photos } = (await registrar('S002').get(`/registrations/${newRegistrationId}/photos`))
      .body;
    expect(photos).toMatchObject([{ sha256: after.photoSha256, uploadedBy: 'school-registrar:S001' }]);
    const photo = await registrar('S002').get(
      `/registrations/${newRegistrationId}/photos/${photos[0].photoId}`,
    );
    expect(sha256Of(photo.body)).toBe(after.photoSha256);
    const roster = (await registrar('S002').get(`/classes/${classId}/students?on=${today}`)).body.items;
    expect(roster).toMatchObject([{ registrationId: newRegistrationId }]);
    const told = await eventually('the transfer', async () => {
      const events = (await service.published(StudentTransferred)).filter(
        ({ subject }) => subject === newRegistrationId,
      );
      expect(events).toHaveLength(1);
      return events[0]!;
    });
    expect(told).toMatchObject({
      version: 1,
      data: { previousRegistrationId: student, fromSchoolCode: 'S001', transferredOn: today },
    });
    const changes = (await service.published(RegistrationStatusChanged)).filter(
      ({ subject }) => subject === student,
    );
    expect(changes.map(({ data }) => data.to)).toEqual(['TRANSFER_PENDING']);
    const live = `select person_id from registrations where state in ('ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING') and person_id = $1`;
    expect(await service.query(live, [before.personId])).toHaveLength(1);
    const moved = async (school: string) =>
      (await city().get(`/figures/movements?from=${today}&to=${today}&schoolCode=${school}`)).body.total;
    expect(await moved('S001')).toMatchObject({ left: 1, transferredOut: 1 });
    expect(await moved('S002')).toMatchObject({ entered: 1, transferredIn: 1, intake: 0 });
  });

  it('is asked for by the receiving school as well, which knows the student by number and document, and begins with the consent of the other one', async () => {
    const [person, stranger] = [somebody(), somebody()];
    const [student] = await secondYear(1, () => person);
    const { studentNo } = await show(service, student!);
    const documentOf = ({ idType, idNumber }: typeof person) => ({ idType, idNumber });
    const { receivingSchoolCode: _, ...request } = { ...asked, studentNo, document: documentOf(person) };
    const askIn = (over: object = {}, school = 'S002') =>
      registrar(school).post('/transfers/request-in', { ...request, ...over });
    expect((await askIn({ document: documentOf(stranger) })).status).toBe(404);
    expect((await askIn({}, 'S001')).body.code).toBe('transfer-target-not-possible');
    const { status, body } = await askIn();
    expect(status).toBe(201);
    const transferIds = [body.transferId];
    expect((await askIn()).body.code).toBe('transfer-is-open');
    expect(await transferOf(student!)).toMatchObject({ state: 'REQUESTED', askedBySchool: 'S002', requestedBy: 'school-registrar:S002' }); // prettier-ignore
    const cancel = (school: string) => registrar(school).post('/transfers/batch-cancel', { transferIds, reason: '学生不再申请' }); // prettier-ignore
    expect((await cancel('S001')).body.refused).toMatchObject([{ code: 'other-school-decides' }]);
    expect((await cancel('S002')).body).toMatchObject({ accepted: 1 });
    const again = [(await askIn()).body.transferId];
    expect(await stateOf(student!)).toBe('ACTIVE');
    await done(principal(), 'release', again);
    const own = await registrar('S002').post('/transfers/batch-accept', { transferIds: again, targetOfferingId }); // prettier-ignore
    expect(own.body.refused).toMatchObject([{ code: 'approver-is-submitter' }]);
    await done(principal('S002'), 'accept', again, { targetOfferingId });
    await done(city(), 'approve', again);
    await done(district(), 'approve', again);
    expect(await transferOf(student!)).toMatchObject({ state: 'APPLIED' });
  });

  it('lets what is corrected in credits at the school before follow, and records nothing more there', async () => {
    const [student] = await secondYear(1);
    const { studentNo } = await show(service, student!);
    await recorded(registrar(), studentNo, 'SK-11', 6.5);
    await recorded(registrar(), studentNo, 'SK-12', 4);
    const transferIds = await accepted([student!]);
    await done(city(), 'approve', transferIds);
    await done(district(), 'approve', transferIds);
    const { newRegistrationId } = await transferOf(student!);
    const earned = async () => (await show(service, newRegistrationId)).creditsEarned;
    expect(await earned()).toBe(10.5);
    expect(await recorded(registrar(), studentNo, 'SK-13', 2)).toEqual({ committed: 0, errors: [[2, 'student-transferred']] }); // prettier-ignore
    const { studentNo: newNo } = await show(service, newRegistrationId);
    expect(await recorded(registrar('S002'), newNo, 'SK-11', 6)).toEqual({ committed: 0, errors: [[2, 'credit-entry-differs']] }); // prettier-ignore
    const { items } = (await registrar().get(`/credits?registrationId=${student}`)).body;
    const entryIds = items.flatMap((each: any) => (each.courseCode === 'SK-11' ? each.entryId : []));
    const undone = await registrar().post('/credits/batch-compensate', { entryIds, reason: '成绩登记有误' });
    expect(undone.body).toMatchObject({ accepted: 1 });
    expect(await earned()).toBe(4);
    const carried = (await registrar('S002').get(`/credits?registrationId=${newRegistrationId}`)).body.items;
    expect(carried.map((each: any) => [each.state, each.credits])).toEqual([
      ['COMPENSATED', 10.5],
      ['COMPENSATION', -10.5],
      ['RECORDED', 4],
    ]);
    expect(await recorded(registrar('S002'), newNo, 'SK-11', 6)).toEqual({ committed: 1, errors: [] });
    expect(await earned()).toBe(10);
  });

  it('to a school that is closed, or for what it cannot teach any more, lapses in the night, and both schools see why', async () => {
    let version = 1;
    const told = async (state: object, status: 'ACTIVE' | 'STOPPED') => {
      await service.receive(receivingSchool(++version, state), offering(version, status));
      const sql =
        'select from known_offerings join known_qualifications using (school_code, version) where version = $1';
      await eventually('what the school is now', async () => expect(await service.query(sql, [version])).toHaveLength(1)); // prettier-ignore
    };
    const revoked = { qualifications: [{ ...QUALIFICATION, state: 'REVOKED' }] };
    for (const [code, state, status, isApproved] of [
      ['receiving-school-closed', { status: 'CLOSED' }, 'ACTIVE', true],
      ['receiving-offering-closed', {}, 'STOPPED', false],
      ['receiving-school-not-qualified', revoked, 'ACTIVE', false],
    ] as const) {
      const [student] = await secondYear(1);
      const transferIds = await accepted([student!], { effectiveOn: addDays(today, 20) });
      await done(city(), 'approve', transferIds);
      if (isApproved) await done(district(), 'approve', transferIds);
      await told(state, status);
      const { body } = await district().post('/transfers/batch-approve', { transferIds });
      expect(body.refused).toMatchObject([{ code: isApproved ? 'transfer-not-at-this-step' : code }]);
      await midnight();
      for (const school of ['S001', 'S002']) {
        const { items } = (await registrar(school).get(`/transfers?registrationId=${student}`)).body;
        expect(items).toMatchObject([{ state: 'LAPSED', lapsedBecause: code }]);
      }
      expect(await stateOf(student!)).toBe('ACTIVE');
      await told({}, 'ACTIVE');
    }
  });

  it('of somebody who was split off does not keep the split from being undone, which takes both records along', async () => {
    const person = somebody();
    const [graduate] = await registered(service, checkedIn({ person }));
    await city().post('/registrations/batch-approve', { registrationIds: [graduate!.registrationId] });
    await graduated(service, [graduate!.registrationId]);
    const [student] = await secondYear(1, () => person);
    const { personId } = graduate!;
    expect((await show(service, student!)).personId).toBe(personId);
    const deciding = service.as('city-officer', undefined, 'decides');
    const applied = async (path: string, body: object) => {
      const { changeId } = (await city().post(path, { evidence: '人员核查〔2026〕3号', ...body })).body;
      const preview = (await deciding.get(`/identity-changes/${changeId}/preview`)).body.registrations;
      const { body: after } = await deciding.post(`/identity-changes/${changeId}/approve`);
      expect(after).toMatchObject({ state: 'APPLIED' });
      const moves = preview.map((each: { registrationId: string }) => each.registrationId);
      expect(after.registrationIds).toEqual(moves);
      expect((await deciding.get(`/identity-changes/${changeId}/preview`)).body.registrations).toEqual(preview); // prettier-ignore
      return { changeId, moves };
    };
    const { idType, idNumber } = somebody();
    const identity = { name: '样例拆分', idType, idNumber };
    const split = await applied(`/persons/${personId}/split`, { registrationIds: [student], identity, effectiveOn: today }); // prettier-ignore
    const transferIds = await accepted([student!]);
    await done(city(), 'approve', transferIds);
    await done(district(), 'approve', transferIds);
    const { newRegistrationId } = await transferOf(student!);
    expect((await show(service, newRegistrationId)).personId).not.toBe(personId);
    const { moves } = await applied(`/identity-changes/${split.changeId}/undo`, {});
    expect(moves).toEqual([student, newRegistrationId]);
    for (const each of moves)
      expect(await show(service, each)).toMatchObject({ personId, name: person.name });
    const told = await eventually('the undoing, of each record and in their order', async () => {
      const events = (await service.published(PersonMerged)).filter(({ data }) => data.holderId === personId);
      expect(events).toHaveLength(2);
      return events;
    });
    expect(told.map(({ subject, key }) => [subject, key])).toEqual(moves.map((each: string) => [each, personId])); // prettier-ignore
  });

  it('names the uploaded papers of its student, and of nobody else', async () => {
    const [student, other] = await secondYear(2);
    const paper = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n');
    const address = `/evidence?kind=APPLICATION&registrationId=${student}`;
    const { evidenceId } = (await registrar().post(address, paper, 'application/pdf')).body;
    expect(await refusalOf(other!, { evidenceId })).toBe('evidence-not-found');
    await requested([student!], { evidenceId });
    expect(await transferOf(student!)).toMatchObject({ evidenceId });
  });

  it('is seen by both schools and by no other one, and shows neither the other’s records', async () => {
    const [student] = await secondYear(1);
    const transferIds = await requested([student!]);
    const seenBy = async (school: string) =>
      (await registrar(school).get(`/transfers?registrationId=${student}`)).body.items.length;
    expect([await seenBy('S001'), await seenBy('S002'), await seenBy('S003')]).toEqual([1, 1, 0]);
    expect((await registrar('S002').get(`/registrations/${student}`)).status).toBe(404);
    const other = await principal('S002').post('/transfers/batch-release', { transferIds });
    expect(other.body.refused).toMatchObject([{ code: 'other-school-decides' }]);
    const third = await principal('S003').post('/transfers/batch-release', { transferIds });
    expect(third.body.refused).toMatchObject([{ code: 'not-found' }]);
  });

  it('that is refused, cancelled or not decided on in time leaves the student where they were', async () => {
    const students = await secondYear(3);
    const transferIds = await requested(students);
    await done(principal(), 'release', transferIds);
    await done(registrar('S002'), 'reject', [transferIds[0]!], { reason: '接收专业点已满员' });
    await done(registrar(), 'cancel', [transferIds[1]!], { reason: '学生不再申请' });
    await midnight();
    expect(await Promise.all(students.map(stateOf))).toEqual(['ACTIVE', 'ACTIVE', 'TRANSFER_PENDING']);
    await service.query('update transfers set due_on = $2 where transfer_id = $1', [
      transferIds[2],
      addDays(today, -1),
    ]);
    await midnight();
    await midnight();
    const lapsed = await registrar('S002').get(`/transfers?state=LAPSED&registrationId=${students[2]}`);
    expect(lapsed.body.items).toMatchObject([
      { transferId: transferIds[2], lapsedBecause: 'not-accepted-in-time', version: 3 },
    ]);
    const { state, version } = await show(service, students[2]!);
    expect({ state, version }).toEqual({ state: 'ACTIVE', version: 4 });
    const [accepting] = await secondYear(1);
    const tooLate = await registrar().post('/transfers/batch-cancel', {
      transferIds: await accepted([accepting!]),
      reason: '学生不再申请',
    });
    expect(tooLate.body.refused).toMatchObject([{ code: 'transfer-accepted-already' }]);
  });

  it('out of the city is a document, filed with both provinces, and sets the person free', async () => {
    const [student] = await secondYear(1);
    const outside = { province: '四川省', name: '样例外地技师学院', acceptanceNo: '接收函〔2026〕8号' };
    const transferIds = await requested([student!], { receivingSchoolCode: undefined, outside });
    await done(principal(), 'release', transferIds);
    const unfiled = await city().post('/transfers/batch-approve', { transferIds });
    expect(unfiled.body.refused).toMatchObject([{ code: 'filing-numbers-missing' }]);
    await done(city(), 'approve', transferIds, {
      filingNo: '渝转备〔2026〕1号',
      outsideFilingNo: '川转备〔2026〕1号',
    });
    expect(await show(service, student!)).toMatchObject({ state: 'TRANSFERRED_OUT', endedOn: today });
    const told = await eventually('both changes', async () => {
      const events = (await service.published(RegistrationStatusChanged)).filter(
        ({ subject }) => subject === student,
      );
      expect(events).toHaveLength(2);
      return events.map(({ data: { from, to, changeType } }) => ({ from, to, changeType }));
    });
    expect(told).toEqual([
      { from: 'ACTIVE', to: 'TRANSFER_PENDING', changeType: 'TRANSFER' },
      { from: 'TRANSFER_PENDING', to: 'TRANSFERRED_OUT', changeType: 'TRANSFER' },
    ]);
  });

  it('of a day to come takes effect on it, unless the record has moved on by then', async () => {
    const students = await secondYear(2);
    const transferIds = await accepted(students, { effectiveOn: addDays(today, 20) });
    await done(city(), 'approve', transferIds);
    await done(district(), 'approve', transferIds);
    // As in a night on which a step was taken before the job came to it, which then did nothing.
    const dueOn = (day: string | null) =>
      service.query('update transfers set due_on = $2 where transfer_id = any($1)', [transferIds, day]); // prettier-ignore
    await dueOn(addDays(today, -1));
    await midnight();
    await dueOn(null);
    expect(await Promise.all(students.map(stateOf))).toEqual(['TRANSFER_PENDING', 'TRANSFER_PENDING']);
    await service.query(
      `begin; set local session_replication_role = replica;
       update registrations set state = 'RETAINED', return_expected_on = '2099-01-01' where registration_id = '${students[1]}';
       update transfers set effective_on = '${today}', version = version + 1 where transfer_id in ('${transferIds.join("','")}'); commit`,
    );
    await midnight();
    expect(await Promise.all(students.map(stateOf))).toEqual(['TRANSFERRED_OUT', 'RETAINED']);
    expect(await transferOf(students[1]!)).toMatchObject({ state: 'LAPSED', lapsedBecause: 'not-pending' });
  });

  it('is refused while something else is under way, and for who may not be transferred', async () => {
    const [away, graduating, going, minor] = await secondYear(3).then(async (some) => [
      ...some,
      ...(await secondYear(1, () => somebody({ ...bornOn(addMonths(today, -16 * 12)) }))),
    ]);
    const [freshman] = await registered(service, checkedIn({ startOn: addMonths(today, -2) }));
    await city().post('/registrations/batch-approve', { registrationIds: [freshman!.registrationId] });
    await onLeave(service, away!);
    await draftBatch(service, [graduating!]);
    await requested([going!]);
    expect(await refusalOf(away!)).toBe('not-active');
    expect(await refusalOf(graduating!)).toBe('in-graduation-batch');
    expect(await refusalOf(going!)).toBe('transfer-is-open');
    expect(await refusalOf(minor!)).toBe('guardian-consent-missing');
    expect(await refusalOf(freshman!.registrationId)).toBe('transfer-in-first-semester');
    const [student] = await secondYear(1);
    expect(await refusalOf(student!, { effectiveOn: addMonths(today, 12) })).toBe('transfer-in-final-year');
    expect(await refusalOf(student!, { receivingSchoolCode: 'S001' })).toBe('transfer-target-not-possible');
    expect(await refusalOf(student!, { receivingSchoolCode: undefined })).toBe(
      'transfer-target-not-possible',
    );
  });
});

const stepOf = async (caller: HttpCaller, step: string, inwardTransferIds: string[], over: object = {}) =>
  (await caller.post(`/inward-transfers/batch-${step}`, { inwardTransferIds, ...over })).body;
const approvalOf = async (registrationId: string) =>
  (await city().post('/registrations/batch-approve', { registrationIds: [registrationId] })).body;

describe('A transfer into the city from outside', () => {
  const brought = {
    outside: { province: '四川省', name: '样例外地技师学院', releaseNo: '转出证明〔2026〕3号' },
    enteredOn: addMonths(today, -15),
    monthsStudied: 12,
    creditsCarried: 42.5,
    evidence: '转入材料〔2026〕6号',
  };
  const filed = { filingNo: '渝转备〔2026〕2号', outsideFilingNo: '川转备〔2026〕2号' };
  const arrived = async (count: number) => {
    const some = Array.from({ length: count }, () => checkedIn({ startOn: addDays(today, -3), checkedInOn: addDays(today, -2) })); // prettier-ignore
    return (await registered(service, ...some)).map(({ registrationId }) => registrationId);
  };
  async function bring(registrationIds: string[]): Promise<string[]> {
    const { body } = await registrar().post('/inward-transfers', { registrationIds, ...brought });
    expect(body).toMatchObject({ accepted: registrationIds.length, refused: [] });
    return body.inwardTransferIds;
  }

  it('carries months and credits into a registration that is approved only when both were decided on', async () => {
    const [student] = await arrived(1);
    const ids = await bring([student!]);
    const twice = await registrar().post('/inward-transfers', { registrationIds: [student], ...brought });
    expect(twice.body.refused).toMatchObject([{ code: 'inward-transfer-is-open' }]);
    expect((await approvalOf(student!)).refused).toMatchObject([{ code: 'inward-transfer-is-open' }]);
    expect((await stepOf(city(), 'approve', ids, filed)).refused).toMatchObject([{ code: 'inward-transfer-not-at-this-step' }]); // prettier-ignore
    expect(await stepOf(principal(), 'endorse', ids)).toMatchObject({ accepted: 1 });
    expect(await stepOf(city(), 'approve', ids, filed)).toMatchObject({ accepted: 1 });
    expect(await approvalOf(student!)).toMatchObject({ accepted: 1 });
    const known = await show(service, student!);
    expect(known).toMatchObject({
      state: 'ACTIVE',
      startOn: brought.enteredOn,
      stateSince: addDays(today, -2),
      monthsCarried: 12,
      creditsEarned: 42.5,
      transferredFromOutside: { province: '四川省', name: '样例外地技师学院' },
    });
    expect(String(known.studentNo)).toMatch(/^S001/);
    const credits = (await registrar().get(`/credits?registrationId=${student}`)).body.items;
    expect(credits).toMatchObject([{ kind: 'CARRIED', credits: 42.5, evidence: brought.evidence }]);
    const listed = await registrar().get(`/inward-transfers?registrationId=${student}`);
    expect(listed.body.items).toMatchObject([{ state: 'APPROVED', ...filed, ...brought }]);
    expect(await registrar('S002').get('/inward-transfers')).toMatchObject({ body: { items: [] } });
  });

  it('that is refused, cancelled or not decided on in time leaves the student to be registered as anybody', async () => {
    const students = await arrived(3);
    const ids = await bring(students);
    expect(await stepOf(principal(), 'reject', [ids[0]!], { reason: '成绩单不全' })).toMatchObject({ accepted: 1 }); // prettier-ignore
    expect(await stepOf(registrar(), 'cancel', [ids[1]!], { reason: '材料有误' })).toMatchObject({ accepted: 1 }); // prettier-ignore
    await service.query('update inward_transfers set due_on = $2 where inward_transfer_id = $1', [ids[2], addDays(today, -1)]); // prettier-ignore
    for (const _ of [1, 2]) expect(await runJob(service, lapseInwardTransfers, {})).toMatchObject({ state: 'DONE' }); // prettier-ignore
    const { items } = (await registrar().get('/inward-transfers?state=LAPSED')).body;
    expect(items).toMatchObject([{ lapsedBecause: 'not-endorsed-in-time', version: 2 }]);
    for (const student of students) {
      expect(await approvalOf(student)).toMatchObject({ accepted: 1 });
      expect(await show(service, student)).toMatchObject({ startOn: addDays(today, -3) });
    }
  });
});

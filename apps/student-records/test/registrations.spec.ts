import ExcelJS from 'exceljs';
import {
  CertificateIssued,
  CertificateRevoked,
  RegistrationApproved,
  RegistrationRejected,
} from '#contracts';
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import { activeStudents, checkedIn, registered, show, somebody, startStudentRecords } from './check-ins.js';

describe('Registrations', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
  });
  afterAll(() => service?.close());

  const officer = (person?: string) => service.as('city-officer', undefined, person);
  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const approve = (...registrationIds: string[]) =>
    officer().post('/registrations/batch-approve', { registrationIds });

  it('come of check-ins, once for each application, with the person as they stood at the school', async () => {
    const person = somebody({ name: '阿依·买买提', phone: '13900000000' });
    const checkIn = checkedIn({ person });
    const [registration] = await registered(service, checkIn);
    expect(registration).toMatchObject({
      state: 'SUBMITTED',
      version: 1,
      name: '阿依·买买提',
      idNumber: expect.stringMatching(/^5102\*{10}/),
      schoolCode: 'S001',
      studyMode: 'FULL_TIME',
      level: 'SENIOR',
      verification: 'FORMAT',
    });
    await service.receive(checkIn);
    await registered(service, checkedIn({ person: somebody() }));
    const rows = await service.query('select * from registrations where application_id = $1', [
      checkIn.data.applicationId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('are approved with a number of their own, and enrolment is told', async () => {
    const some = await registered(service, checkedIn(), checkedIn(), checkedIn({ schoolCode: 'S002' }));
    const answer = await approve(...some.map(({ registrationId }) => registrationId));
    expect(answer.body).toMatchObject({ accepted: 3, refused: [] });
    const shown = await Promise.all(some.map(({ registrationId }) => show(service, registrationId)));
    expect(shown.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    const numbers = shown.map(({ studentNo }) => String(studentNo));
    expect(new Set(numbers).size).toBe(3);
    expect(numbers[0]).toMatch(/^S001231\d{5}$/);
    const told = await eventually('all approvals on the topic', async () => {
      const events = (await service.published(RegistrationApproved, 3)).filter(({ data }) =>
        some.some(({ registrationId }) => registrationId === data.registrationId),
      );
      expect(events).toHaveLength(3);
      return events;
    });
    for (const { key, data, version } of told) {
      expect({ key, version }).toEqual({ key: data.personId, version: 2 });
      expect(numbers).toContain(data.studentNo);
    }
  });

  it('are not approved by who checked the student in', async () => {
    const [own] = await registered(service, checkedIn({ checkedInBy: 'city-officer' }));
    const answer = await approve(own!.registrationId);
    expect(answer.body).toMatchObject({ accepted: 0, refused: [{ code: 'approver-is-submitter' }] });
    const other = await officer('li').post('/registrations/batch-approve', {
      registrationIds: [own!.registrationId],
    });
    expect(other.body).toMatchObject({ accepted: 1 });
  });

  it('are decided by nobody who had a hand in the application, not by SQL either', async () => {
    const contributors = ['city-officer::wang', 'school-admissions:S001'];
    const [one] = await registered(service, checkedIn({ contributors }));
    const registrationIds = [one!.registrationId];
    for (const [decision, more] of Object.entries({ approve: {}, reject: { reason: '材料不全' } }))
      expect(
        (await officer('wang').post(`/registrations/batch-${decision}`, { registrationIds, ...more })).body,
      ).toMatchObject({ accepted: 0, refused: [{ code: 'approver-is-submitter' }] });
    for (const column of ['approved_by', 'rejected_by'])
      await expect(
        service.query(`update registrations set ${column} = contributors[1] where registration_id = $1`, [
          one!.registrationId,
        ]),
      ).rejects.toThrow(`registrations_${column}_no_contributor`);
    expect((await approve(...registrationIds)).body).toMatchObject({ accepted: 1 });
  });

  it('name the record of the stage of study before, from which the person graduated', async () => {
    const [former] = await activeStudents(service, 1);
    const [next] = await registered(service, checkedIn({ previousRegistrationId: former }));
    expect(next).toMatchObject({ previousRegistrationId: former });
  });

  it('of an enterprise employee need twelve months and an employer', async () => {
    const employee = { sourceType: 'ENTERPRISE_EMPLOYEE', studyMode: 'PART_TIME' } as const;
    const employer = { uscc: '91500000MA5U00001X', name: '样例机械有限公司' };
    const some = await registered(
      service,
      checkedIn({ ...employee, durationMonths: 11, employer }),
      checkedIn({ ...employee, durationMonths: 12 }),
      checkedIn({ ...employee, durationMonths: 12, employer }),
    );
    const answer = await approve(...some.map(({ registrationId }) => registrationId));
    expect(answer.body.registrationIds).toEqual([some[2]!.registrationId]);
    expect(answer.body.refused).toMatchObject([
      { id: some[0]!.registrationId, code: 'part-time-too-short', title: expect.stringContaining('一年') },
      { id: some[1]!.registrationId, code: 'employer-missing' },
    ]);
  });

  it('leave a person one live registration in the city, also when two schools come in one batch', async () => {
    const person = somebody();
    const [first, second] = await registered(
      service,
      checkedIn({ person, schoolCode: 'S001' }),
      checkedIn({ person, schoolCode: 'S002', studyMode: 'PART_TIME' }),
    );
    const answer = await approve(first!.registrationId, second!.registrationId);
    expect(answer.body).toMatchObject({
      registrationIds: [first!.registrationId],
      refused: [{ id: second!.registrationId, code: 'person-has-live-registration' }],
    });
    expect((await approve(second!.registrationId)).body.refused).toMatchObject([
      { code: 'person-has-live-registration' },
    ]);
  });

  it('take two passports of two states with one number for two people', async () => {
    const passport = { ...somebody(), idType: 'PASSPORT', idNumber: 'M12345678' };
    const two = await registered(
      service,
      ...['KOR', 'JPN'].map((issuingState, at) =>
        checkedIn({ person: { ...passport, name: `样例${at}`, issuingState } }),
      ),
    );
    expect((await approve(...two.map(({ registrationId }) => registrationId))).body).toMatchObject({
      accepted: 2,
      refused: [],
    });
  });

  it('leave a person one live registration when two officers approve at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const person = somebody();
      const two = await registered(service, checkedIn({ person }), checkedIn({ person, schoolCode: 'S002' }));
      const answers = await Promise.all(two.map(({ registrationId }) => approve(registrationId)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers.map(({ body }) => body.accepted).toSorted((one, other) => one - other)).toEqual([0, 1]);
    }
  });

  it('of two people with one ID number wait, both, until one of them is rejected', async () => {
    const person = somebody();
    const [first] = await registered(service, checkedIn({ person }));
    const [second] = await registered(service, checkedIn({ person: { ...person, name: '另一人' } }));
    const both = await approve(first!.registrationId, second!.registrationId);
    expect(both.body.refused.map(({ code }: any) => code)).toEqual([
      'identity-mismatch',
      'identity-mismatch',
    ]);
    expect(await show(service, first!.registrationId)).toMatchObject({ verification: 'MISMATCH' });
    await officer().post('/registrations/batch-reject', {
      registrationIds: [second!.registrationId],
      reason: '证件号码有误',
    });
    expect((await approve(first!.registrationId)).body).toMatchObject({ accepted: 1 });
  });

  it('do not dispute a person again when a check-in comes back after the inbox has forgotten it', async () => {
    const person = somebody();
    const [first] = await registered(service, checkedIn({ person }));
    const mistaken = checkedIn({ person: { ...person, name: '另一人' } });
    const [second] = await registered(service, mistaken);
    await officer().post('/registrations/batch-reject', {
      registrationIds: [second!.registrationId],
      reason: '证件号码有误',
    });
    await service.query('delete from inbox');
    await service.receive(mistaken);
    await eventually('the check-in is handled again', async () =>
      expect(await service.query('select 1 from inbox')).toHaveLength(1),
    );
    expect(await show(service, first!.registrationId)).toMatchObject({ verification: 'FORMAT' });
  });

  it('are rejected with a reason, and enrolment is told', async () => {
    const [one] = await registered(service, checkedIn());
    const registrationIds = [one!.registrationId];
    const body = { registrationIds, reason: '材料不全' };
    expect((await officer().post('/registrations/batch-reject', body)).body).toMatchObject({ accepted: 1 });
    expect((await officer().post('/registrations/batch-reject', body)).body.refused).toMatchObject([
      { code: 'not-submitted' },
    ]);
    await eventually('the rejection on the topic', async () => {
      const events = await service.published(RegistrationRejected, 1);
      expect(events.map(({ data }) => data.registrationId)).toContain(one!.registrationId);
    });
    expect((await approve(one!.registrationId)).body.refused).toMatchObject([{ code: 'not-submitted' }]);
  });

  it('show the number of their certificate, and a revocation that was heard of before the issue stays', async () => {
    const [registrationId] = await activeStudents(service, 1);
    const { personId } = await show(service, registrationId!);
    const certificate = {
      certificateNo: '2026500000S001300001',
      registrationId: registrationId!,
      personId,
      schoolCode: 'S001',
      kind: 'GRADUATION' as const,
    };
    const at = '2026-07-01T02:00:00.000Z';
    const issued = eventOf(CertificateIssued, {
      data: { ...certificate, issueDate: '2026-07-01', issuedAt: at },
      version: 1,
    });
    const revoked = eventOf(CertificateRevoked, {
      data: { ...certificate, decisionNo: '样例〔2026〕1号', revokedAt: at },
      version: 2,
    });
    await service.receive(revoked);
    await eventually('the revoked certificate', async () =>
      expect(await show(service, registrationId!)).toMatchObject({ certificateStatus: 'REVOKED' }),
    );
    await service.receive(issued);
    const later = { ...certificate, certificateNo: '2026500000S001300002' };
    await service.receive(
      eventOf(CertificateIssued, { data: { ...later, issueDate: '2026-07-01', issuedAt: at }, version: 1 }),
    );
    await eventually('the later certificate', async () =>
      expect(await show(service, registrationId!)).toMatchObject({
        certificateNo: later.certificateNo,
        certificateStatus: 'VALID',
      }),
    );
    const rows = await service.query(
      'select status from registration_certificates where certificate_no = $1',
      [certificate.certificateNo],
    );
    expect(rows).toEqual([{ status: 'REVOKED' }]);
  });

  it('are seen by their own school only', async () => {
    const [one] = await registered(service, checkedIn({ schoolCode: 'S001' }));
    expect((await registrar('S001').get(`/registrations/${one!.registrationId}`)).status).toBe(200);
    expect((await registrar('S002').get(`/registrations/${one!.registrationId}`)).status).toBe(404);
    const others = await registrar('S002').get('/registrations?schoolCode=S001');
    expect(others).toMatchObject({ status: 403, body: { code: 'other-school' } });
    const all = await registrar('S002').get('/registrations?limit=1000');
    expect(new Set(all.body.items.map((each: any) => each.schoolCode))).toEqual(new Set(['S002']));
  });

  it('are found by the beginning of a name, by several states and by ranges, counted, and exported as they are shown', async () => {
    const school = registrar('S001');
    const named = ['单小明', '单小红'].map((name) =>
      checkedIn({ schoolCode: 'S001', person: somebody({ name }) }),
    );
    const [one] = await registered(service, ...named);
    const approval = { registrationIds: [one!.registrationId] };
    expect((await officer().post('/registrations/batch-approve', approval)).body.accepted).toBe(1);
    for (const name of ['单小', 'shanxiao', 'sx']) {
      const found = await school.get(`/registrations?name=${encodeURIComponent(name)}&total=true`);
      expect(new Set(found.body.items.map((each: any) => each.name))).toEqual(new Set(['单小明', '单小红']));
      expect(found.body.total).toEqual({ count: 2, atLeast: false });
    }
    expect((await registrar('S002').get('/registrations?name=sx')).body.items).toEqual([]);
    const stated = async (states: string) =>
      (await school.get(`/registrations?name=sx&${states}`)).body.items;
    expect(await stated('state=ACTIVE')).toHaveLength(1);
    expect(await stated('state=ACTIVE&state=SUBMITTED')).toHaveLength(2);
    expect(await stated('graduatedOnFrom=2020-01-01')).toEqual([]);
    const { body, headers } = await school.get('/registrations/export?name=sx');
    expect(headers.get('content-disposition')).toBe('attachment; filename="registrations.xlsx"');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body);
    const sheet = workbook.getWorksheet('学籍')!;
    const titles = Array.from(sheet.getRow(1).values as string[]);
    const shown = ['姓名', '证件号码', '学籍状态'].map((title) => titles.indexOf(title));
    const cells = (at: number) => shown.map((place) => sheet.getCell(at, place).text);
    const masked = expect.stringMatching(/^\d{4}\*{10}\w{4}$/);
    expect([cells(2), cells(3)]).toContainEqual(['单小明', masked, '在读']);
    expect(sheet.rowCount).toBe(3);
    const [look] = await service.query(`select outcome, chain from audit_entries where action = 'export-registrations'`); // prettier-ignore
    expect(look).toEqual({ outcome: 'done', chain: 'S001' });
    expect((await registrar('S002').get('/registrations/export?schoolCode=S001')).status).toBe(403);
  });

  it('stay with the person that they were made for once they are decided on, also against SQL: a merged person is an alias', async () => {
    const [one, other] = await registered(service, checkedIn(), checkedIn());
    await officer().post('/registrations/batch-approve', { registrationIds: [one!.registrationId] });
    const rekeyed = 'update registrations set person_id = $2 where registration_id = $1';
    await expect(service.query(rekeyed, [one!.registrationId, other!.personId])).rejects.toThrow(
      'a registration stays with the person that it was made for',
    );
  });

  it('page by cursor', async () => {
    const all = (await officer().get('/registrations?limit=1000')).body.items;
    const first = (await officer().get('/registrations?limit=2')).body;
    const second = (await officer().get(`/registrations?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 4));
  });

  it('keep ID numbers, phones and guardians sealed in their tables and topics', async () => {
    const guardian = { name: '王大样', relation: '父', phone: '13911112222' };
    const person = somebody({ phone: '13922223333', guardian });
    const [one] = await registered(service, checkedIn({ person }));
    await approve(one!.registrationId);
    const rows = await service.query('select * from persons');
    const records = service.probe.recordsOf(RegistrationApproved);
    for (const secret of [person.idNumber, '13922223333', '13911112222', '王大样'])
      expect(JSON.stringify([rows, records])).not.toContain(secret);
  });

  it('are not for callers without token, of another role, or with what no schema knows', async () => {
    expect((await service.anonymous.get('/registrations')).status).toBe(401);
    expect((await service.as('school-admissions', 'S001').get('/registrations')).status).toBe(403);
    const [one] = await registered(service, checkedIn());
    const registrationIds = [one!.registrationId];
    expect((await registrar().post('/registrations/batch-approve', { registrationIds })).status).toBe(403);
    const answer = await officer().post('/registrations/batch-approve', { registrationIds, force: true });
    expect(answer.body.errors).toMatchObject([{ path: 'force', code: 'unknown-field' }]);
    expect((await show(service, one!.registrationId)).state).toBe('SUBMITTED');
    const unknown = '0193b0a0-0000-7000-8000-000000000001';
    expect((await approve(unknown)).body.refused).toMatchObject([{ id: unknown, code: 'not-found' }]);
  });
});

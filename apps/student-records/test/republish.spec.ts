import {
  CertificateIssued,
  EarlyLeavingRevoked,
  type EventDefinition,
  GraduationRevoked,
  RegistrationApproved,
  StudentGraduated,
  StudentLeftEarly,
} from '#contracts';
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import {
  activeStudents,
  graduated,
  revoked,
  schoolState,
  schoolsKnown,
  startStudentRecords,
} from './check-ins.js';

const topic = 'student-records.graduations.v1';
const registrations = 'student-records.registrations.v1';

describe('What student records replays', () => {
  let service: TestService;
  let active: string;
  let graduate: string;
  let undone: string;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S001'), schoolState('S002'));
    await schoolsKnown(service, 2);
    [active, graduate, undone] = (await activeStudents(service, 3)) as [string, string, string];
    await leftAndCameBack(graduate);
    await graduated(service, [graduate, undone]);
    await revoked(service, [undone]);
    await activeStudents(service, 1, 'S002');
  });
  afterAll(() => service?.close());

  async function leftAndCameBack(registrationId: string) {
    const [registrar, principal, city] = [service.as('school-registrar', 'S001'), service.as('school-principal', 'S001'), service.as('city-officer')]; // prettier-ignore
    const because = { evidence: '证明〔2026〕12号' };
    const withdrawal = {
      type: 'WITHDRAWAL',
      reasonCode: 'OWN_REQUEST',
      effectiveOn: '2025-03-01',
      ...because,
    };
    const asked = await registrar.post('/status-changes', {
      registrationIds: [registrationId],
      ...withdrawal,
    });
    const { changeIds } = asked.body;
    await principal.post('/status-changes/batch-approve', { changeIds });
    const reversal = { changeIds, reasonCode: 'ENTERED_IN_ERROR', ...because };
    const { body } = await registrar.post('/status-changes/batch-reverse', reversal);
    for (const by of [principal, city]) {
      const approval = await by.post('/status-changes/batch-approve', { changeIds: body.changeIds });
      expect(approval.body).toMatchObject({ accepted: 1 });
    }
  }

  const republish = async (over: object = {}) => {
    const { status, body } = await service
      .as('operator')
      .post('/republish', { topic, schoolCode: 'S001', ...over });
    expect(status).toBe(200);
    return body;
  };
  const toldOf = <D extends EventDefinition>(definition: D, registrationId: string, times: number) =>
    eventually(`${definition.type} of ${registrationId}, ${times} times`, async () => {
      const told = (await service.published(definition)).filter(({ subject }) => subject === registrationId);
      expect(told).toHaveLength(times);
      return told;
    });

  it('is the same as before, with the same versions and new ids, of one school if it is named', async () => {
    expect(await republish()).toEqual({ topic, events: 5 });
    expect(await republish({ topic: registrations })).toEqual({ topic: registrations, events: 5 });
    for (const [definition, registrationId] of [
      [RegistrationApproved, active],
      [RegistrationApproved, graduate],
      [StudentLeftEarly, graduate],
      [EarlyLeavingRevoked, graduate],
      [StudentGraduated, graduate],
      [StudentGraduated, undone],
      [GraduationRevoked, undone],
    ] as const) {
      const [first, again] = await toldOf(definition, registrationId, 2);
      expect(again).toMatchObject({ version: first!.version, key: first!.key, data: first!.data });
      expect(again!.id).not.toBe(first!.id);
    }
    const elsewhere = { schoolCode: 'S002' };
    expect((await republish({ ...elsewhere, topic: registrations })).events).toBe(1);
    expect((await republish(elsewhere)).events).toBe(0);
  });

  it('states the school as the graduation stated it, whatever it is called today', async () => {
    await service.receive(schoolState('S001', 2, '改名后的学院'));
    await eventually('the new name', async () =>
      expect(await service.query(`select 1 from schools where name = '改名后的学院'`)).toHaveLength(1),
    );
    await republish();
    const told = await toldOf(StudentGraduated, graduate, 3);
    expect(told[2]!.data.school.name).toBe('样例技师学院');
  });

  it('names the certificate of a graduation, and of each other end of the studies its own, once they are known', async () => {
    const before = await toldOf(StudentGraduated, graduate, 3);
    expect(before[0]!.data).not.toHaveProperty('certificateNo');
    const { personId } = before[0]!.data;
    const data = {
      certificateNo: 'C1',
      registrationId: graduate,
      personId,
      schoolCode: 'S001',
      kind: 'GRADUATION',
      issueDate: '2026-07-01',
      issuedAt: '2026-07-01T02:00:00.000Z',
    } as const;
    const ofStudy = { ...data, certificateNo: 'C9', kind: 'STUDY', issueDate: '2025-03-02' } as const;
    for (const each of [ofStudy, data])
      await service.receive(eventOf(CertificateIssued, { data: each, version: 1 }));
    await eventually('the certificates', async () =>
      expect(await service.query('select 1 from registration_certificates')).toHaveLength(2),
    );
    await republish();
    const told = await toldOf(StudentGraduated, graduate, 4);
    expect(told[3]!.data.certificateNo).toBe('C1');
    const left = await toldOf(StudentLeftEarly, graduate, 4);
    expect(left.map(({ data: { certificateNo } }) => certificateNo)).toEqual([undefined, undefined, undefined, 'C9']); // prettier-ignore
  });

  it('is asked for by operators, of topics that it owns', async () => {
    expect((await service.as('city-officer').post('/republish', { topic })).status).toBe(403);
    const other = await service.as('operator').post('/republish', { topic: 'certificates.lookup.v1' });
    expect(other).toMatchObject({ status: 422, body: { code: 'topic-not-republished' } });
  });
});

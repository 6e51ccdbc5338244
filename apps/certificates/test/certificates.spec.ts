import {
  CertificateIssued,
  CertificateLookupState,
  CertificateRevoked,
  EarlyLeavingRevoked,
  FormerGraduateRevoked,
  StudentCompleted,
  StudentLeftEarly,
} from '#contracts';
import { eventOf } from '#messaging';
import {
  eventually,
  formerGraduate,
  graduated,
  graduationRevoked,
  identityCorrected,
  startTestService,
  student,
  type Student,
  type TestService,
} from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

function completionOf(completed: Parameters<typeof graduated>[0]) {
  const { graduatedOn, ...data } = graduated(completed).data;
  return eventOf(StudentCompleted, { data: { ...data, completedOn: graduatedOn }, version: 3 });
}

describe('certificates', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ name: 'certificates', module: AppModule, migrations });
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const officer = () => service.as('city-officer');
  const certificatesOf = async ({ registrationId }: Student) =>
    (await officer().get(`/certificates?registrationId=${registrationId}`)).body.items;
  const stand = async (of: Student) =>
    (await certificatesOf(of)).map(({ kind, status }: any) => `${kind} ${status}`).toSorted();
  const issuedFor = (graduate: Student) =>
    eventually(`a certificate of ${graduate.registrationId}`, async () => {
      const [certificate] = (await certificatesOf(graduate)).filter((each: any) => each.status === 'ISSUED');
      expect(certificate).toBeDefined();
      return certificate;
    });
  /** What the topic holds of one registration, waiting until there are `count`. */
  const announced = <T extends typeof CertificateIssued | typeof CertificateRevoked>(
    event: T,
    { registrationId }: Student,
    count = 1,
  ) =>
    eventually(`${count} ${event.type} of ${registrationId}`, async () => {
      const ours = (await service.published(event)).filter(
        (each) => each.data.registrationId === registrationId,
      );
      expect(ours).toHaveLength(count);
      return ours;
    });
  const lookupStates = (certificateNo: string, count: number) =>
    eventually(`${count} lookup states of ${certificateNo}`, async () => {
      const states = (await service.published(CertificateLookupState)).filter(
        (each) => each.subject === certificateNo,
      );
      expect(states).toHaveLength(count);
      return states;
    });
  /** All partitions are done with what was sent before: a later graduation of the same person is certified. */
  const handledUpTo = async ({ personId }: Student) => {
    const later = student({ personId });
    await service.receive(graduated(later));
    await issuedFor(later);
  };

  it('issues one certificate for a graduation and tells the lookup of it', async () => {
    const graduate = student();
    const [causeId] = await service.receive(graduated(graduate));
    const [issued] = await announced(CertificateIssued, graduate);
    expect(issued).toMatchObject({ version: 1, causationId: causeId });
    expect(issued!.data).toMatchObject({ kind: 'GRADUATION', schoolCode: 'S001', issueDate: '2026-07-01' });
    expect(issued!.data.certificateNo).toMatch(/^2026500000S0013\d{5}$/);

    const [state] = await lookupStates(issued!.data.certificateNo, 1);
    expect(state).toMatchObject({ version: 1, key: issued!.data.certificateNo, causationId: causeId });
    expect(state!.data).toMatchObject({
      identity: { name: '王小明', idNumber: '510202199001011234', birthDate: '1990-01-01' },
      school: { code: 'S001', name: '样例技师学院', schoolType: 'TECHNICIAN_COLLEGE' },
      majorName: '数控加工',
      classType: 'SENIOR',
      studyMode: 'FULL_TIME',
      from: '2023-09-01',
      to: '2026-06-30',
      templateVersion: '2022',
      treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: 'T11-2021' },
      status: 'VALID',
    });
  });

  it('certifies a level and a school type that a city has added, and passes both on as they are', async () => {
    const graduate = student();
    const { school } = graduated(graduate).data;
    const added = {
      level: 'BASIC',
      school: { ...school, schoolType: 'ACADEMY' },
      programmeType: 'BY_EVENING',
    };
    await service.receive(graduated(graduate, 3, added));
    const { certificateNo } = await issuedFor(graduate);
    expect(certificateNo).toMatch(/^2026500000S0010\d{5}$/);
    const [shown] = await certificatesOf(graduate);
    expect(shown).toMatchObject({
      classType: 'BASIC',
      school: { schoolType: 'ACADEMY' },
      treatment: { as: 'NONE' },
    });
    const [state] = await lookupStates(certificateNo, 1);
    expect(state!.data).toMatchObject({ classType: 'BASIC', school: { schoolType: 'ACADEMY' } });
  });

  it('edits no certificate whose graduate is corrected, and lists it for the registrar until both say the same again', async () => {
    const graduate = student();
    await service.receive(graduated(graduate));
    const issued = await issuedFor(graduate);
    const differing = async () => (await registrar().get('/certificates?identityDiffers=true')).body.items;
    const handled = async (...identity: object[]) => {
      const events = identity.map((each, at) => identityCorrected(graduate, each, 4 + at));
      const ids = await service.receive(...events);
      await eventually('the corrections handled', async () =>
        expect(await service.query('select from inbox where event_id = any($1)', [ids])).toHaveLength(
          ids.length,
        ),
      );
    };
    await handled({ name: '王大明', idNumber: '510202199001011242' });
    const [shown] = await differing();
    expect(shown).toMatchObject({
      certificateNo: issued.certificateNo,
      name: '王小明',
      version: issued.version,
      identityNow: { name: '王大明', idNumber: '5102**********1242', reasonCode: 'LEGAL_CHANGE' },
    });
    const [row] = await service.query('select id_number_sealed from differing_identities');
    expect(row.id_number_sealed).toMatch(/^d1\./);
    await lookupStates(issued.certificateNo, 1);
    await handled({ name: '王大明' }, {});
    expect(await differing()).toEqual([]);
    expect((await registrar().get('/certificates?identityDiffers=false')).body.items).toContainEqual(
      expect.objectContaining({ certificateNo: issued.certificateNo, name: '王小明' }),
    );
  });

  it('issues nothing more when the graduation comes again, as the same event or as a new one', async () => {
    const graduate = student();
    await service.receive(graduated(graduate), graduated(graduate), graduated(graduate, 4));
    await issuedFor(graduate);
    const record = service.probe
      .recordsOf(graduated(graduate).definition)
      .find((each) => each.key === graduate.personId)!;
    const { headers, value } = record;
    await service.send([{ topic: 'student-records.graduations.v1', key: record.key, headers, value }]);
    await handledUpTo(graduate);
    expect(await certificatesOf(graduate)).toHaveLength(1);
    await announced(CertificateIssued, graduate, 1);
  });

  it('certifies a completion by a certificate of its own kind, which treats nobody as a graduate, and the graduation after it by another', async () => {
    const completed = student();
    const completion = completionOf(completed);
    await service.receive(completion);
    const [first] = await eventually('the certificate of completion', async () => {
      const found = await certificatesOf(completed);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(first).toMatchObject({ kind: 'COMPLETION', title: expect.stringContaining('结业证书') });
    await service.receive(completion, graduated(completed, 4));
    await eventually('the certificate of graduation', async () =>
      expect((await certificatesOf(completed)).map(({ kind }: any) => kind).toSorted()).toEqual([
        'COMPLETION',
        'GRADUATION',
      ]),
    );
  });

  it('certifies an early leaving by a certificate of its own kind, until the withdrawal is reversed', async () => {
    const leaver = student();
    const { graduatedOn, graduationBatchId: changeId, ...data } = graduated(leaver).data;
    const left = eventOf(StudentLeftEarly, { data: { ...data, changeId, leftOn: graduatedOn }, version: 3 });
    await service.receive(left, left);
    const issued = await issuedFor(leaver);
    expect(issued).toMatchObject({ kind: 'STUDY', title: '技师学院肄业证书' });
    const { decisionNo, revokedAt, ...of } = graduationRevoked(leaver).data;
    const undone = { data: { ...of, decisionNo, revokedAt }, version: 4 };
    await service.receive(eventOf(EarlyLeavingRevoked, undone), left);
    const [revoked] = await announced(CertificateRevoked, leaver);
    expect(revoked).toMatchObject({ subject: issued.certificateNo, data: { kind: 'STUDY' } });
    const [, gone] = await lookupStates(issued.certificateNo, 2);
    expect(gone!.data).toMatchObject({ kind: 'STUDY', status: 'REVOKED', treatment: { as: 'NONE' } });
  });

  it('keeps one live certificate of a completion and a graduation of one day, and both of two days', async () => {
    const [sameDay, later, takenBack] = [student(), student(), student()];
    const after = graduated(later, 4, { approvedAt: '2026-07-20T02:00:00.000Z' });
    const undone = graduationRevoked(takenBack, 4);
    for (const events of [
      [sameDay, later, takenBack].map(completionOf),
      [graduated(sameDay, 4), after, undone],
    ])
      await service.receive(...events);
    await eventually('the exchange', async () =>
      expect(await stand(sameDay)).toEqual(['COMPLETION REVOKED', 'GRADUATION ISSUED']),
    );
    const [revoked] = await announced(CertificateRevoked, sameDay);
    expect(revoked!.data).toMatchObject({ kind: 'COMPLETION', decisionNo: expect.stringContaining('换发') });
    await eventually('the others', async () =>
      expect([await stand(later), await stand(takenBack)]).toEqual([
        ['COMPLETION ISSUED', 'GRADUATION ISSUED'],
        ['COMPLETION REVOKED'],
      ]),
    );
  });

  it('certifies a completion and the graduation after it where it hears of both at once', async () => {
    const both = student();
    await service.receive(completionOf(both), graduated(both, 4));
    await eventually('both certificates', async () =>
      expect((await certificatesOf(both)).map(({ kind }: any) => kind).toSorted()).toEqual([
        'COMPLETION',
        'GRADUATION',
      ]),
    );
  });

  it('revokes the certificate of a revoked graduation, and the lookup goes on to show it as revoked', async () => {
    const graduate = student();
    await service.receive(graduated(graduate));
    const { certificateNo } = await issuedFor(graduate);
    await service.receive(graduationRevoked(graduate));

    const [revoked] = await announced(CertificateRevoked, graduate);
    expect(revoked).toMatchObject({ version: 2, subject: certificateNo });
    expect(revoked!.data.decisionNo).toBe('渝人社撤〔2026〕1号');
    const [valid, gone] = await lookupStates(certificateNo, 2);
    expect(gone).toMatchObject({ version: 2 });
    expect(gone!.data).toEqual({ ...valid!.data, status: 'REVOKED', statusAt: '2026-08-01T02:00:00.000Z' });
    expect(await certificatesOf(graduate)).toMatchObject([{ status: 'REVOKED', certificateNo, version: 2 }]);
  });

  it('brings no certificate back by a late or repeated graduation after its revocation', async () => {
    const graduate = student();
    await service.receive(graduated(graduate));
    await issuedFor(graduate);
    await service.receive(graduationRevoked(graduate), graduated(graduate), graduationRevoked(graduate));
    await announced(CertificateRevoked, graduate);
    await handledUpTo(graduate);
    expect((await certificatesOf(graduate)).map((each: any) => each.status)).toEqual(['REVOKED']);
    await announced(CertificateRevoked, graduate, 1);
  });

  it('issues nothing for a graduation that arrives after its revocation', async () => {
    const graduate = student();
    await service.receive(graduationRevoked(graduate));
    await service.receive(graduated(graduate));
    await handledUpTo(graduate);
    expect(await certificatesOf(graduate)).toEqual([]);
  });

  it('brings no certificate back even if the service has forgotten which events it handled', async () => {
    const graduate = student();
    await service.receive(graduated(graduate), graduationRevoked(graduate));
    await announced(CertificateRevoked, graduate);
    await service.query('delete from inbox');
    await service.query('delete from aggregate_versions where subject = $1', [graduate.registrationId]);
    await service.receive(graduated(graduate));
    await handledUpTo(graduate);
    expect((await certificatesOf(graduate)).map((each: any) => each.status)).toEqual(['REVOKED']);
  });

  it('ends revoked when graduation and revocation arrive together', async () => {
    const graduates = Array.from({ length: 5 }, () => student());
    await service.receive(...graduates.flatMap((each) => [graduated(each), graduationRevoked(each)]));
    for (const graduate of graduates) {
      await announced(CertificateRevoked, graduate);
      expect((await certificatesOf(graduate)).map((each: any) => each.status)).toEqual(['REVOKED']);
    }
  });

  it('gives a new number, never the old one, when the student graduates again after a revocation', async () => {
    const graduate = student();
    await service.receive(graduated(graduate));
    const first = await issuedFor(graduate);
    await service.receive(graduationRevoked(graduate, 4), graduated(graduate, 6));
    await announced(CertificateIssued, graduate, 2);
    const second = await issuedFor(graduate);
    expect(second.certificateNo).not.toBe(first.certificateNo);
    const { certificateNo, status } = (await officer().get(`/certificates/${first.certificateNo}`)).body;
    expect({ certificateNo, status }).toEqual({ certificateNo: first.certificateNo, status: 'REVOKED' });
  });

  it('issues a certificate that is known and was lost here under its number, as of the approval', async () => {
    const lost = student();
    const certificateNo = '2026500000S001399999';
    const told = graduated(lost, 3, { certificateNo });
    await service.receive(told);
    const [issued] = await announced(CertificateIssued, lost);
    expect(issued!.data).toMatchObject({ certificateNo, issuedAt: told.data.approvedAt });
    await service.receive(told);
    await handledUpTo(lost);
    expect(await certificatesOf(lost)).toHaveLength(1);
  });

  it('tells certificates and lookup states again as they are, without issuing anything', async () => {
    const [live, undone] = [student({ schoolCode: 'S077' }), student({ schoolCode: 'S077' })];
    await service.receive(graduated(live), graduated(undone), graduationRevoked(undone));
    await announced(CertificateRevoked, undone);
    const { certificateNo } = await issuedFor(live);
    const before = await service.query('select * from certificates order by certificate_id');
    const republish = async (topic: string) =>
      (await service.as('operator').post('/republish', { topic, schoolCode: 'S077' })).body;
    expect(await republish('certificates.certificates.v1')).toMatchObject({ events: 3 });
    expect(await republish('certificates.lookup.v1')).toMatchObject({ events: 2 });
    for (const [event, of] of [
      [CertificateIssued, live],
      [CertificateIssued, undone],
      [CertificateRevoked, undone],
    ] as const) {
      const [first, again] = await announced(event, of, 2);
      expect(again).toMatchObject({ version: first!.version, data: first!.data });
    }
    const [first, again] = await lookupStates(certificateNo, 2);
    expect(again).toMatchObject({ version: first!.version, data: first!.data });
    expect(await service.query('select * from certificates order by certificate_id')).toEqual(before);
  });

  it.each(['王𬎆', '𠮷野家', '阿依·买买提'])(
    'carries the name %s unchanged into the lookup',
    async (name) => {
      const graduate = student({ name });
      await service.receive(graduated(graduate));
      const certificate = await issuedFor(graduate);
      expect(certificate.name).toBe(name);
      const [state] = await lookupStates(certificate.certificateNo, 1);
      expect(state!.data.identity.name).toBe(name);
    },
  );

  it('keeps the ID number sealed in its table and on the topics, and masks it in answers', async () => {
    const graduate = student();
    await service.receive(graduated(graduate));
    const certificate = await issuedFor(graduate);
    expect(certificate.idNumber).toBe('5102**********1234');
    await lookupStates(certificate.certificateNo, 1);
    const rows = await service.query('select * from certificates');
    expect(JSON.stringify(rows)).not.toContain('510202199001011234');
    const records = [CertificateIssued, CertificateLookupState].flatMap((event) =>
      service.probe.recordsOf(event),
    );
    expect(JSON.stringify(records)).not.toContain('510202199001011234');
  });

  it('shows a school its own certificates only', async () => {
    const graduate = student({ schoolCode: 'S001' });
    await service.receive(graduated(graduate));
    const { certificateNo } = await issuedFor(graduate);
    expect((await registrar('S001').get(`/certificates/${certificateNo}`)).status).toBe(200);
    expect((await registrar('S002').get(`/certificates/${certificateNo}`)).status).toBe(404);
    const others = await registrar('S002').get(`/certificates?registrationId=${graduate.registrationId}`);
    expect(others.body).toEqual({ items: [] });
    expect((await registrar('S002').get('/certificates?schoolCode=S001')).status).toBe(403);
  });

  it('answers a caller without a token, or with a role that has no business here, with a problem', async () => {
    expect((await service.anonymous.get('/certificates')).status).toBe(401);
    expect((await service.as('school-admissions', 'S001').get('/certificates')).status).toBe(403);
    expect((await officer().get('/certificates?unknown=1')).status).toBe(422);
  });

  it('pages through all certificates by cursor', async () => {
    const all = (await officer().get('/certificates?limit=1000')).body.items.map(
      (each: any) => each.certificateNo,
    );
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { items, nextCursor } = (
        await officer().get(`/certificates?limit=7${cursor ? `&cursor=${cursor}` : ''}`)
      ).body;
      seen.push(...items.map((each: any) => each.certificateNo));
      if (!(cursor = nextCursor)) break;
    }
    expect(seen).toEqual(all);
  });

  it('shows the certificates that former graduates were given on paper, under their numbers, and tells of them as of none that it gave', async () => {
    const old = formerGraduate('渝技〔2019〕001号');
    await service.receive(old, old);
    const [told] = await lookupStates('渝技〔2019〕001号', 1);
    expect(told!.data).toMatchObject({ status: 'VALID', takenOver: true, issueDate: '2019-06-30', templateVersion: '2010', school: { name: '样例技工学校' } }); // prettier-ignore
    const { formerGraduateId, personId, schoolCode, certificateNo } = old.data;
    expect(await certificatesOf({ registrationId: formerGraduateId } as Student)).toMatchObject([{ takenOver: true, certificateNo, major: { name: '钳工' } }]); // prettier-ignore
    const revocation = { formerGraduateId, personId, schoolCode, certificateNo, decisionNo: '样例〔2026〕1号', revokedAt: '2026-09-02T02:00:00.000Z' }; // prettier-ignore
    await service.receive(eventOf(FormerGraduateRevoked, { data: revocation, version: 2 }));
    expect((await lookupStates('渝技〔2019〕001号', 2))[1]!.data).toMatchObject({ status: 'REVOKED', takenOver: true }); // prettier-ignore
    const facts = [...(await service.published(CertificateIssued)), ...(await service.published(CertificateRevoked))]; // prettier-ignore
    expect(facts.map(({ subject }) => subject)).not.toContain(certificateNo);
  });

  it('gives no number again that was taken over', async () => {
    await service.receive(formerGraduate('2026500000S009300041', { schoolCode: 'S009', issueDate: '2026-07-01', school: { ...formerGraduate('').data.school, code: 'S009' } })); // prettier-ignore
    await lookupStates('2026500000S009300041', 1);
    const graduate = student({ schoolCode: 'S009' });
    await service.receive(graduated(graduate));
    expect((await issuedFor(graduate)).certificateNo).toBe('2026500000S009300042');
  });

  it('lets nobody edit, revive or delete a certificate, not even by SQL', async () => {
    const graduate = student();
    await service.receive(graduated(graduate), graduationRevoked(graduate));
    await announced(CertificateRevoked, graduate);
    const [{ certificateNo: no }] = await certificatesOf(graduate);
    const live = student();
    await service.receive(graduated(live));
    const { certificateNo } = await issuedFor(live);
    for (const [sql, subject] of [
      [`update certificates set name = '别人' where certificate_no = $1`, certificateNo],
      [`update certificates set major_name = '别的专业' where certificate_no = $1`, certificateNo],
      [`delete from certificates where certificate_no = $1`, certificateNo],
      [
        `update certificates set status = 'ISSUED', revoked_at = null, decision_no = null where certificate_no = $1`,
        no,
      ],
    ] as const)
      await expect(service.query(sql, [subject])).rejects.toThrow(/never (edited|deleted)/);
    await expect(service.query('truncate certificates')).rejects.toThrow('never deleted');
  });

  it('has no room for a second live certificate of a registration, not even by SQL', async () => {
    const graduate = student();
    await service.receive(graduated(graduate));
    const { certificateNo } = await issuedFor(graduate);
    const copy = `insert into certificates
      select (jsonb_populate_record(one, jsonb_build_object('certificate_id', gen_random_uuid(), 'certificate_no', $2::text))).*
      from certificates one where certificate_no = $1`;
    await expect(service.query(copy, [certificateNo, 'another'])).rejects.toThrow('certificates_one_live');
  });

  it('are never two of one number: a counter that was set back fails at the database and parks the graduation', async () => {
    const [first, second] = [student(), student()];
    await service.receive(graduated(first));
    const { certificateNo } = await issuedFor(first);
    await service.query('update number_serials set last = last - 1');
    await service.receive(graduated(second));
    await eventually('the dead letter', async () => {
      const letters = await service.query('select error from dead_letters where key = $1', [second.personId]);
      expect(letters).toMatchObject([{ error: expect.stringContaining('23505') }]);
    });
    expect(await certificatesOf(second)).toEqual([]);
    expect(await certificatesOf(first)).toMatchObject([{ certificateNo, status: 'ISSUED' }]);
    await service.query('update number_serials set last = last + 1');
  });
});

import {
  type EventDefinition,
  GraduationRevoked,
  OutcomeReported,
  StudentGraduated,
  TrackingCancelled,
  TrackingOpened,
} from '#contracts';
import {
  certificateIssued,
  certificateRevoked,
  deathRecorded,
  deathReversed,
  eventually,
  graduated,
  graduationRevoked,
  startTestService,
  statusChanged,
  student,
  type Student,
  type TestService,
} from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

const employerUscc = '91350100M000100Y43';

describe('employment cases', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ name: 'employment', module: AppModule, migrations });
  });
  afterAll(() => service?.close());

  const employmentOfficer = (school = 'S001') => service.as('school-employment-officer', school);
  const caseOf = ({ registrationId }: Student) => service.as('city-officer').get(`/cases/${registrationId}`);
  const caseWith = (graduate: Student, expected: object) =>
    eventually(`case ${graduate.registrationId} as ${JSON.stringify(expected)}`, async () => {
      const { body } = await caseOf(graduate);
      expect(body).toMatchObject(expected);
      return body;
    });
  const published = <D extends EventDefinition>(event: D, { registrationId }: Student, count = 1) =>
    eventually(`${count} ${event.type} of ${registrationId}`, async () => {
      const ours = (await service.published(event)).filter((each) => each.subject === registrationId);
      expect(ours).toHaveLength(count);
      return ours;
    });
  /** The partition is done with what was sent before: a later graduation of the same person has a case. */
  const handledUpTo = async ({ personId }: Student) => {
    const later = student({ personId });
    await service.receive(graduated(later));
    await caseWith(later, { state: 'OPEN' });
  };
  const report = ({ registrationId }: Student, body: object, school?: string) =>
    employmentOfficer(school).post(`/cases/${registrationId}/outcomes`, body);
  const listed = async (graduate: Student, deceased: boolean) => {
    const { body } = await service.as('city-officer').get(`/cases?deceased=${deceased}&limit=500`);
    return body.items.some((each: Student) => each.registrationId === graduate.registrationId);
  };
  const withOpenCase = async (...graduation: Parameters<typeof graduated>) => {
    await service.receive(graduated(...graduation));
    await caseWith(graduation[0], { state: 'OPEN' });
    return graduation[0];
  };

  const partitionOf = ({ registrationId }: Student) =>
    service.probe.recordsOf(StudentGraduated).find(({ headers }) => headers.ce_subject === registrationId)!
      .partition;
  /** Two students whose persons' facts lie in different partitions; both have graduated. */
  const studentsOfTwoPartitions = async () => {
    const first = await withOpenCase(student());
    for (;;) {
      const other = await withOpenCase(student());
      if (partitionOf(other) !== partitionOf(first)) return [first, other] as const;
    }
  };

  it('opens one case for a graduation, with the id of the registration', async () => {
    const graduate = student();
    const [causeId] = await service.receive(graduated(graduate));
    const shown = await caseWith(graduate, { state: 'OPEN', version: 1 });
    expect(shown).toMatchObject({ name: '王小明', majorName: '数控加工', level: 'SENIOR', outcomes: [] });
    const [opened] = await published(TrackingOpened, graduate);
    expect(opened).toMatchObject({ version: 1, causationId: causeId });
  });

  it('opens nothing more when the graduation comes again, as the same event or as a new one', async () => {
    const graduate = student();
    await service.receive(graduated(graduate), graduated(graduate), graduated(graduate, 4));
    await handledUpTo(graduate);
    await published(TrackingOpened, graduate, 1);
    expect((await caseOf(graduate)).body).toMatchObject({ state: 'OPEN', version: 1 });
  });

  it('cancels the case of a revoked graduation', async () => {
    const graduate = await withOpenCase(student());
    await service.receive(graduationRevoked(graduate));
    await caseWith(graduate, { state: 'CANCELLED', decisionNo: '渝人社撤〔2026〕1号' });
    expect(await published(TrackingCancelled, graduate)).toMatchObject([{ version: 2 }]);
  });

  it('brings no case back by a late or repeated graduation after its revocation', async () => {
    const graduate = await withOpenCase(student());
    await service.receive(graduationRevoked(graduate), graduated(graduate), graduationRevoked(graduate));
    await handledUpTo(graduate);
    expect((await caseOf(graduate)).body).toMatchObject({ state: 'CANCELLED', version: 2 });
    await published(TrackingCancelled, graduate, 1);
  });

  it('opens nothing for a graduation that arrives after its revocation', async () => {
    const graduate = student();
    await service.receive(graduationRevoked(graduate));
    await service.receive(graduated(graduate));
    await handledUpTo(graduate);
    expect((await caseOf(graduate)).status).toBe(404);
  });

  it('brings no case back even if the service has forgotten which events it handled', async () => {
    const graduate = student();
    await service.receive(graduated(graduate), graduationRevoked(graduate));
    await caseWith(graduate, { state: 'CANCELLED' });
    await service.query('delete from inbox');
    await service.query('delete from aggregate_versions where subject = $1', [graduate.registrationId]);
    await service.receive(graduated(graduate));
    await handledUpTo(graduate);
    expect((await caseOf(graduate)).body.state).toBe('CANCELLED');
  });

  it('follows a registration in its order after its person was merged, since its facts keep the key of the alias', async () => {
    const [alias, survivor] = await studentsOfTwoPartitions();
    // Found to be one person. Student records goes on to name each registration's own person, and so its own key.
    const aliases = new Map([[alias.personId, survivor.personId]]);
    await service.receive(graduationRevoked(alias, 4), graduated(survivor), graduated(alias, 5));
    await caseWith(survivor, { state: 'OPEN' });
    await caseWith(alias, { state: 'OPEN', personId: alias.personId });
    await service.receive(graduationRevoked(alias, 6));
    await caseWith(alias, { state: 'CANCELLED' });

    const facts = [StudentGraduated, GraduationRevoked]
      .flatMap((event) => service.probe.recordsOf(event))
      .filter(({ headers }) => headers.ce_subject === alias.registrationId)
      .toSorted((one, other) => Number(BigInt(one.offset) - BigInt(other.offset)));
    expect(new Set(facts.map(({ partition }) => partition)).size).toBe(1);
    expect(facts.map(({ headers }) => headers.ce_aggregateversion)).toEqual(['3', '4', '5', '6']);
    expect(new Set(facts.map(({ key }) => aliases.get(key)))).toEqual(new Set([survivor.personId]));
  });

  it('opens the case again when the student graduates again after a revocation', async () => {
    const graduate = student();
    await service.receive(graduated(graduate, 3), graduationRevoked(graduate, 4), graduated(graduate, 6));
    await caseWith(graduate, { state: 'OPEN', version: 3 });
    const opened = await published(TrackingOpened, graduate, 2);
    expect(opened.map((each) => each.version)).toEqual([1, 3]);
  });

  it('shows the certificate, also when it was heard of before the graduation', async () => {
    const graduate = student();
    await service.receive(certificateIssued(graduate, '2026500000S001300001'));
    await eventually('the certificate noted', async () =>
      expect(
        await service.query('select from registration_certificates where registration_id = $1', [
          graduate.registrationId,
        ]),
      ).toHaveLength(1),
    );
    expect((await caseOf(graduate)).status).toBe(404);
    await service.receive(graduated(graduate));
    await caseWith(graduate, { certificateNo: '2026500000S001300001', certificateStatus: 'VALID' });
    await service.receive(certificateRevoked(graduate, '2026500000S001300001'));
    await caseWith(graduate, { certificateNo: '2026500000S001300001', certificateStatus: 'REVOKED' });
    await service.receive(certificateIssued(graduate, '2026500000S001300002'));
    await caseWith(graduate, { certificateNo: '2026500000S001300002', certificateStatus: 'VALID' });
  });

  it.each(['王𬎆', '𠮷野家', '阿依·买买提'])('keeps the name %s as it is', async (name) => {
    const graduate = await withOpenCase(student({ name }));
    expect((await caseOf(graduate)).body.name).toBe(name);
  });

  it('stores no ID number', async () => {
    const graduate = await withOpenCase(student());
    await published(TrackingOpened, graduate);
    expect(JSON.stringify(await service.query('select * from cases'))).not.toContain('510202199001011234');
  });

  it('records an outcome and goes on to take later ones beside it', async () => {
    const graduate = await withOpenCase(student());
    const first = await report(graduate, {
      category: 'CONTRACT',
      employerUscc,
      employerName: '样例机械厂',
      regionCode: '500103',
      startedOn: '2026-07-15',
    });
    expect(first.status).toBe(201);
    const second = await report(graduate, { category: 'FURTHER_STUDY', startedOn: '2026-09-01' });
    expect(second.status).toBe(201);

    const { body } = await caseOf(graduate);
    expect(body).toMatchObject({ state: 'REPORTED', version: 3 });
    expect(body.outcomes).toEqual([second.body, first.body]);
    const told = await published(OutcomeReported, graduate, 2);
    expect(told.map((each) => [each.version, each.data.category])).toEqual([
      [2, 'CONTRACT'],
      [3, 'FURTHER_STUDY'],
    ]);
  });

  it('keeps both of two outcomes that are reported at the same moment', async () => {
    const graduate = await withOpenCase(student());
    const answers = await Promise.all(
      ['2026-07-01', '2026-07-02'].map((startedOn) => report(graduate, { category: 'SEEKING', startedOn })),
    );
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect((await caseOf(graduate)).body).toMatchObject({ version: 3, outcomes: [{}, {}] });
  });

  it('takes no outcome on a cancelled case', async () => {
    const graduate = student();
    await service.receive(graduated(graduate), graduationRevoked(graduate));
    await caseWith(graduate, { state: 'CANCELLED' });
    const answer = await report(graduate, { category: 'SEEKING', startedOn: '2026-07-01' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'case-cancelled' } });
  });

  it('cancels a case on which an outcome was reported, and keeps the outcome', async () => {
    const graduate = await withOpenCase(student());
    await report(graduate, { category: 'SEEKING', startedOn: '2026-07-01' });
    await service.receive(graduationRevoked(graduate));
    await caseWith(graduate, { state: 'CANCELLED', version: 3, outcomes: [{ category: 'SEEKING' }] });
  });

  describe('of a graduate who died', () => {
    const died = { from: 'ACTIVE', to: 'DECEASED', changeType: 'DEATH' } as const;
    const takenBack = { from: 'DECEASED', to: 'ACTIVE', changeType: 'REVERSAL' } as const;

    it('take no outcome and stand apart from those to follow up, until the death is taken back', async () => {
      const graduate = await withOpenCase(student());
      const next = student({ personId: graduate.personId });
      const death = statusChanged(next, died, 3);
      await service.receive(death, death);
      await caseWith(graduate, { state: 'OPEN', deceasedOn: '2026-09-01', version: 2 });
      const seeking = { category: 'SEEKING', startedOn: '2026-07-01' };
      expect(await report(graduate, seeking)).toMatchObject({
        status: 409,
        body: { code: 'graduate-deceased' },
      });
      expect([await listed(graduate, true), await listed(graduate, false)]).toEqual([true, false]);

      await service.receive(statusChanged(next, takenBack, 4), statusChanged(next, died, 3));
      await caseWith(graduate, { state: 'OPEN', version: 3 });
      expect((await report(graduate, seeking)).status).toBe(201);
      expect((await caseOf(graduate)).body).not.toHaveProperty('deceasedOn');
    });

    it('are marked too where the death is heard of before the graduation, and keep what was reported', async () => {
      const graduate = student();
      const next = student({ personId: graduate.personId });
      await service.receive(statusChanged(next, died, 3));
      await eventually('the death noted', async () =>
        expect(await service.query('select from deaths where person_id = $1', [graduate.personId])).toHaveLength(1),
      ); // prettier-ignore
      await service.receive(graduated(graduate));
      await caseWith(graduate, { state: 'OPEN', deceasedOn: '2026-09-01', version: 1 });

      const reported = await withOpenCase(student());
      await report(reported, { category: 'FURTHER_STUDY', startedOn: '2026-07-01' });
      await service.receive(statusChanged(student({ personId: reported.personId }), died, 3));
      await caseWith(reported, { state: 'REPORTED', deceasedOn: '2026-09-01', outcomes: [{}] });
    });

    it('take no outcome either of who dies without studying on, until the death is reversed', async () => {
      const graduate = await withOpenCase(student());
      await service.receive(deathRecorded(graduate, 5));
      await caseWith(graduate, { state: 'OPEN', deceasedOn: '2026-09-10', version: 2 });
      expect([await listed(graduate, true), await listed(graduate, false)]).toEqual([true, false]);
      await service.receive(deathReversed(graduate, 6), deathRecorded(graduate, 5));
      await caseWith(graduate, { state: 'OPEN', version: 3 });
      expect((await caseOf(graduate)).body).not.toHaveProperty('deceasedOn');
    });

    it('stay as they are when the next study is cancelled', async () => {
      const graduate = await withOpenCase(student());
      const next = student({ personId: graduate.personId });
      const cancelled = { from: 'ACTIVE', to: 'CANCELLED', changeType: 'CANCELLATION' } as const;
      const [eventId] = await service.receive(statusChanged(next, cancelled, 3));
      await eventually('the cancellation', async () =>
        expect(await service.query('select from inbox where event_id = $1', [eventId])).toHaveLength(1),
      );
      expect((await caseOf(graduate)).body).toMatchObject({ state: 'OPEN', version: 1 });
    });
  });

  it('takes an existing job for a part-time graduate only', async () => {
    const body = { category: 'EXISTING_JOB', employerUscc, startedOn: '2020-03-01' };
    const fullTime = await withOpenCase(student());
    expect(await report(fullTime, body)).toMatchObject({
      status: 422,
      body: { code: 'existing-job-is-part-time-only' },
    });
    const partTime = await withOpenCase(student(), 3, { studyMode: 'PART_TIME' });
    expect((await report(partTime, body)).status).toBe(201);
  });

  it.each([
    ['a contract without an employer', { category: 'CONTRACT' }, 'employer-uscc-required'],
    [
      'a wrong employer code',
      { category: 'CONTRACT', employerUscc: '91350100M000100Y44' },
      'employer-uscc-invalid',
    ],
    ['an unknown category', { category: 'IDLE' }, 'invalid-request'],
    ['a day that does not exist', { category: 'SEEKING', startedOn: '2026-02-30' }, 'invalid-request'],
    ['a field that nobody knows', { category: 'SEEKING', salary: 1 }, 'invalid-request'],
  ])('answers %s with a problem, and stores nothing', async (_what, body, code) => {
    const graduate = await withOpenCase(student());
    const answer = await report(graduate, { startedOn: '2026-07-01', ...body });
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect((await caseOf(graduate)).body).toMatchObject({ state: 'OPEN', outcomes: [] });
  });

  it('lists cases by the beginning of a name, in characters, pinyin or initials', async () => {
    const graduate = await withOpenCase(student({ name: '单小明', schoolCode: 'S001' }));
    for (const name of ['单小', 'shanxiao', 'sxm']) {
      const { body } = await employmentOfficer('S001').get(`/cases?name=${encodeURIComponent(name)}`);
      expect(body.items).toMatchObject([{ registrationId: graduate.registrationId, name: '单小明' }]);
    }
    expect((await employmentOfficer('S002').get('/cases?name=sxm')).body.items).toEqual([]);
  });

  it('shows a school its own cases only, and lets it report on those only', async () => {
    const graduate = await withOpenCase(student({ schoolCode: 'S001' }));
    const other = employmentOfficer('S002');
    expect((await employmentOfficer('S001').get(`/cases/${graduate.registrationId}`)).status).toBe(200);
    expect((await other.get(`/cases/${graduate.registrationId}`)).status).toBe(404);
    expect((await other.get('/cases')).body).toEqual({ items: [] });
    expect((await other.get('/cases?schoolCode=S001')).status).toBe(403);
    expect((await report(graduate, { category: 'SEEKING', startedOn: '2026-07-01' }, 'S002')).status).toBe(
      404,
    );
  });

  it('needs a token of a role that has business here', async () => {
    const path = '/cases/0193b0a0-0000-7000-8000-000000000001/outcomes';
    expect((await service.anonymous.get('/cases')).status).toBe(401);
    expect((await service.as('school-admissions', 'S001').get('/cases')).status).toBe(403);
    expect((await service.as('city-officer').post(path, {})).status).toBe(403);
    expect((await service.as('city-officer').get('/cases/not-an-id')).status).toBe(422);
  });

  it('pages through all cases by cursor', async () => {
    const all = (await service.as('city-officer').get('/cases?limit=1000')).body.items;
    const seen: unknown[] = [];
    let path = '/cases?limit=7';
    for (let more = true; more;) {
      const { items, nextCursor } = (await service.as('city-officer').get(path)).body;
      seen.push(...items);
      more = nextCursor !== undefined;
      path = `/cases?limit=7&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(all);
  });

  it('lets nobody rewrite an outcome, not even by SQL', async () => {
    const graduate = await withOpenCase(student());
    await report(graduate, { category: 'SEEKING', startedOn: '2026-07-01' });
    await expect(service.query(`update outcomes set category = 'CONTRACT'`)).rejects.toThrow('never changed');
    await expect(service.query('delete from outcomes')).rejects.toThrow('never changed');
  });
});

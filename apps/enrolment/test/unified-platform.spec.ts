// Budget: 20 s: a service is started, and deliveries are sent many times at once.
import { allSchools, Transactions } from '#database';
import { ApplicantAdmitted, PlatformApplicationState, StudentCheckedIn } from '#contracts';
import { eventually, hold, type TestService } from '#testing';
import { normalised, played, recordedExchange } from './platform-exchange.js';
import { allOf, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const PATH = '/unified-platform/applications';
let last = 0;
const aNumber = () => `T-${String(++last).padStart(5, '0')}`;

/** An application as a platform delivers it; each call is another person under another number. */
const delivery = (differing: object = {}, person: object = {}) => ({
  platformNumber: aNumber(),
  schoolCode: 'S001',
  majorCode: '0106',
  level: 'SENIOR',
  studyMode: 'FULL_TIME',
  year: 2026,
  season: 'AUTUMN',
  person: { name: '样例戊', idType: 'RESIDENT_ID', idNumber: somebody(), ...person },
  sourceType: 'SENIOR_PAST',
  priorEducation: '高中',
  startOn: '2026-09-01',
  durationMonths: 36,
  ...differing,
});

const codesOf = ({ refused }: any) => refused.map((each: any) => [each.platformNumber, each.code]);

describe('The unified platform', () => {
  let service: TestService;
  let receiving: Awaited<ReturnType<typeof recruitingSchool>>;
  beforeAll(async () => {
    service = await startEnrolment();
    await recruitingSchool(service, 'S001', 100);
    receiving = await recruitingSchool(service, 'S002', 100);
  });
  afterAll(() => service?.close());

  const platform = (name?: string) => service.as('unified-platform', name);
  const school = () => service.as('school-admissions', 'S001');
  const deliver = async (...applications: object[]) =>
    (await platform().post(`${PATH}/deliver`, { applications })).body;
  const counted = (applications: object[]) => service.countStatements(() => deliver(...applications));
  const byNumber = async (number: string) =>
    (await school().get(`/applications?platformNumber=${number}`)).body.items[0];

  it('exchanges with us what was recorded, and reads how its applications stand as events', async () => {
    const recorded = recordedExchange();
    const steps = await played(recorded, { platform: platform(), school: school() });
    const admitted = await service.published(ApplicantAdmitted, 2);
    expect(admitted.every(({ data }) => data.channel === 'UNIFIED_PLATFORM')).toBe(true);
    const events = (await service.published(PlatformApplicationState, 10)).map(({ data }) => data);
    const ofEach = Object.values(Object.groupBy(events, (each) => each.platformNumber)).flat();
    // What the platform reads tells no person.
    const told = steps.flatMap((step) => ('answer' in step ? [step.answer] : []));
    expect(JSON.stringify([told, events])).not.toMatch(/平台样例|500103199/);
    const now = normalised({ steps, events: ofEach });
    expect(now).toEqual(recorded);
  });

  it('delivers what the school finds among its own by channel and number, with the platform as a contributor', async () => {
    const one = delivery();
    const { delivered } = await deliver(one);
    const found = await school().get(
      `/applications?channel=UNIFIED_PLATFORM&platformNumber=${one.platformNumber}`,
    );
    expect(found.body.items).toMatchObject([{ ...delivered[0], schoolCode: 'S001', state: 'SUBMITTED' }]);
    const [{ applicationId }] = delivered;
    await school().post(`/applications/${applicationId}/admit`);
    await school().post('/applications/batch-check-in', { applicationIds: [applicationId], checkedInOn: '2026-09-01' }); // prettier-ignore
    const checkIns = await service.published(StudentCheckedIn, 2);
    const { data } = checkIns.find((each) => each.data.applicationId === applicationId)!;
    expect(data.contributors).toEqual(['unified-platform', 'school-admissions:S001']);
    expect(
      (await platform().post(`/applications/batch-admit`, { applicationIds: [applicationId] })).status,
    ).toBe(403);
  });

  it('is refused single applications by the codes that schools know, and has the others taken', async () => {
    const city = service.as('city-officer');
    await city.post('/calendars', {
      year: 2027, season: 'AUTUMN', applicationsOpenOn: '2020-01-01', applicationsCloseOn: '2020-02-01',
      admissionOpenOn: '2020-01-01', admissionCloseOn: '2020-03-01', checkInOpenOn: '2020-03-01',
      checkInDeadline: '2020-04-01', registrationCutOff: '2020-05-01',
    }); // prettier-ignore
    const late = delivery({ year: 2027, startOn: '2027-09-01' });
    const elsewhere = delivery({ schoolCode: 'S999' });
    const minor = delivery({}, { idNumber: '500103201002010119' });
    const same = somebody();
    const [first, second] = [delivery({}, { idNumber: same }), delivery({}, { idNumber: same })];
    const twice = delivery();
    const outcome = await deliver(late, elsewhere, minor, first, second, twice, {
      ...twice,
      sourceType: 'OTHER',
    });
    expect(codesOf(outcome)).toEqual([
      [late.platformNumber, 'outside-window'],
      [elsewhere.platformNumber, 'unknown-offering'],
      [minor.platformNumber, 'application-incomplete'],
      [second.platformNumber, 'already-applied'],
      [twice.platformNumber, 'number-twice-in-delivery'],
    ]);
    expect(outcome.delivered.map((each: any) => each.platformNumber)).toEqual([first.platformNumber]);
    expect(outcome.refused[0].title).toContain('2020-01-01 至 2020-02-01');
    expect(outcome.refused[2].errors).toMatchObject([{ path: 'person.guardian', code: 'guardian-required' }]);
  });

  it('corrects an application whole, and what it leaves out holds no more', async () => {
    const employer = { uscc: '12500000450400000C', name: '样例企业' };
    const one = delivery();
    await deliver({ ...one, priorSchool: '样例中学', employer });
    const outcome = await deliver({ ...one, person: { ...one.person, name: '样例已' } });
    expect(outcome.refused).toEqual([]);
    const [row] = await service.query('select * from applications where platform_number = $1', [
      one.platformNumber,
    ]);
    expect(row).toMatchObject({ name: '样例已', prior_school: null, employer_uscc: null, version: 2 });
    const revealed = await school().post(`/applications/${row.application_id}/reveal-identity`, {
      reason: '核对',
    });
    expect(revealed.body.former).toMatchObject([{ name: '样例戊', correctedBy: 'unified-platform' }]);
  });

  it('sees what it has delivered itself and nothing else, by every route and by every table', async () => {
    const one = delivery();
    const { delivered } = await deliver(one);
    const other = platform('OTHER');
    expect((await other.get(`${PATH}/${one.platformNumber}`)).status).toBe(404);
    const { body: withdrawn } = await other.post(`${PATH}/withdraw`, { platformNumbers: [one.platformNumber], reason: '撤回' }); // prettier-ignore
    expect(codesOf(withdrawn)).toEqual([[one.platformNumber, 'not-found']]);
    const own = { ...delivery(), platformNumber: one.platformNumber };
    const { body } = await other.post(`${PATH}/deliver`, { applications: [own] });
    expect(body.delivered[0].applicationId).not.toBe(delivered[0].applicationId);
    expect((await other.get(`${PATH}/${one.platformNumber}`)).body.applicationId).toBe(body.delivered[0].applicationId); // prettier-ignore
    const scope = { kind: 'partner', partnerCode: 'unified-platform:OTHER' } as const;
    const seen = (table: string) =>
      service.app.get(Transactions).run(scope, (tx) => tx.query(`select * from ${table}`));
    expect(await seen('applications')).toMatchObject([{ delivered_by: 'unified-platform:OTHER' }]);
    for (const table of [
      'plan_lines',
      'applications_history',
      'identity_conflicts',
      'audit_entries',
      'import_jobs',
    ])
      expect([table, await seen(table)]).toEqual([table, []]);
  });

  it('has its number looked up by an index, of who was transferred too', async () => {
    const rows = await service.app.get(Transactions).run(allSchools, async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return tx.query(`explain select from applications where platform_number = 'any'`);
    });
    expect(JSON.stringify(rows)).toContain('applications_of_platform_number');
  });

  it('delivers the same many times at once, and each person applies once', async () => {
    const batch = Array.from({ length: 20 }, () => delivery());
    const outcomes = await allOf(6, () => deliver(...batch));
    expect(outcomes[0].accepted).toBe(20);
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    const [{ n }] = await service.query(
      'select count(*)::int as n from applications where platform_number = any($1)',
      [batch.map((each) => each.platformNumber)],
    );
    expect(n).toBe(20);
  });

  it('delivers again after a crash, before the commit or between commit and answer, and nothing is doubled', async () => {
    const one = delivery();
    const held = await hold(service, 'lock table outbox in share row exclusive mode');
    const crashed = platform().post(`${PATH}/deliver`, { applications: [one] });
    await held.isReached('insert into outbox');
    await service.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'insert into outbox%' and pid <> pg_backend_pid()`,
    );
    await held.release();
    expect((await crashed).status).toBeGreaterThanOrEqual(500);
    expect(await byNumber(one.platformNumber)).toBeUndefined();
    const unheard = deliver(one);
    const stored = await eventually('it is stored', async () => {
      const [row] = await service.query('select * from applications where platform_number = $1', [one.platformNumber]); // prettier-ignore
      return row ?? Promise.reject(new Error('not yet'));
    });
    const again = await deliver(one);
    expect(again.delivered).toEqual([
      { platformNumber: one.platformNumber, applicationId: stored.application_id },
    ]);
    expect(await unheard).toEqual(again);
    expect(await byNumber(one.platformNumber)).toMatchObject({ state: 'SUBMITTED', version: 1 });
  });

  it('costs as many statements for a hundred applications as for ten, new, repeated or corrected', async () => {
    const batches = [10, 100].map((length) => Array.from({ length }, () => delivery()));
    for (const change of [{}, {}, { priorSchool: '样例中学' }]) {
      const counts = [];
      for (const batch of batches) counts.push(await counted(batch.map((each) => ({ ...each, ...change }))));
      expect(counts[0]).toBe(counts[1]);
      expect(counts[0]).toBeLessThan(30);
    }
  });

  it('is refused a number that is an ID number, which would stand in addresses', async () => {
    const asNumber = { ...delivery(), platformNumber: '500103199503010811' };
    const answer = await platform().post(`${PATH}/deliver`, { applications: [asNumber] });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    expect((await platform().get(`${PATH}/500103199503010811`)).status).toBe(422);
  });

  it('finds who was transferred to another school under the number that it gave', async () => {
    const { qualificationId } = await recruitingSchool(service, 'S003', 10);
    const one = delivery({ schoolCode: 'S003' });
    const [{ applicationId }] = (await deliver(one)).delivered;
    await service.as('school-admissions', 'S003').post(`/applications/${applicationId}/admit`);
    const city = service.as('city-officer');
    await city.post(`/qualifications/${qualificationId}/suspend`, { reason: '整改' });
    const { offeringId } = receiving;
    const moved = await city.post('/applications/batch-transfer', { applicationIds: [applicationId], offeringId, reason: '本人同意' }); // prettier-ignore
    expect(moved.body).toMatchObject({ accepted: 1 });
    const { body: there } = await platform().get(`${PATH}/${one.platformNumber}`);
    expect(there).toMatchObject({ schoolCode: 'S002', state: 'ADMITTED', offeringId });
    expect((await deliver(one)).delivered).toMatchObject([{ applicationId: there.applicationId }]);
  });

  it('has its state topic replayed and held against the applications that it delivered', async () => {
    const { topic } = PlatformApplicationState;
    const [{ n }] = await service.query('select count(*)::int as n from applications where platform_number is not null'); // prettier-ignore
    await eventually('the topic holds all', async () => {
      const { body } = await service.as('operator').post('/republish/check', { topic });
      expect(body).toEqual({ topic, rows: n, differing: 0, republished: 0, keys: [] });
    });
  });
});

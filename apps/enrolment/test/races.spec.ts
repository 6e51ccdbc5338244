// Budget: 20 s: in each race all wait until the last of them is about to write.
import { RegistrationStatusChanged } from '#contracts';
import { eventOf } from '#messaging';
import { usccCheck } from '#national-codes';
import { type Answer, eventually, graduated, hold, student, type TestService } from '#testing';
import { application, applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const because = { reason: '本人申请' };
const uscc = (n: number) => {
  const body = `9150000000002${String(n).padStart(4, '0')}`;
  return body + usccCheck(body);
};

const registered = (n: number) => ({
  schoolCode: `S90${n}`, uscc: uscc(n), name: `样例学校${n}`, schoolType: 'TECHNICIAN_COLLEGE', ownership: 'PUBLIC',
  authorityCode: '500000', regionCode: '500103', authorityTier: 'CITY', inHigherEdSequence: false,
}); // prettier-ignore
const offeringOf = (schoolCode: string) => ({
  offerings: [{ schoolCode, catalogueVersion: 'v1', majorCode: '0106', level: 'SENIOR', mode: 'FULL_TIME' }],
}); // prettier-ignore
const statuses = (answers: Answer[]) =>
  answers.map(({ status }) => status).toSorted((one, other) => one - other);

describe('Of several who are after one thing at the same moment', () => {
  let service: TestService;
  let offeringId: string;
  let elsewhere: string;
  const school = (code = 'S001') => service.as('school-admissions', code);
  const city = () => service.as('city-officer');

  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 9));
    ({ offeringId: elsewhere } = await recruitingSchool(service, 'S002', 9));
  });
  afterAll(() => service?.close());

  /** All have looked and decided before the first of them writes. */
  async function atOnce<T>(table: string, ...requests: (() => Promise<T>)[]): Promise<T[]> {
    const held = await hold(service, `lock table ${table} in share mode`);
    const answers = Promise.all(requests.map((send) => send()));
    await held.isReached('', requests.length);
    await held.release();
    return answers;
  }
  const move = (path: string, applicationIds: string[], more: object = because) =>
    school().post(`/applications/batch-${path}`, { applicationIds, ...more });
  async function withdrawn(idNumber: string): Promise<string> {
    const id = await applied(service, 'S001', offeringId, { idNumber });
    expect((await move('withdraw', [id])).body.refused).toEqual([]);
    return id;
  }
  const live = () =>
    service.query('select from applications where offering_id = $1 and state = $2', [offeringId, 'SUBMITTED']); // prettier-ignore

  it('one takes up the place of a person again, and the others of the batch go on', async () => {
    const [one, other] = [somebody(), somebody()];
    const first = [await withdrawn(one), await withdrawn(other)];
    const second = [await withdrawn(one), await withdrawn(other)];
    const before = (await live()).length;
    const answers = await atOnce(
      'applications',
      () => move('reconsider', first),
      () => move('reconsider', second.toReversed()),
      () => school().post('/applications', application(offeringId, { idNumber: one })),
    );
    expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([200, 200]);
    expect([201, 409]).toContain(answers[2]!.status);
    const refused = answers.flatMap(({ body }) => body.refused ?? []).map(({ code }) => code);
    expect(new Set(refused)).toEqual(new Set(['already-applied']));
    const gained = answers[2]!.status === 201 ? 1 : 0;
    expect(refused).toHaveLength(2 + gained);
    expect(await live()).toHaveLength(before + 2);
  });

  it('one application is corrected to the document of a person, and the other is refused', async () => {
    const ids = [await applied(service, 'S001', offeringId), await applied(service, 'S001', offeringId)];
    const body = { ...application(offeringId), reason: '证件号码录入有误' };
    const answers = await atOnce(
      'applications',
      ...ids.map((id) => () => school().post(`/applications/${id}/correct`, body)),
    );
    expect(statuses(answers)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('already-applied');
  });

  it('one school admits a person', async () => {
    const idNumber = somebody();
    const here = await applied(service, 'S001', offeringId, { idNumber });
    const there = await applied(service, 'S002', elsewhere, { idNumber });
    const answers = await atOnce(
      'live_admissions',
      () => school().post(`/applications/${here}/admit`),
      () => school('S002').post(`/applications/${there}/admit`),
    );
    expect(statuses(answers)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('person-already-admitted');
  });

  const partTime = async (schoolCode: string) => {
    const place = { ...offeringOf(schoolCode).offerings[0], mode: 'PART_TIME' };
    const { offeringIds } = (await city().post('/offerings/batch', { offerings: [place] })).body;
    const line = { year: 2026, season: 'AUTUMN', offeringId: offeringIds[0], scope: 'IN_CITY', planned: 9 };
    const { planLineIds } = (await school(schoolCode).post('/plans/batch', { lines: [line] })).body;
    await city().post('/plans/publish', { planLineIds });
    return offeringIds[0];
  };
  const admit = (code: string, ids: string[]) => school(code).post('/applications/batch-admit', { applicationIds: ids }); // prettier-ignore

  it('one is admitted beside another admission, whichever of them has the permit', async () => {
    const [here, there] = [await partTime('S001'), await partTime('S002')];
    const applicant = async () => {
      const person = { idNumber: somebody() };
      const held = await applied(service, 'S002', there, person);
      const permitted = await applied(service, 'S001', here, person);
      const alone = await applied(service, 'S002', elsewhere, person);
      const permit = {
        applicationIds: [held, permitted],
        until: '2099-12-31',
        reason: '在职人员非全日制学习',
      };
      expect((await city().post('/applications/batch-permit-second', permit)).body.accepted).toBe(2);
      const [{ index }] = (await service.query('select id_number_index as index from applications where application_id = $1', [held])) as any; // prettier-ignore
      return { index: index as string, held, permitted, alone };
    };
    const [first, studying] = [await applicant(), await applicant()].toSorted((one, other) => (one.index < other.index ? -1 : 1)) as any; // prettier-ignore
    await admit('S002', [studying.held]);
    // Both have counted the places of all their people when they wait for those of the first.
    const taken = await hold(service, `insert into live_admissions (person_index, application_id, school_code, place)
      select '${first.index}', gen_random_uuid(), 'S001', place from generate_series(1, 2) place`); // prettier-ignore
    const answers = Promise.all([admit('S001', [first.permitted, studying.permitted]), admit('S002', [first.alone, studying.alone])]); // prettier-ignore
    await taken.isReached('', 2);
    await taken.release();
    const refused = (await answers).flatMap(({ body }) => body.refused.map(({ code }: any) => code));
    expect(refused).toEqual(['person-already-admitted']);
    expect(await service.query('select from live_admissions where person_index = $1', [studying.index])).toHaveLength(2); // prettier-ignore
  });

  it('a study that goes on holds its person, though another school admits the person just then', async () => {
    const idNumber = somebody();
    const studied = await applied(service, 'S001', offeringId, { idNumber });
    await school().post(`/applications/${studied}/admit`);
    await move('check-in', [studied], { checkedInOn: '2026-09-01' });
    const { registrationId, personId, ...of } = student({ applicationId: studied, schoolCode: 'S001' });
    await service.receive(graduated({ ...of, registrationId, personId }, 2));
    const next = await applied(service, 'S002', elsewhere, { idNumber });
    const holders = () =>
      service.query('select from live_admissions where application_id = any($1)', [[studied, next]]);
    await eventually('the end of the study', async () => expect(await holders()).toEqual([]));
    const back = eventOf(RegistrationStatusChanged, {
      data: {
        registrationId, personId, applicationId: studied, schoolCode: 'S001', from: 'WITHDRAWN', to: 'ACTIVE',
        changeType: 'RETURN', effectiveOn: '2026-09-02', recordedAt: '2026-09-02T01:00:00.000Z',
      },
      version: 3,
    }); // prettier-ignore
    const [admitted] = await atOnce<any>(
      'live_admissions',
      () => school('S002').post(`/applications/${next}/admit`),
      () => service.receive(back),
    );
    expect([200, 409]).toContain(admitted.status);
    const both = admitted.status === 200 ? 2 : 1;
    await eventually('the study goes on', async () => expect(await holders()).toHaveLength(both));
    expect(await service.query('select from dead_letters')).toEqual([]);
  });

  const correct = (code: string, n: number) => () =>
    city().post(`/schools/${code}/changes`, { kind: 'CORRECT', uscc: uscc(n), reason: '录入有误' });

  it('one school has a credit code', async () => {
    const answers = await atOnce('schools', correct('S001', 1), correct('S002', 1), () => city().post('/schools', registered(1))); // prettier-ignore
    expect(statuses(answers)).toEqual([201, 409, 409]);
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'school-already-registered'])); // prettier-ignore
  });

  it('one opens an offering that a merger would bring, or the merger is refused', async () => {
    const decisions = { qualifications: 'END', offerings: 'MOVE', planLines: 'MOVE', applications: 'MOVE', registrations: 'STAY' }; // prettier-ignore
    const merger = { kind: 'MERGE', successorCode: 'S903', decisions, reason: '市政府批复' };
    for (const n of [2, 3]) await city().post('/schools', registered(n));
    await city().post('/offerings/batch', offeringOf('S902'));
    const [opened, merged] = await atOnce(
      'offerings',
      () => city().post('/offerings/batch', offeringOf('S903')),
      () => city().post('/schools/S902/changes', merger),
    );
    expect(opened).toMatchObject({ status: 200, body: { accepted: 1 } });
    if (merged!.status !== 201)
      expect(merged).toMatchObject({ status: 409, body: { code: 'successor-has-the-offering' } });
  });

  it.each([
    ['season_calendars', '/calendars', { year: 2040, season: 'AUTUMN' }, 'calendar-exists'],
    ['major_reviews', '/major-reviews', { year: 2025 }, 'review-exists'],
    ['authorities', '/authorities', { authorityCode: '500199', name: '样例新区', tier: 'DISTRICT' }, 'authority-already-registered'],
    ['catalogue_versions', '/catalogue/versions', { catalogueVersion: 'v2', majors: [{ majorCode: '0106', name: '数控加工', levels: ['SENIOR'] }] }, 'catalogue-version-exists'],
  ])('one makes an entry of %s', async (table, path, body, code) => {
    const answers = await atOnce(table, () => city().post(path, body), () => city().post(path, body)); // prettier-ignore
    expect(statuses(answers)).toEqual([201, 409]);
    expect(answers.map((each) => each.body.code)).toContain(code);
  }); // prettier-ignore

  it('each gets the plan line that one of them drafted', async () => {
    const line = { year: 2026, season: 'SPRING', offeringId, scope: 'IN_CITY', planned: 5 };
    const draft = () => school().post('/plans/batch', { lines: [line] });
    const [one, other] = await atOnce('plan_lines', draft, draft);
    expect(one!.body).toMatchObject({ accepted: 1, planLineIds: other!.body.planLineIds });
  });
});

import { type EventDefinition, OfferingState, PlanLineState, SchoolState } from '#contracts';
import { eventually, type TestService } from '#testing';
import { recruitingSchool, startEnrolment } from './recruiting.js';

const STATES: EventDefinition[] = [SchoolState, OfferingState, PlanLineState];

describe('The state topics of enrolment', () => {
  let service: TestService;
  let planLineId: string;
  beforeAll(async () => {
    service = await startEnrolment();
    ({ planLineId } = await recruitingSchool(service, 'S001', 10));
    await recruitingSchool(service, 'S002', 10);
    // Each school has been told when it was registered, with a draft and with what was published.
    await service.published(SchoolState, 6);
    await service.published(PlanLineState, 4);
  });
  afterAll(() => service?.close());

  const operator = () => service.as('operator');
  const check = async (topic: string, repair = false) =>
    (await operator().post('/republish/check', { topic, repair })).body;

  it('hold what enrolment holds', async () => {
    for (const { topic } of STATES)
      expect(await check(topic)).toEqual({ topic, rows: 2, differing: 0, republished: 0, keys: [] });
  });

  it('are replayed as they are, with the same versions', async () => {
    for (const definition of STATES) {
      const before = await service.published(definition);
      const { events } = (await operator().post('/republish', { topic: definition.topic })).body;
      expect(events).toBe(2);
      const after = await service.published(definition, before.length + 2);
      for (const again of after.slice(-2)) {
        const latest = before.findLast(({ subject }) => subject === again.subject)!;
        expect(again).toMatchObject({ version: latest.version, data: latest.data });
      }
    }
  });

  it('are found out, and repaired, where they lack a key or hold another state than the tables', async () => {
    await service.query(`update plan_lines set planned = 11 where plan_line_id = $1`, [planLineId]);
    // Past the layer, which the tables refuse as long as their triggers stand.
    await service.query('alter table schools disable trigger user');
    await service.query(`update schools set name = '改名', version = version + 1 where school_code = 'S001'`);
    await service.query(
      `insert into schools select (jsonb_populate_record(one, '{"school_code": "S003", "uscc": "x"}')).*
       from schools one where school_code = 'S001'`,
    );
    await service.send([
      { topic: SchoolState.topic, key: 'S009', headers: { ce_type: SchoolState.type }, value: '{}' },
    ]);
    expect(await check(PlanLineState.topic, true)).toMatchObject({
      differing: 1,
      republished: 1,
      keys: [{ key: planLineId, difference: 'DIFFERENT' }],
    });
    expect(await check(SchoolState.topic, true)).toMatchObject({
      rows: 3,
      differing: 3,
      republished: 2,
      keys: [
        { key: 'S001', difference: 'OLDER' },
        { key: 'S003', difference: 'MISSING' },
        { key: 'S009', difference: 'SUPERFLUOUS' },
      ],
    });
    await eventually('repaired topics', async () => {
      expect(await check(PlanLineState.topic)).toMatchObject({ differing: 0 });
      expect((await check(SchoolState.topic)).keys).toEqual([{ key: 'S009', difference: 'SUPERFLUOUS' }]);
    });
  });

  it.each([
    ['enrolment.schools.v1', 'a/b'],
    ['enrolment.offerings.v1', 'S001'],
    ['enrolment.plans.v1', 'no-uuid'],
  ])('are not replayed behind what is no id: %s, %j', async (topic, after) => {
    const answer = await operator().post('/republish', { topic, after });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalid-request', errors: [{ path: 'after' }] },
    });
  });

  it('are not replayed of a school with a code that no database holds', async () => {
    const answer = await operator().post('/republish', { topic: SchoolState.topic, schoolCode: 'S\u0000' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });

  it('are replayed behind the id that is given', async () => {
    const { topic } = SchoolState;
    const { events } = (await operator().post('/republish', { topic })).body;
    const behind = await operator().post('/republish', { topic, after: 'S001' });
    expect(behind.body).toEqual({ topic, events: events - 1 });
  });

  it('are checked by operators, and only where they are owned and hold states', async () => {
    const topic = SchoolState.topic;
    expect((await service.as('city-officer').post('/republish/check', { topic })).status).toBe(403);
    const facts = await operator().post('/republish/check', { topic: 'enrolment.applications.v1' });
    expect(facts).toMatchObject({ status: 422, body: { code: 'topic-not-republished' } });
  });
});

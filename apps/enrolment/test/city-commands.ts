import fc from 'fast-check';
import { RegistrationApproved, RegistrationRejected, RegistrationStatusChanged } from '#contracts';
import { eventOf } from '#messaging';
import { eventually, graduated, runJob, student, type TestService } from '#testing';
import { settleAdmissions } from '../src/applications/settle-admissions.js';
import { offerFreeSeats } from '../src/applications/waitlist.js';
import { closePastSeasons } from '../src/plans/close-past-seasons.js';
import { type Applied, type CityModel, holds, MOVES, NEWS } from './city-model.js';
import { anId, application } from './recruiting.js';

/** The real thing: the service, and how schools and persons of the model are named in it. */
export interface RealCity {
  readonly service: TestService;
  readonly schools: readonly {
    code: string;
    offeringId: string;
    planLineId: string;
    qualificationId: string;
    calendarId: string;
  }[];
  readonly idNumbers: readonly string[];
  /** of the next event of student records */
  version: number;
}

type Command = fc.AsyncCommand<CityModel, RealCity>;

/** Each command is done to both; after it, both are the same, to the last seat and person. */
const command = (
  name: string,
  run: (model: CityModel, real: RealCity) => Promise<unknown>,
  check: Command['check'] = () => true,
): Command => ({
  check,
  run: async (model, real) => {
    await run(model, real);
    await expectSame(model, real);
  },
  toString: () => name,
});

async function expectSame(model: CityModel, { service, schools }: RealCity): Promise<void> {
  const codes = [schools.map(({ code }) => code)];
  const rows = await service.query(
    `select coalesce(a.application_id, l.application_id) as id, a.state, a.waitlist_rank as rank,
       a.id_number_index as person, l.person_index as holder
     from applications a full join live_admissions l using (application_id)
     where coalesce(a.school_code, l.school_code) = any($1)`,
    codes,
  );
  const is = rows.map(({ id, state, rank, holder }) => [id, { state, rank: rank ?? undefined, isHeld: holder !== null }]); // prettier-ignore
  const should = model.applications.map((each) => [
    each.id,
    { state: each.state, rank: each.rank, isHeld: holds(each) },
  ]);
  expect(Object.fromEntries(is)).toEqual(Object.fromEntries(should));
  for (const each of rows.filter(({ holder }) => holder)) expect(each.holder).toBe(each.person);
  const held = Map.groupBy(model.applications.filter(holds), ({ person }) => person);
  for (const those of held.values()) expect(those.filter(({ resumed }) => !resumed).length).toBeLessThan(2);
  const lines = await service.query(
    'select planned, reserved, used, status from plan_lines where school_code = any($1) order by school_code',
    codes,
  );
  expect(lines).toEqual(
    model.planned.map((planned, at) => ({
      planned,
      reserved: model.reserved(at),
      used: model.used(at),
      status: model.closed.has(at) ? 'CLOSED' : 'PUBLISHED',
    })),
  );
  for (const { planned, reserved, used } of lines) expect(reserved + used).toBeLessThanOrEqual(planned);
}

export const apply = (person: number, at: number) =>
  command(`apply(person ${person}, school ${at})`, async (model, { service, schools, idNumbers }) => {
    const school = at % schools.length;
    const { code, offeringId } = schools[school]!;
    const body = application(offeringId, { idNumber: idNumbers[person] });
    const answer = await service.as('school-admissions', code).post('/applications', body);
    const applied = model.apply(person, school);
    expect(answer.status).toBe(applied ? 201 : 409);
    if (applied) applied.id = answer.body.applicationId;
  });

const MORE: Record<string, object> = {
  'check-in': { checkedInOn: '2026-09-01' },
  reject: { closingCode: 'NO_SEAT', reason: '名额已满' },
  withdraw: { reason: '本人申请' },
  decline: { reason: '本人申请' },
  cancel: { reason: '弄虚作假' },
  reconsider: { reason: '补齐材料' },
};

/** A batch of a school, or of the whole city, in any order: mostly of those who may move, but not only. */
export const batch = (path: string, at: number, picks: number[], byCity = false) => {
  const move = MOVES[path]!;
  const own = (model: CityModel) => (byCity ? model.applications : model.ofSchool(at % model.planned.length));
  const movable = (model: CityModel) => own(model).filter(({ state }) => move.from.includes(state));
  return command(
    `${path}(${byCity ? 'city' : `school ${at}`}, ${picks.join(' ')})`,
    async (model, { service, schools }) => {
      const among = [...movable(model), ...movable(model), ...movable(model), ...own(model)];
      const chosen = [...new Set(picks.map((pick) => among[pick % among.length]!))];
      const caller = byCity
        ? service.as('city-officer')
        : service.as('school-admissions', schools[at % schools.length]!.code);
      const body = { applicationIds: chosen.map(({ id }) => id), ...MORE[path] };
      expect((await caller.post(`/applications/batch-${path}`, body)).status).toBe(200);
      for (const each of chosen)
        if (byCity || path !== 'reconsider' || each.state !== 'CANCELLED') model.move(each, move);
    },
    (model) => movable(model).length > 0,
  );
};

const offer = () =>
  command('offer free seats', async (model, { service }) => {
    await runJob(service, offerFreeSeats, {});
    model.offerFreeSeats();
  }, (model) => model.applications.some(({ state }) => state === 'WAITLISTED')); // prettier-ignore

const correct = (service: TestService, calendarId: string, deadline: string) =>
  service
    .as('city-officer')
    .post(`/calendars/${calendarId}/correct`, {
      applicationsCloseOn: deadline, admissionCloseOn: deadline, checkInDeadline: deadline,
      registrationCutOff: deadline, reason: '样例',
    }); // prettier-ignore

/** The last day of the season passes, and the night comes; a school that is over gets more time, and its line stays closed. */
const turnSeason = (at: number) =>
  command(`turn the season(school ${at})`, async (model, { service, schools }) => {
    const school = at % schools.length;
    const isOver = model.over.has(school);
    const { calendarId } = schools[school]!;
    const answer = await correct(service, calendarId, isOver ? '2099-12-31' : '2026-10-10');
    expect(answer.status).toBe(200);
    await runJob(service, settleAdmissions, {});
    await runJob(service, closePastSeasons, {});
    if (isOver) model.over.delete(school);
    else model.endSeason(school);
  });

/** 计划调整: the school asks for other seats, and the city decides, at once or after others have acted. */
const askForSeats = (at: number, planned: number) =>
  command(`ask(school ${at}, ${planned} seats)`, async (model, { service, schools }) => {
    const school = at % schools.length;
    const { code, planLineId } = schools[school]!;
    const body = { planned, reason: '样例' };
    const caller = service.as('school-admissions', code);
    const answer = await caller.post(`/plans/${planLineId}/request-adjustment`, body);
    expect(answer.status).toBe(model.askForSeats(school, planned) ? 200 : 409);
  });

const onLine = (
  name: string,
  at: number,
  body: object,
  follow: (model: CityModel, school: number) => boolean,
) =>
  command(`${name}(school ${at})`, async (model, { service, schools }) => {
    const school = at % schools.length;
    const request = { planLineIds: [schools[school]!.planLineId], ...body };
    const answer = await service.as('city-officer').post(`/plans/${name}`, request);
    expect(answer).toMatchObject({ status: 200, body: { accepted: follow(model, school) ? 1 : 0 } });
  });

const approveSeats = (at: number) =>
  onLine('approve-adjustments', at, {}, (model, school) => model.approveSeats(school));

/** 关闭, or 重新开放 what is closed, within the season. */
const turnLine = (at: number, name: 'close' | 'reopen') =>
  onLine(name, at, { reason: '样例' }, ({ closed, over, unqualified }, school) => {
    const isClosed = closed.has(school);
    if (name === 'close') closed.add(school);
    else if (!over.has(school) && !unqualified.has(school)) closed.delete(school);
    return closed.has(school) !== isClosed;
  });

/** 暂停 of the qualification of a school, or 恢复 by another officer. */
async function turnQualification(
  { unqualified }: CityModel,
  { service, schools }: RealCity,
  [school, act]: [number, 'suspend' | 'resume'],
): Promise<void> {
  if (unqualified.has(school) === (act === 'suspend')) return;
  const officer = service.as('city-officer', undefined, 'publisher');
  const path = `/qualifications/${schools[school]!.qualificationId}/${act}`;
  expect((await officer.post(path, { reason: '样例' })).status).toBe(200);
  if (act === 'suspend') unqualified.add(school);
  else unqualified.delete(school);
}

const resume = (at: number) =>
  command(
    `resume(school ${at})`,
    (model, real) => turnQualification(model, real, [at % model.planned.length, 'resume']),
    ({ unqualified, planned }) => unqualified.has(at % planned.length),
  );

/** Who is admitted, with each school that might take them: mostly of those that can. */
function transfers(model: CityModel): (readonly [Applied, number])[] {
  const admitted = model.applications.filter(({ state }) => state === 'ADMITTED');
  const all = admitted.flatMap((each) => model.planned.map((_, school) => [each, school] as const));
  const possible = all.filter((pair) => model.mayTake(...pair));
  return [...possible, ...possible, ...possible, ...all];
}

/** A school loses its qualification, and 调剂 of one whom it has admitted. */
const transfer = (pick: number) =>
  command(
    `transfer(${pick})`,
    async (model, real) => {
      const [chosen, school] = transfers(model)[pick % transfers(model).length]!;
      await turnQualification(model, real, [chosen.school, 'suspend']);
      const city = real.service.as('city-officer');
      const request = { applicationIds: [chosen.id], offeringId: real.schools[school]!.offeringId, reason: '样例' }; // prettier-ignore
      const { body } = await city.post('/applications/batch-transfer', request);
      const mayGo = model.mayTake(chosen, school);
      expect(body).toMatchObject({ accepted: mayGo ? 1 : 0 });
      if (mayGo) model.transfer(chosen, school).id = (await city.get(`/applications/${chosen.id}`)).body.transferredTo; // prettier-ignore
    },
    (model) => transfers(model).length > 0,
  );

const fitting = (model: CityModel, news: keyof typeof NEWS): Applied[] =>
  model.applications.filter(({ state }) => (NEWS[news].from as string[]).includes(state));

/** Student records tells of a registration. */
export const hear = (news: keyof typeof NEWS, pick: number) =>
  command(
    `hear(${news}, ${pick})`,
    async (model, real) => {
      const those = fitting(model, news);
      const chosen = those[pick % those.length]!;
      const schoolCode = real.schools[chosen.school]!.code;
      const of = student({ applicationId: chosen.id!, schoolCode });
      const ids = await real.service.receive(eventOfNews(news, of, ++real.version));
      await eventually(`the end of ${news}`, async () =>
        expect(await real.service.query('select from inbox where event_id = any($1)', [ids])).toHaveLength(1),
      );
      model.move(chosen, NEWS[news]);
      chosen.resumed ||= news === 'resumed';
    },
    (model) => fitting(model, news).length > 0,
  );

function eventOfNews(news: keyof typeof NEWS, of: ReturnType<typeof student>, version: number) {
  const { registrationId, personId, applicationId, schoolCode } = of;
  const data = { registrationId, personId, applicationId, schoolCode };
  const at = '2026-09-02T01:00:00.000Z';
  if (news === 'graduated') return graduated(of, version);
  if (news === 'approved')
    return eventOf(RegistrationApproved, { data: { ...data, studentNo: anId(), approvedAt: at }, version });
  if (news === 'rejected')
    return eventOf(RegistrationRejected, { data: { ...data, reason: '材料不全', rejectedAt: at }, version });
  const to = news === 'left' ? 'WITHDRAWN' : 'ACTIVE';
  const change = { from: 'ACTIVE', to, changeType: 'WITHDRAWAL', effectiveOn: '2026-10-01', recordedAt: at } as const; // prettier-ignore
  return eventOf(RegistrationStatusChanged, { data: { ...data, ...change }, version });
}

/** Commands over some persons; what leads further comes more often than what ends. */
export function cityCommands(persons: number): fc.Arbitrary<Command>[] {
  const school = fc.nat({ max: 2 });
  const picks = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 3 });
  const batches = (...paths: string[]) =>
    fc.tuple(fc.constantFrom(...paths), school, picks).map((of) => batch(...of));
  const byCity = fc.tuple(fc.constantFrom('cancel', 'reconsider'), school, picks);
  const news = fc.constantFrom(...(Object.keys(NEWS) as (keyof typeof NEWS)[]));
  return [
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.nat({ max: persons - 1 }), school).map((of) => apply(...of)) },
      { weight: 6, arbitrary: batches('admit') },
      { weight: 6, arbitrary: batches('review', 'waitlist', 'check-in', 'check-in') },
      { weight: 2, arbitrary: batches('withdraw', 'reject', 'decline', 'reconsider') },
      { weight: 1, arbitrary: byCity.map(([path, at, chosen]) => batch(path, at, chosen, true)) },
      { weight: 8, arbitrary: fc.tuple(news, fc.nat({ max: 9 })).map((of) => hear(...of)) },
      { weight: 8, arbitrary: fc.constant(offer()) },
      { weight: 1, arbitrary: school.map(turnSeason) },
      { weight: 6, arbitrary: school.map(resume) },
      { weight: 4, arbitrary: fc.nat({ max: 50 }).map(transfer) },
      { weight: 2, arbitrary: fc.tuple(school, fc.nat({ max: 3 })).map((of) => askForSeats(...of)) },
      { weight: 2, arbitrary: school.map(approveSeats) },
      { weight: 1, arbitrary: school.map((at) => turnLine(at, 'close')) },
      { weight: 2, arbitrary: school.map((at) => turnLine(at, 'reopen')) },
    ),
  ];
}

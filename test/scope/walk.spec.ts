// Budget: 150 s: every route of five services is asked as every role, and in a whole run with four others beside it.
import { DataSource } from 'typeorm';
import { type Scope, Transactions } from '#database';
import { controllersOf, reachOf, type Role, ROLES, type Route, routesOf } from '#security';
import { tokenFor } from '#testing';
import { askTwice, type Told } from './asking.js';
import { walkedServices } from './services.js';
import {
  DISTRICT,
  type OpenedService,
  OTHER_DISTRICT,
  OTHER_PLATFORM,
  OTHER_SCHOOL,
  PLATFORM,
  REGION,
  type Request,
  SCHOOL,
} from './walked-service.js';

const PLACES = { school: OTHER_SCHOOL, district: OTHER_DISTRICT, platform: OTHER_PLATFORM, city: undefined };
const OWN_PLACES = { school: SCHOOL, district: DISTRICT, platform: PLATFORM, city: undefined };
const strangers = ROLES.filter((role) => reachOf(role) !== 'city');
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
const mayUse = ({ access }: Route, role: Role) => access === 'public' || access!.includes(role);

describe.each(walkedServices)('$name', ({ module, open, tellNothing }) => {
  let opened: OpenedService;
  let before: Record<string, string>;
  beforeAll(async () => {
    opened = await open();
    // One that nobody runs, so that there is one to see.
    await opened.service.query(
      `insert into jobs (job_id, kind, school_code, payload, due_at, run_at)
       values (gen_random_uuid(), 'walked', $1, '{}', '2099-01-01', '2099-01-01')`,
      [SCHOOL],
    );
    before = await rowsOfSchool(opened);
  });
  afterAll(() => opened?.service.close());

  const routes = controllersOf(module).flatMap(routesOf);
  const requestsOf = (route: Route): Request[] => opened.requests[keyOf(route)] ?? [{}];

  it('has every route walked that a school, a district, a platform or the public may use', () => {
    const usable = routes.filter((route) => strangers.some((role) => mayUse(route, role))).map(keyOf);
    const walked = [...Object.keys(opened.requests), ...Object.keys(tellNothing)];
    expect(walked.toSorted()).toEqual(usable.toSorted());
  });

  it.each(routes.map((route) => [keyOf(route), route] as const))(
    'tells others nothing of the school: %s',
    async (key, route) => {
      for (const request of requestsOf(route)) {
        for (const role of ROLES.filter((each) => reachOf(each) !== 'city' || !mayUse(route, each))) {
          const context = `${role} ${JSON.stringify(request)}`;
          const token = await tokenFor(role, PLACES[reachOf(role)]);
          const allowed = mayUse(route, role);
          const { ofSchool, ofNone } = await askTwice(opened, route, request, token);
          const told = withoutOwnQuestions(key, await ofSchool());
          // Who may not use the route is turned away before anything is looked up.
          const same = allowed ? withoutOwnQuestions(key, await ofNone()) : told;
          for (const secret of opened.secrets) expect(told.body + same.body).not.toContain(secret);
          if (allowed && key in tellNothing) continue;
          const verdict = allowed ? verdictOf(told) : codeOf(told);
          expect([context, verdict]).toEqual([context, allowed ? 'nothing' : 'role-not-allowed']);
          expect([context, told]).toEqual([context, same]);
        }
        if (route.access !== 'public') {
          const [told, ofNone] = await answersOf(opened, route, request);
          expect(codeOf(told)).toBe('token-missing');
          expect(told).toEqual(ofNone);
        }
      }
    },
  );

  it('shows the records by the same requests to those whose they are', async () => {
    for (const route of routes.filter((each) => each.method === 'GET' && keyOf(each) in opened.requests))
      for (const role of ROLES.filter((each) => mayUse(route, each)))
        for (const request of requestsOf(route)) {
          const [told] = await answersOf(opened, route, request, await tokenFor(role, OWN_PLACES[reachOf(role)])); // prettier-ignore
          const marks = request.shows ? [request.shows] : Object.keys(opened.ids).map((name) => `<${name}>`);
          const shown = marks.some((mark) => told.body.includes(mark));
          expect([keyOf(route), role, request, told.status, shown]).toEqual([
            keyOf(route),
            role,
            request,
            200,
            true,
          ]);
        }
  }, 180_000);

  it('has not changed the records of the school when others asked', async () => {
    expect(await rowsOfSchool(opened)).toEqual(before);
  });

  it('asks the database as much for a record of another school as for none', async () => {
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path.includes(':'))) {
      const role = strangers.find((each) => mayUse(route, each));
      if (!role || keyOf(route) in tellNothing) continue;
      const { ofSchool, ofNone } = await askTwice(opened, route, {}, await tokenFor(role, PLACES[reachOf(role)])); // prettier-ignore
      const count = (work: () => Promise<unknown>) => opened.service.countStatements(work);
      // What a service does by itself now and then may fall into one of them.
      let asMuch = false;
      for (let n = 0; n < 5 && !asMuch; n++) asMuch = (await count(ofSchool)) === (await count(ofNone));
      expect([keyOf(route), asMuch]).toEqual([keyOf(route), true]);
    }
  }, 180_000);

  it('shows the rows of each table under row-level security to the scopes that they belong to', async () => {
    const transactions = opened.service.app.get(Transactions);
    const seen = async (table: string, scope?: Scope) => {
      const sql = `select 1 as one from ${table} where ${await ofSchoolIn(opened, table)}`;
      const rows = scope
        ? await transactions.run(scope, (tx) => tx.query(sql))
        : await opened.service.app.get(DataSource).query<unknown[]>(sql);
      return rows.length > 0;
    };
    const [{ districts, regions }] = await opened.service.query(
      `select to_regclass('schools') is not null as districts,
         exists (select from pg_policies where policyname = 'by_region') as regions`,
    );
    for (const table of await policied(opened)) {
      const views = {
        unscoped: await seen(table),
        otherSchool: await seen(table, { kind: 'school', schoolCode: OTHER_SCHOOL }),
        otherDistrict: await seen(table, { kind: 'district', authorityCode: OTHER_DISTRICT }),
        school: await seen(table, { kind: 'school', schoolCode: SCHOOL }),
        district: await seen(table, { kind: 'district', authorityCode: DISTRICT }),
        region: await seen(table, { kind: 'district', authorityCode: REGION }),
        city: await seen(table, { kind: 'all' }),
      };
      const hidden = { unscoped: false, otherSchool: false, otherDistrict: false };
      const school = (await ofSchoolIn(opened, table)) !== OF_THE_CITY;
      const district = school && districts;
      const shown = { school, district, region: district && regions, city: true };
      expect([table, views]).toEqual([table, { ...hidden, ...shown }]);
    }
  });
});

async function answersOf(...asked: Parameters<typeof askTwice>): Promise<[Told, Told]> {
  const { ofSchool, ofNone } = await askTwice(...asked);
  return [await ofSchool(), await ofNone()];
}

const bodyOf = ({ headers, body }: Told) =>
  headers['content-type']?.includes('json') ? JSON.parse(body) : {};
const codeOf = (told: Told): string | undefined => bodyOf(told).code;

/**
 * Of a school's own trail what was done: beside it stands what its people were refused, with the ids that they had sent
 * themselves, in this walk those of another school.
 */
function withoutOwnQuestions(key: string, told: Told): Told {
  if (key !== 'GET /audit-entries' || told.status !== 200) return told;
  const items = bodyOf(told).items.filter(({ outcome }: { outcome: string }) => outcome === 'done');
  return { ...told, headers: { ...told.headers, 'content-length': '' }, body: JSON.stringify({ items }) };
}

/** `nothing`: refused, or done to nothing: an empty or own list or count, no item accepted, no row valid. */
function verdictOf(told: Told): unknown {
  const { code, counts, items = counts, accepted, valid } = bodyOf(told);
  const refused = [403, 404, 422].includes(told.status) && code !== 'invalid-request';
  const own = items?.every(
    (item: any) => (item.schoolCode ?? item.chain ?? item.school?.code) === OTHER_SCHOOL,
  );
  return refused || own || accepted === 0 || valid === 0 ? 'nothing' : told;
}

/** But for the answers that are kept for keys: those are for who gave the key (libs/commands/test). */
async function policied({ service }: OpenedService): Promise<string[]> {
  const rows = await service.query<{ name: string }>(
    `select relname as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace
       and relname <> 'idempotency_keys' order by relname`,
  );
  return rows.map(({ name }) => name);
}

/** The condition that finds the rows of what belongs to no school and to no person: the city alone sees them. */
const OF_THE_CITY = 'true';

/** The condition that finds the rows of the school, past the policies; persons have no school but their registrations'. */
async function ofSchoolIn({ service }: OpenedService, table: string): Promise<string> {
  if (table === 'audit_entries') return `chain = '${SCHOOL}'`;
  const columns = await service.query(
    `select column_name from information_schema.columns
     where table_name = $1 and column_name in ('school_code', 'person_id')`,
    [table],
  );
  const names = columns.map(({ column_name: name }) => name);
  if (names.includes('school_code')) return `school_code = '${SCHOOL}'`;
  return names.includes('person_id')
    ? `person_id in (select person_id from registrations where school_code = '${SCHOOL}')`
    : OF_THE_CITY;
}

/** What the school itself did or was refused meanwhile is no harm. */
const BY_OTHERS = `and (actor like '%${OTHER_SCHOOL}%' or actor like '%${OTHER_DISTRICT}%')`;

/** A fingerprint of all that the school has in each table. */
async function rowsOfSchool(opened: OpenedService): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const table of await policied(opened)) {
    const [row] = await opened.service.query(
      `select count(*) || ' ' || md5(string_agg(t::text, '' order by t::text)) as print from ${table} t
       where ${await ofSchoolIn(opened, table)} ${table === 'audit_entries' ? BY_OTHERS : ''}`,
    );
    prints[table] = row!.print;
  }
  return prints;
}

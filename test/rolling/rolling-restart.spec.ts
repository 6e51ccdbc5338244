// Budget: 110 s: four processes are replaced twice, each after its drain.
import { randomBytes, randomInt } from 'node:crypto';
import type pg from 'pg';
import { Processes } from '../../deploy/local/platform/processes.ts';
import { Secrets } from '../../deploy/local/platform/secrets.ts';
import { setUpServices } from '../../deploy/local/services.ts';
import { platformAt } from '../../deploy/local/test-platform.ts';
import { usccCheck } from '#national-codes';
import { eventually, testPlatform, tokenFor, withClient } from '#testing';
import { Callers } from './callers.js';
import { Replicas } from './replicas.js';

const prefix = `rolling-${randomBytes(3).toString('hex')}.`;
const CALLERS = 6;
/** How often each of the processes is replaced. */
const ROUNDS = 2;

let processes: Processes;
let enrolment: Replicas;
let records: Replicas;
beforeAll(async () => {
  const dir = `var/rolling/${prefix}`;
  const platform = platformAt(testPlatform());
  processes = new Processes(dir);
  await processes.takeOver();
  const secrets = new Secrets(dir);
  const settings: Record<string, object> = await setUpServices(platform, {
    processes,
    secrets,
    topicPrefix: prefix,
    migrateHere: true,
  });
  // Below the ports that systems give to outgoing connections, which may take one just before a process listens there.
  const from = 31_000 + 10 * randomInt(100);
  enrolment = await Replicas.start('enrolment', processes, settings.enrolment!, { from });
  records = await Replicas.start('student-records', processes, settings['student-records']!, {
    from: from + 2,
  });
}, 180_000);
afterAll(async () => {
  await Promise.all([enrolment?.stop(), records?.stop()]);
  await processes?.stopAll();
});

let registered = 0;

/** A school that nobody has registered before. */
function newSchool(): { schoolCode: string; [field: string]: unknown } {
  const number = String((registered += 1)).padStart(9, '0');
  return {
    schoolCode: `R${number}`,
    uscc: `12500000${number}${usccCheck(`12500000${number}`)}`,
    name: '样例技师学院',
    schoolType: 'TECHNICIAN_COLLEGE',
    ownership: 'PUBLIC',
    authorityCode: '500000',
    regionCode: '500103',
    authorityTier: 'CITY',
    inHigherEdSequence: false,
  };
}

/** What the answers were, and how often: `{ '200': 812, '201': 401 }`. */
const outcomesOf = ({ calls }: Callers) =>
  Object.fromEntries(
    [...Map.groupBy(calls, ({ outcome }) => outcome)].map(([outcome, { length }]) => [outcome, length]),
  );

function query<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<Row[]> {
  const url = new URL(testPlatform().postgresUrl);
  url.pathname = `/${prefix.replace(/\W/g, '_')}${database}`;
  return withClient(url.href, async (client) => (await client.query<Row>(sql)).rows);
}

const codesIn = async (database: string, sql: string) =>
  (await query<{ code: string }>(database, sql)).map(({ code }) => code).toSorted();

it('drops no request and loses no command while every process is replaced under load', async () => {
  const token = await tokenFor('city-officer');
  let turn = 0;
  const schools = new Callers(enrolment.url, CALLERS, () =>
    (turn += 1) % 3 === 0
      ? { path: '/schools', token, body: newSchool() }
      : { path: '/schools?limit=10', token },
  );
  const registrations = new Callers(records.url, CALLERS / 2, () => ({ path: '/registrations', token }));
  for (let round = 0; round < ROUNDS; round++)
    await Promise.all([enrolment.replaceEach(), records.replaceEach()]);
  await Promise.all([schools.stop(), registrations.stop()]);

  expect({
    enrolment: Object.keys(outcomesOf(schools)),
    records: Object.keys(outcomesOf(registrations)),
  }).toEqual({
    enrolment: ['200', '201'],
    records: ['200'],
  });
  expect([enrolment.balancer.refused, records.balancer.refused]).toEqual([0, 0]);
  expect(new Set([...enrolment.ends, ...records.ends])).toEqual(new Set(['code 0']));

  const done = schools.calls.filter(({ outcome }) => outcome === 201);
  const told = done.map(({ body }) => String(body.schoolCode)).toSorted();
  expect(told.length).toBeGreaterThan(100);
  expect(await codesIn('enrolment', 'select school_code as code from schools')).toEqual(told);
  await eventually('every school in student records, each told of once', async () => {
    expect(await codesIn('student_records', 'select school_code as code from schools')).toEqual(told);
    const [inbox] = await query<{ events: string }>(
      'student_records',
      'select count(*) as events from inbox',
    );
    expect(Number(inbox!.events)).toBe(told.length);
  });
}, 240_000);

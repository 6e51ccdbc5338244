// `npm run bench:records`: what figures, lists and batches cost when the register of a city has five years behind it.
import type pg from 'pg';
import { withClient } from '#testing';
import { accessTo, apiOf, type Caller } from '../../../deploy/local/cohort/api.ts';
import { table } from '../../../deploy/local/cohort/table.ts';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { progress } from '../../../deploy/local/progress.ts';
import { RunningServices } from '../../../deploy/local/running-services.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { keeperIn, machine, readSizes } from '../command.ts';
import { startBenchPlatform } from '../platform.ts';
import { round } from '../usage.ts';
import { fillRegister } from './city-of-students.ts';
import { pagesAsked } from './pages.ts';
import { LAST_YEAR } from './register-sql.ts';

const NAME = 'student-records';
const BATCH = 1_000;

/** By name, what is asked. The first time is cold: nothing of it was asked before. */
const LAST_SEPTEMBER = `${LAST_YEAR}-09-30`;
const QUESTIONS: Record<string, string> = {
  'stock by school and mode': `/figures/stock?asOf=${LAST_SEPTEMBER}`,
  'stock, as known at the end of the year before': `/figures/stock?asOf=${LAST_YEAR - 1}-12-31&knownAt=${LAST_YEAR - 1}-12-31T00:00:00Z`,
  'stock by level, major, sex and region': `/figures/stock?asOf=${LAST_SEPTEMBER}&by=level&by=majorCode&by=sex&by=hukouRegion`,
  'stock by district and year of study': `/figures/stock?asOf=${LAST_SEPTEMBER}&by=authorityCode&by=studyYear`,
  'movements of a school year': `/figures/movements?from=${LAST_YEAR - 1}-09-01&to=${LAST_YEAR}-08-31`,
}; // prettier-ignore

const SIZES = `select relname as name, reltuples::int as rows, (pg_table_size(oid) / 1e6)::int as mb,
    (pg_indexes_size(oid) / 1e6)::int as "mb of indexes"
  from pg_class where relname in ('registrations', 'registrations_history', 'registration_movements') order by 1`;

/** Somebody who studies at R8, and a class there. */
const KNOWN = `select (select student_no from registrations where school_code = 'R8' order by registration_id desc limit 1) as "STUDENT",
  (select class_id::text from classes where school_code = 'R8' limit 1) as "CLASS"`;
const PAGE_TITLES = [
  'page of 100',
  ...['city', 'district', 'school'].flatMap((who) => [`${who}: p50, ms`, 'p95', 'CPU']),
];

const { json, students, rounds } = readSizes('bench:records', { students: 175_000, rounds: 5 }, ['json']);
const keep = keeperIn(json);
const platform = await startBenchPlatform({ shared_preload_libraries: 'pg_stat_statements' });
try {
  const { processes, secrets, postgres } = platform;
  const { [NAME]: settings } = await setUpServices(platform, { processes, secrets });
  const running = new RunningServices(processes, false);
  const port = String(await freePort(24_102));
  running.settings[NAME] = { ...settings, LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: port };
  await running.start(NAME);
  const api = apiOf(accessTo(running.urls, platform.issuer));
  await withClient(postgres.url({ database: 'student_records' }), async (client) => {
    progress(`making ${students} students`);
    const filling = await fillRegister(client, settings, students);
    const sizes = (await client.query(SIZES)).rows;
    const asked = [];
    for (const [what, path] of Object.entries(QUESTIONS))
      asked.push([what, ...(await timesOf(api(NAME, 'city-officer'), path))]);
    const ofSchool = api(NAME, 'school-registrar', 'R7');
    asked.push(['stock, of one school by itself', ...(await timesOf(ofSchool, '/figures/stock?asOf=2025-09-30'))]); // prettier-ignore
    console.log(table([['', 'first, ms', 'then, ms'], ...asked]).join('\n'));
    const known = (await client.query(KNOWN)).rows[0];
    const servers = [running.processes[NAME]!, processes.running('postgres')!];
    const pages = await pagesAsked({ api, running: servers, rounds: rounds * 4, known });
    console.log(table([PAGE_TITLES, ...pages]).join('\n'));
    const batches = await batchesOf(client, ofSchool, api(NAME, 'school-principal', 'R7'));
    console.log(JSON.stringify({ ...filling, sizes, batches }));
    keep({ machine: machine(), students, ...filling, sizes, asked, pages, batches });
  });
} finally {
  await platform.stop();
}
process.exit(0);

/** Milliseconds of the first time, and the median of the next. */
async function timesOf(caller: Caller, path: string): Promise<[number, number]> {
  const times = [];
  for (let n = 0; n <= rounds; n++) {
    const began = performance.now();
    await caller.get(path);
    times.push(Math.round(performance.now() - began));
  }
  const [first, ...next] = times;
  return [first!, next.toSorted((one, other) => one - other)[Math.floor(next.length / 2)]!];
}

/** A thousand leaves of one school: asked for, then approved, which applies them. */
async function batchesOf(client: pg.Client, registrar: Caller, principal: Caller) {
  const { items } = await registrar.get(`/registrations?state=ACTIVE&limit=${BATCH}`);
  const registrationIds = items.map((each: { registrationId: string }) => each.registrationId);
  const leave = { type: 'LEAVE', reasonCode: 'ILLNESS', effectiveOn: `${LAST_YEAR}-10-15`, returnExpectedOn: `${LAST_YEAR + 1}-09-01`, evidence: '样例证明1号' }; // prettier-ignore
  const requested = await measured(client, () => registrar.post('/status-changes', { ...leave, registrationIds })); // prettier-ignore
  const { changeIds } = requested.answer;
  const approved = await measured(client, () =>
    principal.post('/status-changes/batch-approve', { changeIds }),
  );
  const figures = ({ seconds, statements, answer }: typeof approved) => ({ seconds, statements, accepted: answer.accepted }); // prettier-ignore
  return { requested: figures(requested), approvedAndApplied: figures(approved) };
}

/** Seconds and statements, those of the relay and of jobs among them. */
async function measured<Answer>(client: pg.Client, work: () => Promise<Answer>) {
  await client.query('create extension if not exists pg_stat_statements');
  await client.query('select pg_stat_statements_reset()');
  const began = performance.now();
  const answer = await work();
  const seconds = round((performance.now() - began) / 1_000);
  const { rows } = await client.query(
    `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements join pg_database on pg_database.oid = dbid
     where datname = current_database() and toplevel`,
  );
  return { answer, seconds, statements: rows[0].calls as number };
}

import ExcelJS from 'exceljs';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiOf } from '../../../deploy/local/cohort/api.ts';
import { table } from '../../../deploy/local/cohort/table.ts';
import { fetchToken } from '../../../deploy/local/issuer/token.ts';
import { applicantsCsv } from '../../harness/applicants.ts';
import { MAJOR, openSchool, SCHOOL } from '../../harness/students.ts';
import { System } from '../system.mjs';
import { measureCpu, memoryOf, round } from '../usage.mjs';

const IMPORTS = '/applications/imports';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const IN_WORK = ['UPLOADED', 'VALIDATING', 'COMMITTING'];
const LOOK_EVERY_MS = 20;

const KINDS = [
  { format: 'CSV', mode: 'VALID_ROWS' },
  { format: 'CSV', mode: 'ALL_OR_NOTHING' },
  { format: 'XLSX', mode: 'VALID_ROWS' },
];

/** The whole system is up, as a city has it; only imports are asked of it. Prints a line a round. */
export async function measureImports(platform, { rows, rounds, profile }) {
  const system = await System.start(platform, { profile });
  const endpoints = { services: { enrolment: { url: system.running.urls.enrolment } } };
  const tokenFor = (role, school, person) => fetchToken(platform.issuer, { role, school, person });
  const api = apiOf({ endpoints, tokenFor });
  try {
    await openSchool(api, 1);
    const caller = api('enrolment', 'school-admissions', SCHOOL);
    const enrolment = system.services.find(({ name }) => name === 'enrolment');
    let first = 0;
    const measured = [];
    for (let n = 0; n < rounds; n++)
      for (const kind of KINDS) {
        const csv = applicantsCsv(rows, { schoolCode: SCHOOL, majorCode: MAJOR }, first);
        const body = kind.format === 'CSV' ? csv : await workbookOf(csv);
        const cpu = measureCpu([enrolment, platform.processes.running('postgres')]);
        const times = await measure(caller, body, kind, rows);
        measured.push({ ...kind, ...times, cpu: cpu.stop() });
        first += rows;
      }
    report(rows, measured, memoryOf(enrolment.pid));
    await measureErrorWorkbook(caller, rows);
  } finally {
    await system.stop();
  }
}

/** Milliseconds from the upload to its answer, to the end of the check, and of the commit until the last row is there. */
async function measure(caller, body, { format, mode }, rows) {
  const began = performance.now();
  const type = format === 'CSV' ? 'text/csv' : XLSX;
  const { body: job } = await caller.send('POST', IMPORTS, { body, type });
  const read = performance.now();
  const { valid } = await atRest(caller, job.importId);
  if (valid !== rows) throw new Error(`Only ${valid} of ${rows} rows are valid.`);
  const checked = performance.now();
  await caller.post(`${IMPORTS}/${job.importId}/commit`, { mode });
  const { committed } = await atRest(caller, job.importId);
  if (committed !== rows) throw new Error(`Only ${committed} of ${rows} rows are stored.`);
  const done = performance.now();
  return { read: read - began, check: checked - read, commit: done - checked };
}

async function atRest(caller, importId) {
  for (;;) {
    const job = await caller.get(`${IMPORTS}/${importId}`);
    if (!IN_WORK.includes(job.state)) return job;
    await sleep(LOOK_EVERY_MS);
  }
}

function report(rows, measured, memory) {
  const lines = measured.map(({ format, mode, read, check, commit, cpu }) => [
    format,
    mode,
    Math.round(read),
    Math.round(check),
    Math.round(commit),
    Math.round((rows * 1_000) / (check + commit)),
    Math.round((rows * 1_000) / (read + check + commit)),
    cpu.cpuSeconds.enrolment,
    cpu.postgresByDatabase.enrolment ?? 0,
  ]);
  const times = ['read ms', 'check ms', 'commit ms', 'rows/s checked and stored', 'rows/s in all'];
  const titles = ['file', 'mode', ...times, 'CPU s', 'CPU s of PostgreSQL'];
  console.log(table([titles, ...lines]).join('\n'));
  const best = Math.max(...lines.map((line) => line[5]));
  console.log(`${rows} rows a file; the best: ${best} rows/s through check and commit`);
  console.log(`enrolment: ${memory.mb} MB in RAM, ${memory.peakMb} MB at most`);
}

/** A file in which every row is refused is the largest error workbook there is. */
async function measureErrorWorkbook(caller, rows) {
  const body = applicantsCsv(rows, { schoolCode: SCHOOL, majorCode: 'none' }, 60_000);
  const { body: job } = await caller.send('POST', IMPORTS, { body, type: 'text/csv' });
  const { refused } = await atRest(caller, job.importId);
  const began = performance.now();
  await caller.get(`${IMPORTS}/${job.importId}/error-workbook`);
  console.log(`an error workbook of ${refused} rows: ${round((performance.now() - began) / 1_000)} s`);
}

async function workbookOf(csv) {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('报名').addRows(csv.split('\n').map((line) => line.split(',')));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

// `npm run bench:import`: how fast a file of applications is checked and stored, and how the largest error workbook is.
import path from 'node:path';
import ExcelJS from 'exceljs';
import type { Caller } from '../../deploy/local/cohort/api.ts';
import { atRest } from '../../deploy/local/cohort/import-file.ts';
import { table } from '../../deploy/local/cohort/table.ts';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { applicantsCsv } from '../harness/applicants.ts';
import { MAJOR, openSchool, SCHOOL } from '../harness/students.ts';
import { readSizes } from './command.ts';
import { startBenchPlatform } from './platform.ts';
import { startSystem } from './system.ts';
import { measureCpu, memoryOf, round } from './usage.ts';

const IMPORTS = '/applications/imports';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const POLL_INTERVAL_MS = 20;
const MAX_ROWS = 10_000;

const KINDS = [
  { format: 'CSV', mode: 'VALID_ROWS' },
  { format: 'CSV', mode: 'ALL_OR_NOTHING' },
  { format: 'XLSX', mode: 'VALID_ROWS' },
];
const TITLES =
  'file|mode|read ms|check ms|commit ms|rows/s checked and stored|rows/s in all|CPU s|CPU s of PostgreSQL';

const { rows, rounds, profile } = readSizes('bench:import', { rows: MAX_ROWS, rounds: 3 }, ['profile']);
if (rows > MAX_ROWS) throw new UserFacingError(`A file holds at most ${MAX_ROWS} rows.`);
const platform = await startBenchPlatform();
try {
  // The whole system is up, as a city has it; only imports are asked of it.
  const system = await startSystem(platform, { profile: profile && path.resolve(profile) });
  await openSchool(system.api, 1);
  const caller = system.api('enrolment', 'school-admissions', SCHOOL);
  const enrolment = system.services().find(({ name }) => name === 'enrolment')!;
  const lines: (string | number)[][] = [];
  for (let n = 0; n < rounds * KINDS.length; n++) {
    const { format, mode } = KINDS[n % KINDS.length]!;
    const csv = applicantsCsv(rows, { schoolCode: SCHOOL, majorCode: MAJOR }, n * rows);
    const file =
      format === 'CSV' ? { body: csv, type: 'text/csv' } : { body: await workbookOf(csv), type: XLSX };
    const cpu = measureCpu([enrolment, ...system.servers]);
    const { read, checked, stored } = await importFile(caller, file, mode);
    const { cpuSeconds, postgresByDatabase } = cpu.stop();
    const times = [read, checked, stored, (rows * 1_000) / (checked + stored), (rows * 1_000) / (read + checked + stored)]; // prettier-ignore
    lines.push([format, mode, ...times.map((each) => Math.round(each)), cpuSeconds.enrolment!, postgresByDatabase.enrolment ?? 0]); // prettier-ignore
  }
  console.log(table([TITLES.split('|'), ...lines]).join('\n'));
  console.log(`${rows} rows a file; the best: ${Math.max(...lines.map((line) => Number(line[5])))} rows/s through check and commit`); // prettier-ignore
  const { mb, peakMb } = memoryOf(enrolment);
  console.log(`enrolment: ${mb} MB in RAM, ${peakMb} MB at most`);
  await measureErrorWorkbook(caller);
  await system.stop();
} finally {
  await platform.stop();
}
process.exit(0);

/** Milliseconds from the upload to its answer, to the end of the check, and of the commit until the last row is there. */
async function importFile(caller: Caller, file: { body: string | Buffer; type: string }, mode: string) {
  const began = performance.now();
  const { body: job } = await caller.send('POST', IMPORTS, file);
  const read = performance.now();
  const { valid } = await atRest(caller, job.importId, POLL_INTERVAL_MS);
  if (valid !== rows) throw new Error(`Only ${valid} of ${rows} rows are valid.`);
  const checked = performance.now();
  await caller.post(`${IMPORTS}/${job.importId}/commit`, { mode });
  const { committed } = await atRest(caller, job.importId, POLL_INTERVAL_MS);
  if (committed !== rows) throw new Error(`Only ${committed} of ${rows} rows are stored.`);
  return { read: read - began, checked: checked - read, stored: performance.now() - checked };
}

/** A file in which every row is refused is the largest error workbook there is. */
async function measureErrorWorkbook(caller: Caller) {
  const body = applicantsCsv(rows, { schoolCode: SCHOOL, majorCode: 'none' }, rounds * KINDS.length * rows);
  const { body: job } = await caller.send('POST', IMPORTS, { body, type: 'text/csv' });
  const { refused } = await atRest(caller, job.importId, POLL_INTERVAL_MS);
  const began = performance.now();
  await caller.get(`${IMPORTS}/${job.importId}/error-workbook`);
  console.log(`an error workbook of ${refused} rows: ${round((performance.now() - began) / 1_000)} s`);
}

async function workbookOf(csv: string) {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('报名').addRows(csv.split('\n').map((line) => line.split(',')));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

import { readFileSync } from 'node:fs';
import type { Api, Application, Refused } from './api.ts';
import { bySchool, chunksOf } from './groups.ts';
import { commitFile, type ImportJob, uploadFile } from './import-file.ts';
import type { Refusals } from './refusals.ts';
import { staysAway } from './ways-out.ts';
import type { Progress } from './until.ts';

/** For every step: where it tells how far it is, and what was refused. */
export interface Tools {
  progress: Progress;
  refusals: Refusals;
}

/** What is wrong with a row of the file, or only strange. */
export interface RowError {
  row: number;
  column: string;
  code: string;
  message: string;
  grade: 'ERROR' | 'WARNING';
}

/** New students report on the day of entry. */
const CHECKED_IN_ON = '2023-09-01';

/** The rows are checked first, then stored; a file that was imported before is known by its content. */
export async function importApplicants(
  api: Api,
  { applicantsFile, progress }: { applicantsFile: string; progress: Progress },
): Promise<ImportJob & { errors: RowError[]; known: boolean }> {
  const platform = api('enrolment', 'city-officer');
  const job = await uploadFile(platform, readFileSync(applicantsFile));
  progress(
    `${job.known ? 'this file was imported before' : 'checked'}: ${job.rows} rows, ${job.valid} valid, ${job.refused} with errors`,
  );
  const done = job.state === 'DONE' ? job : await commitFile(platform, job.importId);
  if (!job.known) progress(`committed: ${done.committed} applications`);
  const errors = await platform.all<RowError>(`/applications/imports/${job.importId}/errors`);
  return { ...done, errors, known: job.known };
}

export const applicationsOf = (api: Api, importId: string): Promise<Application[]> =>
  api('enrolment', 'city-officer').all(`/applications?importId=${importId}`);

/** 录取, each school for its own applicants, in the order of the file; who finds no seat waits for one. */
export async function admit(api: Api, importId: string, { progress, refusals }: Tools): Promise<void> {
  const submitted = inState(await applicationsOf(api, importId), 'SUBMITTED');
  const { accepted, refused } = await batches(api, submitted, 'batch-admit');
  refusals.add('录取 admission', refused);
  progress(`admitted: ${accepted}`);
  const full = new Set(refused.filter(({ code }) => code === 'quota-full').map(({ id }) => id));
  const unseated = submitted.filter(({ applicationId }) => full.has(applicationId));
  progress(`waitlisted: ${(await batches(api, unseated, 'batch-waitlist')).accepted}`);
}

/** 报到 of those who come; answers all applications of the file as they are then. */
export async function checkIn(
  api: Api,
  importId: string,
  { progress, refusals }: Tools,
): Promise<Application[]> {
  const admitted = inState(await applicationsOf(api, importId), 'ADMITTED');
  const come = admitted.filter((each) => !staysAway(each));
  const { accepted, refused } = await batches(api, come, 'batch-check-in', { checkedInOn: CHECKED_IN_ON });
  refusals.add('报到 check-in', refused);
  progress(`checked in: ${accepted}`);
  return applicationsOf(api, importId);
}

export const inState = (applications: Application[], state: string): Application[] =>
  applications.filter((each) => each.state === state);

interface Outcome {
  accepted: number;
  refused: (Refused & { id: string })[];
}

/** A batch command on applications, by the school of each, in the order of the file. */
export async function batches(
  api: Api,
  applications: Application[],
  action: string,
  more: object = {},
): Promise<Outcome> {
  const sum: Outcome = { accepted: 0, refused: [] };
  const inFile = applications.toSorted((one, other) => one.importRow - other.importRow);
  await bySchool(inFile, async (school, own) => {
    for (const some of chunksOf(own)) {
      const body = { applicationIds: some.map(({ applicationId }) => applicationId), ...more };
      const admissions = api('enrolment', 'school-admissions', school);
      const { accepted, refused } = await admissions.post<Outcome>(`/applications/${action}`, body);
      sum.accepted += accepted;
      sum.refused.push(...refused);
    }
  });
  return sum;
}

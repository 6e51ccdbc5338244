import { readFileSync } from 'node:fs';
import type { Api, Application, Refused } from './api.ts';
import { bySchool, chunksOf } from './groups.ts';
import { commitFile, type ImportJob, uploadFile } from './import-file.ts';
import type { Refusals } from './refusals.ts';
import type { Progress } from './until.ts';

/** For every step: where it tells how far it is, and what was refused. */
export interface Tools {
  progress: Progress;
  refusals: Refusals;
}

/** A row of the file that was refused. */
export interface RowError {
  row: number;
  column: string;
  code: string;
  message: string;
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

/** 录取 and 报到, each school for its own applicants, in the order of the file. */
export async function admitAndCheckIn(
  api: Api,
  importId: string,
  { progress, refusals }: Tools,
): Promise<Application[]> {
  const applications = (await applicationsOf(api, importId)).sort(
    (one, other) => one.importRow - other.importRow,
  );
  const admitted = await forEachSchool(
    api,
    inState(applications, 'SUBMITTED'),
    'batch-admit',
    {},
    (refused) => refusals.add('录取 admission', refused),
  );
  progress(`admitted: ${admitted}`);
  const now = inState(await applicationsOf(api, importId), 'ADMITTED');
  const checkedIn = await forEachSchool(
    api,
    now,
    'batch-check-in',
    { checkedInOn: CHECKED_IN_ON },
    (refused) => refusals.add('报到 check-in', refused),
  );
  progress(`checked in: ${checkedIn}`);
  return applicationsOf(api, importId);
}

const inState = (applications: Application[], state: string) =>
  applications.filter((each) => each.state === state);

async function forEachSchool(
  api: Api,
  applications: Application[],
  action: string,
  more: object,
  onRefused: (refused: Refused[]) => void,
) {
  let accepted = 0;
  await bySchool(applications, async (school, own) => {
    for (const some of chunksOf(own)) {
      const body = { applicationIds: some.map(({ applicationId }) => applicationId), ...more };
      const outcome = await api('enrolment', 'school-admissions', school).post(
        `/applications/${action}`,
        body,
      );
      accepted += outcome.accepted;
      onRefused(outcome.refused);
    }
  });
  return accepted;
}

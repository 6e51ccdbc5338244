import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './api.ts';

/** An import, as the service shows it. */
export interface ImportJob {
  importId: string;
  state: string;
  rows: number;
  valid: number;
  refused: number;
  committed: number;
}

const IN_WORK = ['UPLOADED', 'VALIDATING', 'COMMITTING'];
const LOOK_EVERY_MS = 100;

const APPLICATIONS = '/applications/imports';

/** Uploads a file and waits until its rows are checked; `known`: rows of it were stored before. */
export async function uploadFile(
  caller: Caller,
  body: string | Buffer,
  imports = APPLICATIONS,
): Promise<ImportJob & { known: boolean }> {
  const upload = { body, type: 'text/csv' };
  const { body: opened } = await caller.send('POST', imports, upload);
  const job = await atRest(caller, opened.importId, LOOK_EVERY_MS, imports);
  return { ...job, known: job.committed > 0 };
}

/** Lets the valid rows be stored and waits until they are. */
export async function commitFile(
  caller: Caller,
  importId: string,
  imports = APPLICATIONS,
): Promise<ImportJob> {
  await caller.post(`${imports}/${importId}/commit`);
  return atRest(caller, importId, LOOK_EVERY_MS, imports);
}

/** The service moves an import on by itself. @param every how many ms it is looked at */
export async function atRest(
  caller: Caller,
  importId: string,
  every = LOOK_EVERY_MS,
  imports = APPLICATIONS,
): Promise<ImportJob> {
  for (;;) {
    const job = await caller.get<ImportJob>(`${imports}/${importId}`);
    if (!IN_WORK.includes(job.state)) return job;
    await sleep(every);
  }
}

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

/** Uploads a file of applications and waits until its rows are checked; `known`: rows of it were stored before. */
export async function uploadFile(
  caller: Caller,
  body: string | Buffer,
): Promise<ImportJob & { known: boolean }> {
  const upload = { body, type: 'text/csv' };
  const { body: opened } = await caller.send('POST', '/applications/imports', upload);
  const job = await atRest(caller, opened.importId);
  return { ...job, known: job.committed > 0 };
}

/** Lets the valid rows be stored and waits until they are. */
export async function commitFile(caller: Caller, importId: string): Promise<ImportJob> {
  await caller.post(`/applications/imports/${importId}/commit`);
  return atRest(caller, importId);
}

/** The service moves an import on by itself. @param every how many ms it is looked at */
export async function atRest(caller: Caller, importId: string, every = LOOK_EVERY_MS): Promise<ImportJob> {
  for (;;) {
    const job = await caller.get<ImportJob>(`/applications/imports/${importId}`);
    if (!IN_WORK.includes(job.state)) return job;
    await sleep(every);
  }
}

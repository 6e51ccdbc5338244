import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { importProblems } from '../import-problems.js';
import { type ImportJob, type ImportMode, JOB_FIELDS } from './import-job.js';

/**
 * Lets the rows be stored, once, however often it is asked for; a process does it afterwards. Undefined if the scope
 * sees no such import.
 */
export async function commitImport(
  tx: Transaction,
  kind: string,
  importId: string,
  mode: ImportMode,
): Promise<ImportJob | undefined> {
  const job = await lockImport(tx, kind, importId);
  if (!job) return undefined;
  if (job.state === 'COMMITTING' || job.state === 'DONE') {
    if (job.mode !== mode) throw new Problem(importProblems['import-committed-otherwise']);
    return job;
  }
  if (job.state === 'UPLOADED' || job.state === 'VALIDATING')
    throw new Problem(importProblems['import-not-checked']);
  if (job.state !== 'VALIDATED') throw new Problem(importProblems['import-over']);
  if (mode === 'ALL_OR_NOTHING' && job.refused > 0) throw new Problem(importProblems['import-has-refusals']);
  return move(tx, importId, `state = 'COMMITTING', mode = $2`, [mode]);
}

const CAN_BE_CANCELLED: readonly string[] = ['UPLOADED', 'VALIDATING', 'VALIDATED', 'COMMITTING'];

/**
 * Ends an import before it is done, and forgets its rows. What VALID_ROWS has stored so far stays stored and is counted
 * in `committed`; of ALL_OR_NOTHING nothing is. Undefined if the scope sees no such import.
 */
export async function cancelImport(
  tx: Transaction,
  kind: string,
  importId: string,
): Promise<ImportJob | undefined> {
  const job = await lockImport(tx, kind, importId);
  if (!job || job.state === 'CANCELLED') return job;
  if (!CAN_BE_CANCELLED.includes(job.state)) throw new Problem(importProblems['import-over']);
  const cancelled = await move(tx, importId, `state = 'CANCELLED'`);
  await tx.query('delete from import_chunks where import_id = $1', [importId]);
  return cancelled;
}

/** Whoever changes a job locks its row before those of its chunks, so that nobody waits in a circle. */
async function lockImport(tx: Transaction, kind: string, importId: string): Promise<ImportJob | undefined> {
  const [job] = await tx.query<ImportJob>(
    `select ${JOB_FIELDS} from import_jobs where kind = $1 and import_id = $2 for update`,
    [kind, importId],
  );
  return job;
}

async function move(tx: Transaction, importId: string, changes: string, values: unknown[] = []) {
  const [job] = await tx.query<ImportJob>(
    `update import_jobs set ${changes}, moved_at = now() where import_id = $1 returning ${JOB_FIELDS}`,
    [importId, ...values],
  );
  return job;
}

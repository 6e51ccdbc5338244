import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { Sealer } from '#security';
import type { ImportFile } from '../reading/read-file.js';
import { keepRows } from './chunks.js';
import { refusedRows } from './import-errors.js';
import { type ImportJob, JOB_FIELDS } from './import-job.js';

/** Who uploads what. The same file of the same kind by the same person for the same school is the same job. */
export interface Upload {
  kind: string;
  actor: { subject: string; role: string; schoolCode?: string };
  fileSha256: string;
}

export const fileSha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Keeps a file that was read, its rows sealed, as a job that is to be checked. Of two uploads of one file both get the
 * same job; `created` says whose it is (201 or 200). What was only checked so far is checked again, since what was missing
 * then, such as an offering, may be there now: the whole file, or the refused rows of one that is done. One that is being
 * committed stays as it is.
 */
export async function openImport(
  tx: Transaction,
  sealer: Sealer,
  upload: Upload,
  file: ImportFile,
): Promise<{ job: ImportJob; created: boolean }> {
  const { kind, actor, fileSha256: sha256 } = upload;
  const [job] = await tx.query<ImportJob>(
    `insert into import_jobs
       (import_id, kind, actor, actor_role, school_code, file_sha256, format, sheet, state, total_rows)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'UPLOADED', $9)
     on conflict (kind, actor, school_code, file_sha256) where state not in ('CANCELLED', 'FAILED', 'EXPIRED')
     do nothing returning ${JOB_FIELDS}`,
    [uuidv7(), kind, actor.subject, actor.role, actor.schoolCode ?? null, sha256, file.format,
      file.sheet ?? null, file.rows.length], // prettier-ignore
  );
  if (job) {
    await keepRows(tx, sealer, job, file.rows);
    return { job, created: true };
  }
  const known = await openAgain(tx, sealer, upload, file);
  // The one that was in the way has just been cancelled or has failed.
  return known ? { job: known, created: false } : openImport(tx, sealer, upload, file);
}

async function openAgain(
  tx: Transaction,
  sealer: Sealer,
  { kind, actor, fileSha256: sha256 }: Upload,
  { rows }: ImportFile,
): Promise<ImportJob | undefined> {
  const [known] = await tx.query<ImportJob>(
    `select ${JOB_FIELDS} from import_jobs
     where kind = $1 and actor = $2 and school_code is not distinct from $3 and file_sha256 = $4
       and state not in ('CANCELLED', 'FAILED', 'EXPIRED') for update`,
    [kind, actor.subject, actor.schoolCode ?? null, sha256],
  );
  const isDoneInPart = known?.state === 'DONE' && known.refused > 0;
  if (!known || !(isDoneInPart || known.state === 'VALIDATED')) return known;
  if (isDoneInPart) {
    const refused = await refusedRows(tx, known.importId, rows[0]!.row, rows.at(-1)!.row);
    await tx.query('delete from import_chunks where import_id = $1', [known.importId]);
    await keepRows(
      tx,
      sealer,
      known,
      rows.filter(({ row }) => refused.has(row)),
    );
  }
  await tx.query(
    `delete from import_errors where import_id = $1
       and (not $2 or row in (select row from import_errors where import_id = $1 and grade = 'ERROR'))`,
    [known.importId, isDoneInPart],
  );
  await tx.query(`update import_chunks set state = 'READ' where import_id = $1`, [known.importId]);
  // What is stored was checked and stays so.
  const [again] = await tx.query<ImportJob>(
    `update import_jobs set state = 'UPLOADED', mode = null, checked_rows = committed_rows, refused_rows = 0,
       warned_rows = (select count(distinct row) from import_errors where import_id = $1), moved_at = now()
     where import_id = $1 returning ${JOB_FIELDS}`,
    [known.importId],
  );
  return again;
}

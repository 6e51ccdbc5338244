import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { rowLevelSecurity, type Transaction } from '#database';
import type { SealedColumn, Sealer } from '#security';
import type { RowError } from './columns.js';
import type { ImportSheet, SheetRow } from './read-sheet.js';

/** An uploaded file that was validated, and later committed once. Nothing in it names a person. */
export interface ImportJob {
  importId: string;
  kind: string;
  state: 'VALIDATED' | 'DONE';
  /** Null: a file of the whole city, seen by the city scope only. */
  schoolCode: string | null;
  fileSha256: string;
  rows: number;
  valid: number;
  invalid: number;
  errors: RowError[];
  /** Rows that the commit stored; null until then. */
  committed: number | null;
  createdAt: Date;
  committedAt: Date | null;
}

/** Who uploads what. The same file of the same kind by the same person for the same school is the same job. */
export interface Upload {
  kind: string;
  actor: { subject: string; schoolCode?: string };
  fileSha256: string;
}

const FIELDS = `import_id as "importId", kind, state, school_code as "schoolCode", file_sha256 as "fileSha256",
  total_rows as rows, valid_rows as valid, total_rows - valid_rows as invalid, errors, committed,
  created_at as "createdAt", committed_at as "committedAt"`;

/** The table import_jobs, for the migration of a service that imports. Needs the tables of no other lib. */
export async function createImportJobsTable(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table import_jobs (
      import_id uuid primary key,
      kind text not null,
      actor text not null,
      school_code text,
      file_sha256 text not null,
      state text not null check (state in ('VALIDATED', 'DONE')),
      total_rows integer not null,
      valid_rows integer not null,
      errors jsonb not null,
      sealed_rows text,
      committed integer,
      created_at timestamptz not null default now(),
      committed_at timestamptz,
      unique nulls not distinct (kind, actor, school_code, file_sha256),
      check ((state = 'DONE') = (sealed_rows is null)),
      check ((state = 'DONE') = (committed is not null))
    )`);
  await queryRunner.query(rowLevelSecurity('import_jobs'));
}

export const fileSha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The job of a file that was uploaded before: one that is done need not be read again. */
export async function findUpload(tx: Transaction, upload: Upload): Promise<ImportJob | undefined> {
  const [job] = await tx.query<ImportJob>(
    `select ${FIELDS} from import_jobs
     where kind = $1 and actor = $2 and school_code is not distinct from $3 and file_sha256 = $4`,
    [upload.kind, upload.actor.subject, upload.actor.schoolCode ?? null, upload.fileSha256],
  );
  return job;
}

/** The job, if the scope of the transaction sees it. */
export async function findImport(tx: Transaction, importId: string): Promise<ImportJob | undefined> {
  const [job] = await tx.query<ImportJob>(`select ${FIELDS} from import_jobs where import_id = $1`, [
    importId,
  ]);
  return job;
}

/**
 * Stores the outcome of a dry run with its valid rows sealed, and nothing else. Of two uploads of one file at
 * the same moment both get the same job; `created` says whose it is (201 or 200).
 * @param known the job of an earlier dry run of the same file: it takes over the new outcome, since what was missing
 *   then, such as an offering, may be there now; one that was committed in the meantime stays as it is
 */
export async function openImport(
  tx: Transaction,
  sealer: Sealer,
  upload: Upload,
  sheet: ImportSheet<unknown>,
  known?: ImportJob,
): Promise<{ job: ImportJob; created: boolean }> {
  const importId = known?.importId ?? uuidv7();
  const sealed = sealer.seal(JSON.stringify(sheet.rows), bindingOf(importId));
  const [job] = await tx.query<ImportJob>(
    `insert into import_jobs
       (import_id, kind, actor, school_code, file_sha256, state, total_rows, valid_rows, errors, sealed_rows)
     values ($1, $2, $3, $4, $5, 'VALIDATED', $6, $7, $8, $9)
     on conflict (kind, actor, school_code, file_sha256) do update set total_rows = excluded.total_rows,
       valid_rows = excluded.valid_rows, errors = excluded.errors, sealed_rows = excluded.sealed_rows
     where import_jobs.state = 'VALIDATED' and import_jobs.import_id = excluded.import_id
     returning ${FIELDS}`,
    [importId, upload.kind, upload.actor.subject, upload.actor.schoolCode ?? null, upload.fileSha256,
      sheet.total, sheet.rows.length, JSON.stringify(sheet.errors), sealed], // prettier-ignore
  );
  if (job) return { job, created: !known };
  return { job: (await findUpload(tx, upload))!, created: false };
}

/**
 * Stores the valid rows exactly once: under the lock of the job, in the caller's transaction. The second call,
 * also one that waited for the first, gets the same answer and `insertRows` is not called. `insertRows` answers
 * how many rows it stored and may refuse rows that are no longer valid; undefined if the scope sees no such job.
 */
export async function commitImport<Values>(
  tx: Transaction,
  sealer: Sealer,
  importId: string,
  insertRows: (
    rows: SheetRow<Values>[],
    job: ImportJob,
  ) => Promise<{ committed: number; refused?: RowError[] }>,
): Promise<ImportJob | undefined> {
  const [found] = await tx.query<ImportJob & { sealedRows: string | null }>(
    `select ${FIELDS}, sealed_rows as "sealedRows" from import_jobs where import_id = $1 for update`,
    [importId],
  );
  if (!found) return undefined;
  const { sealedRows, ...job } = found;
  if (sealedRows === null) return job;
  const rows = JSON.parse(sealer.open(sealedRows, bindingOf(importId))) as SheetRow<Values>[];
  const { committed, refused = [] } = await insertRows(rows, job);
  return finish(tx, job, committed, refused);
}

async function finish(
  tx: Transaction,
  job: ImportJob,
  committed: number,
  refused: RowError[],
): Promise<ImportJob> {
  const errors = [...job.errors, ...refused].toSorted((one, other) => one.row - other.row);
  const valid = job.valid - new Set(refused.map(({ row }) => row)).size;
  const [done] = await tx.query<ImportJob>(
    `update import_jobs set state = 'DONE', committed = $2, valid_rows = $3, errors = $4, sealed_rows = null,
       committed_at = now()
     where import_id = $1 returning ${FIELDS}`,
    [job.importId, committed, valid, JSON.stringify(errors)],
  );
  return done!;
}

/** What the ring seals here: the rows of an import stand under no data key, since they go when it is committed. */
export const SEALED_IMPORTS: SealedColumn = {
  table: 'import_jobs',
  column: 'sealed_rows',
  id: 'import_id',
  idType: 'uuid',
};
const bindingOf = (importId: string): string => `import_jobs:sealed_rows:${importId}`;

import type { Transaction } from '#database';
import type { Sealer } from '#security';
import type { RowError } from '../columns.js';
import { nextChunk } from './chunks.js';
import { countRows, insertErrors } from './import-errors.js';
import type { ImportFailure, ImportJob } from './import-job.js';
import type { ImportKind } from './import-kind.js';
import { Moved } from './moved.js';
import { storeChunk } from './store-chunk.js';

/** Rows that the check had passed are refused at the commit: the file is not stored. */
export class RowsRefused extends Error {
  constructor(readonly errors: RowError[]) {
    super(`${countRows(errors)} rows are no longer valid.`);
    this.name = 'RowsRefused';
  }
}

/**
 * ALL_OR_NOTHING: stores all rows in this one transaction. Rows are read chunk by chunk, so that memory stays bounded;
 * who cancels takes the chunks away, and so it ends early and is undone.
 * @throws RowsRefused after the last chunk, with every row that stands in the way
 */
export async function commitWhole(
  tx: Transaction,
  sealer: Sealer,
  kind: ImportKind,
  job: ImportJob,
): Promise<void> {
  const refused: RowError[] = [];
  const toNote: unknown[] = [];
  for (let last = -1; ;) {
    const chunk = await nextChunk(tx, sealer, job.importId, 'CHECKED', last);
    if (!chunk) break;
    const stored = await storeChunk(tx, kind, job, chunk);
    refused.push(...stored.late);
    toNote.push(...stored.toNote);
    last = chunk.chunk;
  }
  if (refused.length > 0) throw new RowsRefused(refused);
  await finishWhole(tx, job);
  await kind.note(tx, toNote, job);
}

async function finishWhole(tx: Transaction, { importId }: ImportJob): Promise<void> {
  const moved = await tx.query(
    `update import_jobs set committed_rows = total_rows, state = 'DONE', moved_at = now()
     where import_id = $1 and state = 'COMMITTING' returning import_id`,
    [importId],
  );
  if (moved.length === 0) throw new Moved();
  await tx.query(`update import_chunks set state = 'DONE', sealed_rows = null where import_id = $1`, [
    importId,
  ]);
}

/** Ends a job that cannot go on. Another process may have ended it before, or somebody cancelled it: then nothing. */
export async function failImport(
  tx: Transaction,
  job: ImportJob,
  failure: ImportFailure,
  errors: RowError[] = [],
): Promise<void> {
  const failed = await tx.query(
    `update import_jobs set state = 'FAILED', failure = $2, refused_rows = refused_rows + $3, moved_at = now()
     where import_id = $1 and state in ('UPLOADED', 'VALIDATING', 'COMMITTING') returning import_id`,
    [job.importId, failure, countRows(errors)],
  );
  if (failed.length > 0) await insertErrors(tx, job, errors);
}

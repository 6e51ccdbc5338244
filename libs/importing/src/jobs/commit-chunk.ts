import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { markDone, nextChunk } from './chunks.js';
import { countRows, insertErrors } from './import-errors.js';
import type { ImportJob } from './import-job.js';
import type { ImportKind } from './import-kind.js';
import { Moved } from './moved.js';
import { storeChunk } from './store-chunk.js';

/**
 * VALID_ROWS: stores the next rows and marks them as stored, in one transaction. A process that dies leaves either both
 * or neither behind, so whoever goes on stores no row twice. After the last rows the job is DONE.
 */
export async function commitChunk(
  tx: Transaction,
  sealer: Sealer,
  kind: ImportKind,
  job: ImportJob,
): Promise<void> {
  const chunk = (await nextChunk(tx, sealer, job.importId, 'CHECKED'))!;
  const { stored, toNote, late, refused } = await storeChunk(tx, kind, job, chunk);
  await insertErrors(tx, job, late);
  const moved = await tx.query(
    `update import_jobs set committed_rows = committed_rows + $2, refused_rows = refused_rows + $3, moved_at = now(),
       state = case when exists (select from import_chunks where import_id = $1 and state = 'CHECKED' and chunk > $4)
         then 'COMMITTING' else 'DONE' end
     where import_id = $1 and state = 'COMMITTING' returning import_id`,
    [job.importId, stored, countRows(late), chunk.chunk],
  );
  if (moved.length === 0) throw new Moved();
  await markDone(tx, sealer, job.importId, chunk, refused);
  if (toNote.length > 0) await kind.note(tx, toNote, job);
}

import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { checkRows, refuseRows } from '../reading/check-rows.js';
import { markChecked, nextChunk } from './chunks.js';
import { countRows, countWarned, insertErrors } from './import-errors.js';
import type { ImportJob } from './import-job.js';
import type { ImportKind } from './import-kind.js';
import { Moved } from './moved.js';

/** Checks the next rows of a file; after the last ones the job is VALIDATED. */
export async function checkChunk(
  tx: Transaction,
  sealer: Sealer,
  kind: ImportKind,
  job: ImportJob,
): Promise<void> {
  const chunk = (await nextChunk(tx, sealer, job.importId, 'READ'))!;
  const checked = checkRows(chunk.rows, kind.rules);
  const { errors } = refuseRows(checked, await kind.refusals(tx, checked.valid, job));
  await insertErrors(tx, job, errors);
  const moved = await tx.query(
    `update import_jobs set checked_rows = checked_rows + $2, refused_rows = refused_rows + $3,
       warned_rows = warned_rows + $5, moved_at = now(),
       state = case when exists (select from import_chunks where import_id = $1 and state = 'READ' and chunk > $4)
         then 'VALIDATING' else 'VALIDATED' end
     where import_id = $1 and state in ('UPLOADED', 'VALIDATING') returning import_id`,
    [job.importId, chunk.rows.length, countRows(errors), chunk.chunk, countWarned(errors)],
  );
  if (moved.length === 0) throw new Moved();
  await markChecked(tx, job.importId, chunk);
}

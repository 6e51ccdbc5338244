import type { Transaction } from '#database';
import { isError, type RowError } from '../columns.js';
import type { FileRow } from '../import-rules.js';
import { checkRows } from '../reading/check-rows.js';
import type { Chunk } from './chunks.js';
import { countRows, refusedRows } from './import-errors.js';
import type { ImportJob } from './import-job.js';
import type { ImportKind } from './import-kind.js';

/** What became of the rows of a chunk that the check had passed, and the rows that are refused by now. */
export interface StoredChunk {
  stored: number;
  late: RowError[];
  refused: FileRow[];
}

/** Stores the rows of a chunk in the caller's transaction. They are read anew: the rules may be others by now. */
export async function storeChunk(
  tx: Transaction,
  kind: ImportKind,
  job: ImportJob,
  { rows, firstRow, lastRow }: Chunk,
): Promise<StoredChunk> {
  const before = await refusedRows(tx, job.importId, firstRow, lastRow);
  const passed = rows.filter(({ row }) => !before.has(row));
  const { valid, errors: told } = checkRows(passed, kind.rules);
  // Its warnings were told at the check.
  const errors = told.filter(isError);
  const late = valid.length > 0 ? [...errors, ...(await kind.store(tx, valid, job))] : errors;
  const refused = new Set([...before, ...late.map(({ row }) => row)]);
  return {
    stored: passed.length - countRows(late),
    late,
    refused: rows.filter(({ row }) => refused.has(row)),
  };
}

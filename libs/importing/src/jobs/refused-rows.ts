import type { Transaction } from '#database';
import type { Sealer } from '#security';
import type { RowError } from '../columns.js';
import type { FileRow } from '../import-rules.js';
import { keptRows } from './chunks.js';
import { listErrors } from './import-errors.js';

/** More than any file has. */
const ALL = 1_000_000;

/** The refused rows of an import that are still kept, and all that is wrong with them. */
export async function refusedFileRows(
  tx: Transaction,
  sealer: Sealer,
  importId: string,
): Promise<{ rows: FileRow[]; errors: RowError[] }> {
  const errors = await listErrors(tx, importId, ALL);
  const wanted = new Set(errors.map(({ row }) => row));
  const kept = await keptRows(tx, sealer, importId, [...wanted]);
  return { rows: kept.filter(({ row }) => wanted.has(row)), errors };
}

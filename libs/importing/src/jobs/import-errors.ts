import type { Transaction } from '#database';
import type { RowError } from '../columns.js';
import type { ImportJob } from './import-job.js';

/** An error and its place among the errors of its row. */
export type StoredError = RowError & { position: number };

/** Keeps errors of rows that have none yet. */
export async function insertErrors(
  tx: Transaction,
  { importId, schoolCode }: ImportJob,
  errors: RowError[],
): Promise<void> {
  if (errors.length === 0) return;
  await tx.query(
    `insert into import_errors (import_id, school_code, row, position, column_title, code, message)
     select $1, $2, row, row_number() over (partition by row order by place), column_title, code, message
     from unnest($3::int[], $4::text[], $5::text[], $6::text[]) with ordinality
       as each(row, column_title, code, message, place)`,
    [
      importId,
      schoolCode,
      errors.map(({ row }) => row),
      errors.map(({ column }) => column),
      errors.map(({ code }) => code),
      errors.map(({ message }) => message),
    ],
  );
}

/** Errors in the order of the rows. @param after the place behind which to go on */
export function listErrors(
  tx: Transaction,
  importId: string,
  limit: number,
  after = { row: 0, position: 0 },
): Promise<StoredError[]> {
  return tx.query<StoredError>(
    `select row, position, column_title as "column", code, message from import_errors
     where import_id = $1 and (row, position) > ($2, $3) order by row, position limit $4`,
    [importId, after.row, after.position, limit],
  );
}

/** Which rows between two of them are refused. */
export async function refusedRows(
  tx: Transaction,
  importId: string,
  from: number,
  to: number,
): Promise<Set<number>> {
  const found = await tx.query<{ row: number }>(
    'select distinct row from import_errors where import_id = $1 and row between $2 and $3',
    [importId, from, to],
  );
  return new Set(found.map(({ row }) => row));
}

export const countRows = (errors: RowError[]): number => new Set(errors.map(({ row }) => row)).size;

import type { Transaction } from '#database';
import { isError, type RowError } from '../columns.js';
import type { ImportJob } from './import-job.js';

/** An error and its place among the errors of its row. */
export type StoredError = RowError & { position: number };

/** Keeps errors and warnings, behind those that their rows have already. */
export async function insertErrors(
  tx: Transaction,
  { importId, schoolCode }: ImportJob,
  errors: RowError[],
): Promise<void> {
  if (errors.length === 0) return;
  await tx.query(
    `insert into import_errors (import_id, school_code, row, position, column_title, code, message, grade)
     select $1, $2, row, row_number() over (partition by row order by place) + coalesce((select max(position)
         from import_errors before where before.import_id = $1 and before.row = each.row), 0), column_title, code, message, grade
     from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality
       as each(row, column_title, code, message, grade, place)`,
    [
      importId,
      schoolCode,
      errors.map(({ row }) => row),
      errors.map(({ column }) => column),
      errors.map(({ code }) => code),
      errors.map(({ message }) => message),
      errors.map(({ grade = 'ERROR' }) => grade),
    ],
  );
}

/** Errors of an import (`$1`), for a list. */
export const SELECT_ERRORS = `select row, position, column_title as "column", code, message, grade
  from import_errors where import_id = $1`;

/** The first errors of an import, in the order of its rows; no warnings. */
export const firstErrors = (tx: Transaction, importId: string, limit: number): Promise<StoredError[]> =>
  tx.query<StoredError>(`${SELECT_ERRORS} and grade = 'ERROR' order by row, position limit $2`, [
    importId,
    limit,
  ]);

/** Which rows between two of them are refused. */
export async function refusedRows(
  tx: Transaction,
  importId: string,
  from: number,
  to: number,
): Promise<Set<number>> {
  const found = await tx.query<{ row: number }>(
    `select distinct row from import_errors where import_id = $1 and grade = 'ERROR' and row between $2 and $3`,
    [importId, from, to],
  );
  return new Set(found.map(({ row }) => row));
}

/** Rows that are refused. */
export const countRows = (errors: RowError[]): number =>
  new Set(errors.filter(isError).map(({ row }) => row)).size;

/** Rows with a warning, refused or not. */
export const countWarned = (errors: RowError[]): number =>
  new Set(errors.filter((each) => !isError(each)).map(({ row }) => row)).size;

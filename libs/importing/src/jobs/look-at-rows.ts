import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { type Columns, masked } from '../columns.js';
import type { FileRow } from '../import-rules.js';
import { keptRows } from './chunks.js';
import { listErrors, refusedRows, type StoredError } from './import-errors.js';

/** Rows that a registrar looks at to see whether the columns were understood. */
const PREVIEW_ROWS = 20;

/** The first rows that are still kept, masked, by the titles of the columns. */
export async function previewRows(tx: Transaction, sealer: Sealer, importId: string, columns: Columns) {
  const [first] = await tx.query<{ row: number }>(
    `select min(first_row) as row from import_chunks where import_id = $1 and sealed_rows is not null
     having min(first_row) is not null`,
    [importId],
  );
  const kept = first ? await keptRows(tx, sealer, importId, [first.row]) : [];
  const rows = kept.slice(0, PREVIEW_ROWS);
  const refused = await refusedRows(tx, importId, rows[0]?.row ?? 0, rows.at(-1)?.row ?? 0);
  return rows.map(({ row, cells }) => ({
    row,
    isRefused: refused.has(row),
    cells: Object.fromEntries(
      Object.entries(columns).map(([field, column]) => [column.title, masked(column, cells[field] ?? '')]),
    ),
  }));
}

/** Errors with what stands in their cells, masked. Values are read from the sealed rows and are gone with them. */
export async function errorsWithValues(
  tx: Transaction,
  sealer: Sealer,
  importId: string,
  columns: Columns,
  limit: number,
  after?: { row: number; position: number },
): Promise<(StoredError & { value?: string })[]> {
  const errors = await listErrors(tx, importId, limit, after);
  const rows = await keptRows(tx, sealer, importId, [...new Set(errors.map(({ row }) => row))]);
  const byRow = new Map(rows.map((each) => [each.row, each]));
  return errors.map((error) => ({ ...error, value: valueOf(error, byRow.get(error.row), columns) }));
}

function valueOf({ column }: StoredError, row: FileRow | undefined, columns: Columns): string | undefined {
  const [field, of] = Object.entries(columns).find(([, { title }]) => title === column) ?? [];
  return row && field && of ? masked(of, row.cells[field] ?? '') : undefined;
}

import type { Transaction } from '#database';
import type { Sealer } from '#security';
import type { RowError } from '../columns.js';
import type { FileRow } from '../import-rules.js';
import type { ImportJob } from './import-job.js';
import { CHUNK_ROWS } from './import-kind.js';

/** Some rows of a file, as they were uploaded. */
export interface Chunk {
  chunk: number;
  firstRow: number;
  lastRow: number;
  rows: FileRow[];
}

type StoredChunk = Omit<Chunk, 'rows'> & { sealedRows: string };

const FIELDS = `chunk, first_row as "firstRow", last_row as "lastRow", sealed_rows as "sealedRows"`;

/** A chunk opens at its place only, so that nobody who writes to the database can move rows to another job. */
const bindingOf = (importId: string, chunk: number): string =>
  `import_chunks:sealed_rows:${importId}/${chunk}`;

/** What is sealed: the fields once, and of each row its cells in their order. */
interface PackedRows {
  fields: string[];
  rows: [row: number, cells: string[], errors: RowError[]][];
}

const packed = (rows: FileRow[]): PackedRows => ({
  fields: Object.keys(rows[0]!.cells),
  rows: rows.map(({ row, cells, errors }) => [row, Object.values(cells), errors]),
});

const unpacked = ({ fields, rows }: PackedRows): FileRow[] =>
  rows.map(([row, cells, errors]) => ({
    row,
    cells: Object.fromEntries(fields.map((field, at) => [field, cells[at]!])),
    errors,
  }));

const seal = (sealer: Sealer, importId: string, chunk: number, rows: FileRow[]): string =>
  sealer.seal(JSON.stringify(packed(rows)), bindingOf(importId, chunk));

const opened = (sealer: Sealer, importId: string, { sealedRows, ...chunk }: StoredChunk): Chunk => ({
  ...chunk,
  rows: unpacked(JSON.parse(sealer.open(sealedRows, bindingOf(importId, chunk.chunk))) as PackedRows),
});

/** Seals the rows of a file and keeps them, in one statement. */
export async function keepRows(
  tx: Transaction,
  sealer: Sealer,
  { importId, schoolCode }: Pick<ImportJob, 'importId' | 'schoolCode'>,
  rows: FileRow[],
): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, at) =>
    rows.slice(at * CHUNK_ROWS, (at + 1) * CHUNK_ROWS),
  );
  await tx.query(
    `insert into import_chunks (import_id, chunk, school_code, first_row, last_row, rows, state, sealed_rows)
     select $1, chunk, $2, first_row, last_row, rows, 'READ', sealed_rows
     from unnest($3::int[], $4::int[], $5::int[], $6::int[], $7::text[])
       as each(chunk, first_row, last_row, rows, sealed_rows)`,
    [
      importId,
      schoolCode,
      chunks.map((_, chunk) => chunk),
      chunks.map((each) => each[0]!.row),
      chunks.map((each) => each.at(-1)!.row),
      chunks.map((each) => each.length),
      chunks.map((each, chunk) => seal(sealer, importId, chunk, each)),
    ],
  );
}

/** The first chunk in a state after another; undefined when there is none left. */
export async function nextChunk(
  tx: Transaction,
  sealer: Sealer,
  importId: string,
  state: 'READ' | 'CHECKED',
  after = -1,
): Promise<Chunk | undefined> {
  const [stored] = await tx.query<StoredChunk>(
    `select ${FIELDS} from import_chunks where import_id = $1 and state = $2 and chunk > $3
     order by chunk limit 1`,
    [importId, state, after],
  );
  return stored && opened(sealer, importId, stored);
}

/** Rows that are still kept, of the chunks that hold one of these rows. */
export async function keptRows(
  tx: Transaction,
  sealer: Sealer,
  importId: string,
  rows: number[],
): Promise<FileRow[]> {
  const stored = await tx.query<StoredChunk>(
    `select ${FIELDS} from import_chunks where import_id = $1 and sealed_rows is not null
       and exists (select from unnest($2::int[]) as wanted(row) where row between first_row and last_row)
     order by chunk`,
    [importId, rows],
  );
  return stored.flatMap((each) => opened(sealer, importId, each).rows);
}

/** Moves a chunk on that was checked. */
export async function markChecked(tx: Transaction, importId: string, { chunk }: Chunk): Promise<void> {
  await tx.query(`update import_chunks set state = 'CHECKED' where import_id = $1 and chunk = $2`, [
    importId,
    chunk,
  ]);
}

/** Moves a chunk on that was committed, and keeps of its rows only those that were refused. */
export async function markDone(
  tx: Transaction,
  sealer: Sealer,
  importId: string,
  { chunk }: Chunk,
  refused: FileRow[],
): Promise<void> {
  await tx.query(
    `update import_chunks set state = 'DONE', sealed_rows = $3 where import_id = $1 and chunk = $2`,
    [importId, chunk, refused.length > 0 ? seal(sealer, importId, chunk, refused) : null],
  );
}

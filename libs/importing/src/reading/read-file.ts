import { refuse, type Refused } from '#national-codes';
import { rowError, WHOLE_ROW, type Columns } from '../columns.js';
import { MAX_ROWS, type FileRow, type ImportRules } from '../import-rules.js';
import { errorsAcrossRows } from './across-rows.js';
import { cellRefusal, rowRefusal, textOf, type FileRecord } from './file-record.js';
import { readHeader } from './read-header.js';
import { readRecords, type FileRecords } from './read-records.js';

/** The file as read: every row under the header, in the order of the file. */
export interface ImportFile extends Omit<FileRecords, 'records'> {
  ok: true;
  rows: FileRow[];
}

/** A file that cannot be read row by row, and every reason. */
export interface UnreadableFile {
  ok: false;
  errors: Refused[];
}

/**
 * Reads an uploaded workbook (.xlsx) or CSV file row by row. What a cell means is looked at by {@link checkRows}, later
 * and in pieces; here stands only what takes the file to see: its structure, what a workbook holds beside text, and
 * what rows say of each other. No error repeats a cell.
 */
export function readFile<C extends Columns>(
  bytes: Buffer,
  rules: ImportRules<C>,
): Promise<ImportFile | UnreadableFile> {
  const file = fileBefore.then(() => read(bytes, rules));
  fileBefore = file.catch(() => undefined);
  return file;
}

/** A process reads one file at a time: a small upload may unpack to many megabytes. */
let fileBefore: Promise<unknown> = Promise.resolve();

async function read<C extends Columns>(
  bytes: Buffer,
  rules: ImportRules<C>,
): Promise<ImportFile | UnreadableFile> {
  const file = await readRecords(bytes, rules.maximumRows ?? MAX_ROWS, rules.sheet);
  if (!file.ok) return unreadable(file);
  const { records, ...about } = file.value;
  const [first, ...body] = records;
  const header = readHeader((first?.cells ?? []).map(textOf), rules.columns);
  if (!header.ok) return unreadable(...header.errors);
  if (body.length === 0) return unreadable(refuse('no-rows', '文件中没有数据行'));
  return { ok: true, ...about, rows: rowsOf(body, header.places, rules) };
}

const unreadable = (...errors: Refused[]): UnreadableFile => ({ ok: false, errors });

function rowsOf<C extends Columns>(body: FileRecord[], places: Map<string, number>, rules: ImportRules<C>) {
  const rows = body.map((record) => rowOf(record, places, rules.columns));
  const across = Map.groupBy(errorsAcrossRows(rows, rules), ({ row }) => row);
  return rows.map((each) => ({ ...each, errors: [...each.errors, ...(across.get(each.row) ?? [])] }));
}

function rowOf(record: FileRecord, places: Map<string, number>, columns: Columns): FileRow {
  const { row, problem } = record;
  const fields = Object.keys(columns);
  const cellOf = (field: string) => record.cells?.[places.get(field) ?? -1];
  const cells = Object.fromEntries(fields.map((field) => [field, textOf(cellOf(field))]));
  if (problem && !endsEarly(record, places, columns))
    return { row, cells, errors: [{ row, column: WHOLE_ROW, ...told(rowRefusal(problem)) }] };
  const errors = fields.flatMap((field) => {
    const refused = cellRefusal(cellOf(field), columns[field]!);
    return refused ? [rowError(columns, row, field, refused)] : [];
  });
  return { row, cells, errors };
}

/** Excel leaves out empty cells at the end of a row: what is not there counts as empty, if its column takes that. */
function endsEarly({ cells, problem }: FileRecord, places: Map<string, number>, columns: Columns): boolean {
  if (problem !== 'wrong-cell-count' || !cells) return false;
  const absent = [...places].filter(([, at]) => at >= cells.length);
  return absent.length > 0 && absent.every(([field]) => columns[field]!.parse('', () => '').ok);
}

const told = ({ code, message }: Refused) => ({ code, message });

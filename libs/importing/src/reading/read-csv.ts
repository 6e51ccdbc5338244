import { CsvError, parse, type Info } from 'csv-parse/sync';
import { accept, type Parsed } from '#national-codes';
import { BROKEN, tooManyRows } from './file-refusals.js';
import type { FileRecord } from './file-record.js';

/** Parts of one file are often put together from several systems: each line ends as it does. */
const RECORD_DELIMITER = ['\r\n', '\n', '\r'];
/** An unclosed quote swallows what follows; this bounds how far the parser runs on before it notices. */
const LONGEST_RECORD = 64 * 1024;
const MAX_BROKEN_ROWS = 100;

class Unreadable extends Error {}
class TooManyRows extends Error {}

/**
 * The records of a CSV text, blank rows left out. A first line `sep=;` is Excel's: it names the delimiter and is no row. A broken row is one record with a problem, and reading goes
 * on at the next line; a row that swallowed others by an open quote is noticed by its number of cells.
 * Refusals: too-many-rows (more than `limit` under the header), file-broken.
 */
export function readCsv(text: string, limit: number): Parsed<FileRecord[]> {
  const [mark = '', named] = /^sep=([^"\r\n])(\r\n|\r|\n)/i.exec(text) ?? [];
  const table = text.slice(mark.length);
  const bytes = Buffer.from(table);
  const rows = new Rows(limit);
  try {
    const delimiter = named ?? delimiterOf(table);
    for (let at = 0; at < bytes.length;) at = readStretch(bytes, at, rows, delimiter);
    return accept(rows.records);
  } catch (error) {
    if (error instanceof TooManyRows) return tooManyRows(limit);
    if (error instanceof Unreadable) return BROKEN;
    throw error;
  }
}

/** A comma, or what the first line has more of: some spreadsheets write semicolons or tabs. */
function delimiterOf(text: string): string {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const often = (delimiter: string) => firstLine.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, other) => (often(other) > often(best) ? other : best));
}

/** Reads from an offset to the end or to the first broken row; answers where to go on. */
function readStretch(bytes: Buffer, from: number, rows: Rows, delimiter: string): number {
  let end = from;
  const onRecord = (cells: string[], info: Info): null => {
    rows.add(cells);
    end = from + info.bytes;
    return null;
  };
  try {
    parse(bytes.subarray(from), {
      delimiter,
      record_delimiter: RECORD_DELIMITER,
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
      on_record: onRecord,
    });
    return bytes.length;
  } catch (error) {
    if (!(error instanceof CsvError) && !(error instanceof SwallowedRows)) throw error;
    rows.addBroken();
    return nextLine(bytes, end);
  }
}

function nextLine(bytes: Buffer, from: number): number {
  const end = bytes.subarray(from).findIndex((byte) => byte === LF || byte === CR);
  if (end < 0) return bytes.length;
  const isPair = bytes[from + end] === CR && bytes[from + end + 1] === LF;
  return from + end + (isPair ? 2 : 1);
}

const LF = 10;
const CR = 13;

class SwallowedRows extends Error {}

class Rows {
  readonly records: FileRecord[] = [];
  private row = 0;
  private broken = 0;
  private width = 0;

  constructor(private readonly limit: number) {}

  add(cells: string[]): void {
    if (this.width > 0 && cells.every((cell) => cell.trim() === '')) return void this.row++;
    this.width ||= widthOf(cells);
    const fits = cells.length >= this.width && cells.slice(this.width).every((cell) => cell === '');
    if (!fits && cells.some((cell) => /[\r\n]/.test(cell))) throw new SwallowedRows();
    this.push({ cells: cells.slice(0, this.width), ...(!fits && { problem: 'wrong-cell-count' as const }) });
  }

  addBroken(): void {
    // A header that cannot be read leaves nothing to understand the rows by.
    if (this.width === 0 || ++this.broken > MAX_BROKEN_ROWS) throw new Unreadable();
    this.push({ problem: 'broken-row' });
  }

  private push(record: Omit<FileRecord, 'row'>): void {
    if (this.records.length > this.limit) throw new TooManyRows();
    this.records.push({ row: ++this.row, ...record });
  }
}

/** Spreadsheets write empty cells behind the last title. */
const widthOf = (header: string[]): number =>
  header.findLastIndex((cell) => cell.trim() !== '') + 1 || header.length;

import type { Cell, FileRecord, RowProblem } from '../reading/file-record.js';
import type { XmlHandlers } from './read-xml.js';
import { TextCollector } from './shared-strings.js';
import type { WorkbookParts } from './workbook-parts.js';

export class TooManyRows extends Error {}

/** Rows that a sheet can have, by the format. */
const LAST_ROW = 1_048_576;
/** Wider than any header. */
const MAX_COLUMNS = 1_000;
const MS_OF_DAY = 86_400_000;

/** Makes rows of the events of a sheet's XML. It throws {@link TooManyRows} as soon as there are more than the limit. */
export class SheetReader implements XmlHandlers {
  private readonly records: FileRecord[] = [];
  private readonly merges: [from: number, to: number][] = [];
  private readonly collector = new TextCollector();
  private row = 0;
  private isHidden = false;
  private hasStrayCell = false;
  /** Of the header, once it is read. */
  private width = MAX_COLUMNS;
  private cells: Cell[] = [];
  private at = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private inValue = false;
  private hasFormula = false;

  constructor(
    private readonly parts: WorkbookParts,
    private readonly sharedStrings: string[],
    private readonly limit: number,
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') this.openRow(attributes);
    else if (name === 'c') this.openCell(attributes);
    else if (name === 'v') this.inValue = true;
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'mergeCell') this.merges.push(rowsOf(attributes.ref ?? ''));
    else this.collector.open(name);
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else this.collector.add(text);
  }

  close(name: string): void {
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else this.collector.close(name);
  }

  /** All rows, those of merged cells marked: which they are stands at the end of a sheet. */
  finished(): FileRecord[] {
    const last = this.records.at(-1)?.row ?? 0;
    const steps = new Int32Array(last + 2);
    for (const [from, to] of this.merges.filter(([row]) => row <= last)) {
      steps[from]! += 1;
      steps[Math.min(to, last) + 1]! -= 1;
    }
    const merged = steps.map((_, row) => (steps[row]! += steps[row - 1] ?? 0));
    return this.records.map((record) =>
      merged[record.row]! > 0 && !record.problem ? { ...record, problem: 'merged-cells' } : record,
    );
  }

  private openRow({ r, hidden }: Record<string, string>): void {
    const row = r === undefined ? this.row + 1 : Number(r);
    if (!(row > this.row && row <= LAST_ROW))
      throw new Error('A row is out of order or outside of the sheet.');
    this.row = row;
    this.isHidden = hidden === '1' || hidden === 'true';
    this.hasStrayCell = false;
    this.cells = [];
    this.at = -1;
  }

  private closeRow(): void {
    if (this.cells.length === 0 && !this.hasStrayCell) return;
    if (this.records.length === 0) this.width = this.cells.length;
    if (this.records.length > this.limit) throw new TooManyRows();
    const cells = Array.from(this.cells, (cell) => cell ?? '');
    this.records.push({ row: this.row, cells, problem: this.problem() });
  }

  private problem(): RowProblem | undefined {
    if (this.isHidden) return 'hidden-row';
    return this.hasStrayCell ? 'wrong-cell-count' : undefined;
  }

  private openCell({ r, t = 'n', s = '0' }: Record<string, string>): void {
    this.at = r === undefined ? this.at + 1 : columnOf(r);
    this.type = t;
    this.style = Number(s);
    this.value = '';
    this.hasFormula = false;
    this.collector.take();
  }

  /** A cell without content is left out: spreadsheets write those that have nothing but a style. */
  private closeCell(): void {
    const text = this.textOfCell();
    if (text.trim() === '' && !this.hasFormula) return;
    if (this.at < this.width) this.cells[this.at] = this.cell(text);
    else this.hasStrayCell = true;
  }

  private cell(text: string): Cell {
    if (this.hasFormula) return { text, kind: 'formula' };
    if (this.type === 'e') return { text, kind: 'error' };
    if (this.type !== 'n') return text;
    return this.parts.isDateStyle(this.style) ? this.date(text) : { text: plainNumber(text), kind: 'number' };
  }

  private textOfCell(): string {
    if (this.type === 's') return this.sharedStrings[Number(this.value)] ?? '';
    return this.type === 'inlineStr' ? this.collector.take() : this.value;
  }

  /** A day is a whole number; a moment stays what it is and is refused as no day. */
  private date(serial: string): Cell {
    const days = Number(serial);
    if (!Number.isInteger(days) || days < 61 || days > 2_958_465) return { text: serial, kind: 'date' };
    const first = this.parts.from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
    return { text: new Date(first + days * MS_OF_DAY).toISOString().slice(0, 10), kind: 'date' };
  }
}

/** 'AB12' → 27 */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '').slice(0, 4))
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function rowsOf(merge: string): [number, number] {
  const [from = 0, to = from] = merge.split(':').map((reference) => Number(reference.replace(/^\D+/, '')));
  return [from, to];
}

/** As a person would write it: 13812345678 and not 1.3812345678E10, as long as no digit is lost by it. */
const plainNumber = (text: string): string =>
  Number.isSafeInteger(Number(text)) ? String(Number(text)) : text;

import type { Columns, Grade, RowError, RowOf } from './columns.js';

/** [D] */
export const MAX_ROWS = 10_000;

/** What a file of one kind holds and what makes a row valid, as far as the file itself can tell. */
export interface ImportRules<C extends Columns> {
  columns: C;
  /** Name of the sheet in the template; a workbook that shows no such sheet is read by its first one. */
  sheet: string;
  /** Fields that together may occur once in a file; all rows involved are refused. An empty last field exempts a row. */
  uniqueBy?: (keyof C & string)[];
  /** Another such key. */
  alsoUniqueBy?: (keyof C & string)[];
  /** What cells say only together; called for rows whose cells are all valid. Without an error a row stays valid. */
  checkRow?: (values: RowOf<C>) => FieldFault<C>[];
  /** A warning at every row of a value that more than so many rows of the file have. An empty cell is like no other. */
  shared?: { moreThan: number; warning: FieldFault<C> };
  maximumRows?: number;
}

export interface FieldFault<C extends Columns> {
  readonly field: keyof C & string;
  readonly code: string;
  readonly message: string;
  readonly grade?: Grade;
}

/** A row as it stands in the file, and what is wrong with it that no look at its cells alone will tell. */
export interface FileRow {
  row: number;
  /** Trimmed text by field. */
  cells: Record<string, string>;
  errors: RowError[];
}

/** A valid row; `row` is its number as a spreadsheet shows it, the header being row 1. */
export interface ValidRow<Values> {
  row: number;
  values: Values;
  /** What the file and its cells are warned of. */
  warnings: RowError[];
}

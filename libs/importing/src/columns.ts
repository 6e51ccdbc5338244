import { looksRounded, type Refused } from '#national-codes';
import type { CellParser } from './cells.js';

/** A column of a file: its Chinese title, how a cell is read, and whether the file may lack it. */
export interface Column<T> {
  title: string;
  parse: CellParser<T>;
  /** The whole column may be absent; its cells then count as empty. */
  mayBeAbsent?: boolean;
  /** A value that is fine by itself but not in a column where another cell was refused with `code`. */
  alsoRefuse?: { code: string; test(value: T): boolean; message: string };
  /**
   * What a cell of a workbook may hold beside text. Without it a number is refused: where it stands for a code, a
   * leading zero or the digits after the fifteenth are gone.
   */
  takes?: 'number' | 'date';
  /** How much of a cell is shown in a preview or beside an error; without it the first character. */
  mask?: (cell: string) => string;
  /** For who fills in the template, in Chinese: what the cell is for, beyond its title. */
  hint?: string;
}

/** Columns by English field name. A file may carry either name in its header, in any order. */
export type Columns = Record<string, Column<any>>;

/** What a valid row holds, by field. */
export type RowOf<C extends Columns> = { [F in keyof C]: C[F] extends Column<infer T> ? T : never };

/** A column every file must have; whether a cell may be empty is the parser's business. */
export const column = <T>(title: string, parse: CellParser<T>, more: Partial<Column<T>> = {}): Column<T> => ({
  title,
  parse,
  ...more,
});

/**
 * A column of 18-digit codes. Where Excel has mangled one of them, it has rounded all that were entered as
 * numbers, and one in eleven of those passes its check digit by chance: such values are refused too.
 */
export const numberColumn = (
  title: string,
  parse: CellParser<string>,
  more: Partial<Column<string>> = {},
): Column<string> =>
  column(title, parse, {
    alsoRefuse: {
      code: 'excel-mangled',
      test: looksRounded,
      message: '本列其他单元格已被电子表格改写，该号码末三位为 000，无法确认，请设为“文本”格式后重新填写',
    },
    ...more,
  });

/** For a column whose cells name nobody, such as a code of the catalogue. Digits in a row may be a number that slipped. */
export const shown = (cell: string): string =>
  /\d{9}/.test(cell) ? maskedText(cell) : Array.from(cell).slice(0, 30).join('');

const maskedText = (cell: string): string => {
  const [first = '', ...rest] = cell;
  return first + '*'.repeat(Math.min(rest.length, 20));
};

/** What may be shown of a cell. */
export const masked = ({ mask = maskedText }: Pick<Column<unknown>, 'mask'>, cell: string): string =>
  mask(cell);

/** An ERROR refuses the row; a WARNING is shown, and the row is stored. */
export const GRADES = ['ERROR', 'WARNING'] as const;
export type Grade = (typeof GRADES)[number];

/** One thing to say of a row; `column` is the Chinese title, or 整行 for the row as a whole. */
export interface RowError {
  row: number;
  column: string;
  code: string;
  message: string;
  /** an ERROR where it is left out */
  grade?: Grade | undefined;
}

export const isError = ({ grade }: Pick<RowError, 'grade'>): boolean => grade !== 'WARNING';

export const WHOLE_ROW = '整行';

/** Columns that the error workbook adds; a file that comes back with them is read as if they were not there. */
export const ADDED_COLUMNS = { originalRow: '原行号', whatIsWrong: '错误说明' };

/** The error of a field of a row, for checks made after reading, such as against the database. */
export function rowError<C extends Columns>(
  columns: C,
  row: number,
  field: keyof C & string,
  { code, message, grade }: Pick<Refused, 'code' | 'message'> & Pick<RowError, 'grade'>,
): RowError {
  return { row, column: columns[field]!.title, code, message, ...(grade && { grade }) };
}

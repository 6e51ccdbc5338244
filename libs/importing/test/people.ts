import type { Transaction } from '#database';
import {
  column,
  type ImportKind,
  type ImportRules,
  type RowError,
  type StoredRows,
  rowError,
  text,
  type ValidRow,
} from '#importing';

const columns = { name: column('姓名', text(20)) };
type Person = ValidRow<{ name: string }>;

/** The least that can be imported: names, into a table of names. What happens at a store is the test's to say. */
export class PeopleImport implements ImportKind<typeof columns, string> {
  readonly kind = 'people';
  readonly rules: ImportRules<typeof columns> = { columns, sheet: '人员' };
  /** Called before the rows are stored. */
  onStore: (rows: Person[]) => void | Promise<void> = () => {};
  /** Called with the names that a transaction has stored, as its last work. */
  onNote: (names: string[]) => void | Promise<void> = () => {};
  /** Names that somebody else has stored since the check. */
  taken = new Set<string>();

  async refusals(_: Transaction, rows: Person[]): Promise<RowError[]> {
    return rows.filter(({ values }) => values.name === '无名').map(({ row }) => refusal(row, 'unknown'));
  }

  async store(tx: Transaction, rows: Person[]): Promise<StoredRows<string>> {
    await this.onStore(rows);
    const [late, stored] = [true, false].map((isLate) =>
      rows.filter(({ values }) => this.taken.has(values.name) === isLate),
    ) as [Person[], Person[]];
    const names = stored.map(({ values }) => values.name);
    await tx.query('insert into people select unnest($1::text[])', [names]);
    return { stored: names, refused: late.map(({ row }) => refusal(row, 'known')) };
  }

  async note(_: Transaction, names: string[]): Promise<void> {
    await this.onNote(names);
  }
}

const refusal = (row: number, code: string) => rowError(columns, row, 'name', { code, message: '不予导入' });

/** A file of so many people; names of `others` stand at their rows instead. */
export const fileOfPeople = (rows: number, others: Record<number, string> = {}): Buffer =>
  Buffer.from(
    ['姓名', ...Array.from({ length: rows }, (_, at) => others[at + 2] ?? `样例${chinese(at + 2)}`)].join(
      '\n',
    ),
  );

const chinese = (number: number): string =>
  String(number).replace(/\d/g, (digit) => '零一二三四五六七八九'[Number(digit)]!);

import type { Transaction } from '#database';
import type { Columns, RowError, RowOf } from '../columns.js';
import type { ImportRules, ValidRow } from '../import-rules.js';
import type { ImportJob } from './import-job.js';

/**
 * What a service imports, such as its applications. Methods get rows of one piece of a file, at most
 * {@link CHUNK_ROWS}, in a transaction with the scope of who uploaded it, and should need a handful of statements.
 */
export interface ImportKind<C extends Columns = any, S = any> {
  /** The plural of what a row becomes; names the files that are downloaded. */
  readonly kind: string;
  readonly rules: ImportRules<C>;
  /** What the database has against rows whose cells are valid. Stores nothing. */
  refusals(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]>;
  /** Stores the rows, but for those that are refused at this late moment. It is called once for each row that stays. */
  store(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<StoredRows<S>>;
  /**
   * Writes down what the transaction has stored, in as many calls of `store` as it took. It is its last work: what it
   * locks, such as the end of an audit trail, everybody else needs too.
   */
  note(tx: Transaction, stored: S[], job: ImportJob): Promise<void>;
}

/** What became of rows: what is to be noted of those that are stored, and what stands against the others. */
export interface StoredRows<S> {
  stored: S[];
  refused: RowError[];
}

/** Rows that are sealed, checked and stored together: some statements, some tens of milliseconds. */
export const CHUNK_ROWS = 500;

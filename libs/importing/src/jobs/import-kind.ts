import type { Transaction } from '#database';
import type { Columns, RowError, RowOf } from '../columns.js';
import type { ImportRules, ValidRow } from '../import-rules.js';
import type { ImportJob } from './import-job.js';

/**
 * What a service imports, such as its applications. Both methods get rows of one piece of a file, at most
 * {@link CHUNK_ROWS}, in a transaction with the scope of who uploaded it, and should need a handful of statements.
 */
export interface ImportKind<C extends Columns = any> {
  /** The plural of what a row becomes; names the files that are downloaded. */
  readonly kind: string;
  readonly rules: ImportRules<C>;
  /** What the database has against rows whose cells are valid. Stores nothing. */
  refusals(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]>;
  /** Stores the rows, but for those that are refused at this late moment. It is called once for each row that stays. */
  store(tx: Transaction, rows: ValidRow<RowOf<C>>[], job: ImportJob): Promise<RowError[]>;
}

/** Rows that are sealed, checked and stored together: some statements, some tens of milliseconds. */
export const CHUNK_ROWS = 500;

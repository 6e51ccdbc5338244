import type { Transaction } from '#database';

/** A file as it is kept: nobody can read it without its data key. */
export interface SealedFile {
  readonly fileId: string;
  readonly content: Buffer;
}

/** A file whose bytes lie outside of the database already, or go into its row. */
export type LaidFile = { readonly fileId: string } & (
  | { readonly content: Buffer; readonly objectId?: never }
  | { readonly objectId: string; readonly content?: never }
);

/** Where sealed files lie: the port of {@link FileVault} to the outside. A file is never changed. */
export interface FileStore {
  /**
   * Before the transaction that keeps them, so that none waits for a store. What none puts within a day is removed.
   * @throws Problem 503 file-store-away
   */
  lay(files: readonly SealedFile[]): Promise<readonly LaidFile[]>;
  /** They are there when the transaction commits; what is left of one that is rolled back has no key. */
  put(tx: Transaction, files: readonly LaidFile[]): Promise<void>;
  /** How to read it, after the transaction: throws Problem 503 file-store-away. Undefined where there is none. */
  find(tx: Transaction, fileId: string): Promise<(() => Promise<Buffer>) | undefined>;
  /** Those that are not there are passed over. */
  remove(tx: Transaction, fileIds: readonly string[]): Promise<void>;
  /** Removes some of what no row names any more. @returns whether there may be others */
  sweep(tx: Transaction): Promise<boolean>;
}

export const FILE_STORE = Symbol('FILE_STORE');

import type { Transaction } from '#database';

/** A file as it is kept: nobody can read it without its data key. */
export interface SealedFile {
  readonly fileId: string;
  readonly content: Buffer;
}

/** Where sealed files lie: the port of {@link FileVault} to the outside. A file is never changed. */
export interface FileStore {
  /** They are there when the transaction commits; what is left of one that is rolled back has no key. */
  put(tx: Transaction, files: readonly SealedFile[]): Promise<void>;
  /** Undefined where there is none. */
  get(tx: Transaction, fileId: string): Promise<Buffer | undefined>;
  /** Those that are not there are passed over. */
  remove(tx: Transaction, fileIds: readonly string[]): Promise<void>;
}

export const FILE_STORE = Symbol('FILE_STORE');

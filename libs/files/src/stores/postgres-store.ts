import type { Transaction } from '#database';
import { fileStoreAway } from '../file-problems.js';
import type { FileStore, LaidFile, SealedFile } from './file-store.js';
import { StoredFiles } from './stored-files.js';

/** Files in the service's own database: one backup holds all, and a transaction that is rolled back leaves nothing. */
export class PostgresStore extends StoredFiles implements FileStore {
  async lay(files: readonly SealedFile[]): Promise<readonly LaidFile[]> {
    return files;
  }

  async put(tx: Transaction, files: readonly LaidFile[]): Promise<void> {
    await tx.query(
      `insert into stored_files (file_id, content) select * from unnest($1::uuid[], $2::bytea[])`,
      [files.map(({ fileId }) => fileId), files.map(({ content }) => content)],
    );
  }

  async remove(tx: Transaction, fileIds: readonly string[]): Promise<void> {
    await this.release(tx, fileIds);
  }

  /** Nothing here: an object waits until its store is in the settings again. */
  async sweep(): Promise<boolean> {
    return false;
  }

  /** An object of a store that is in the settings no more. */
  protected async read(): Promise<Buffer> {
    throw fileStoreAway();
  }
}

import type { QueryRunner } from 'typeorm';
import type { Transaction } from '#database';

/** The table of the files, for the migration of a service that keeps some. What is sealed cannot be compressed. */
export async function createStoredFilesTable(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table stored_files (
      file_id uuid primary key,
      content bytea not null
    );
    alter table stored_files alter column content set storage external`);
}

/**
 * Each row says where its bytes are: in the row, or in an object of that name in the store. `spare_objects` are those that no
 * row names: not yet, not any more, or never, since the transaction was rolled back.
 */
export async function letFilesLieOutside(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    alter table stored_files
      alter column content drop not null,
      add column object_id uuid unique,
      add constraint stored_files_lie_in_one_place check (num_nonnulls(content, object_id) = 1);
    create table spare_objects (
      object_id uuid primary key,
      remove_after timestamptz not null
    )`);
}

/** The rows of the files, whether their bytes are in them or outside. */
export abstract class StoredFiles {
  async find(tx: Transaction, fileId: string): Promise<(() => Promise<Buffer>) | undefined> {
    const [row] = await tx.query<{ content: Buffer | null; object_id: string | null }>(
      'select content, object_id from stored_files where file_id = $1',
      [fileId],
    );
    const { content, object_id: objectId } = row ?? {};
    if (objectId) return () => this.read(objectId);
    return content ? () => Promise.resolve(content) : undefined;
  }

  /** What lies outside of the database is noted, to be swept. @returns whether anything does */
  protected async release(tx: Transaction, fileIds: readonly string[]): Promise<boolean> {
    const spare = await tx.query(
      `with gone as (delete from stored_files where file_id = any($1) returning object_id)
       insert into spare_objects (object_id, remove_after)
       select object_id, now() from gone where object_id is not null returning object_id`,
      [fileIds],
    );
    return spare.length > 0;
  }

  protected abstract read(objectId: string): Promise<Buffer>;
}

import { Injectable } from '@nestjs/common';
import type { QueryRunner } from 'typeorm';
import type { Transaction } from '#database';
import type { FileStore, SealedFile } from './file-store.js';

/** The table of the files, for the migration of a service that keeps some. What is sealed cannot be compressed. */
export async function createStoredFilesTable(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table stored_files (
      file_id uuid primary key,
      content bytea not null
    );
    alter table stored_files alter column content set storage external`);
}

/** Files in the service's own database: one backup holds all, and a transaction that is rolled back leaves nothing. */
@Injectable()
export class PostgresStore implements FileStore {
  async put(tx: Transaction, files: readonly SealedFile[]): Promise<void> {
    await tx.query(
      `insert into stored_files (file_id, content) select * from unnest($1::uuid[], $2::bytea[])`,
      [files.map(({ fileId }) => fileId), files.map(({ content }) => content)],
    );
  }

  async get(tx: Transaction, fileId: string): Promise<Buffer | undefined> {
    const [row] = await tx.query<{ content: Buffer }>('select content from stored_files where file_id = $1', [
      fileId,
    ]);
    return row?.content;
  }

  async remove(tx: Transaction, fileIds: readonly string[]): Promise<void> {
    await tx.query('delete from stored_files where file_id = any($1)', [fileIds]);
  }
}

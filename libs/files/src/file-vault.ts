import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import {
  DESTROYED,
  destroyDataKeys,
  type Destruction,
  insertDataKeys,
  type NewDataKey,
  sealedKeyOf,
  Sealer,
} from '#security';
import { FILE_STORE, type FileStore, type LaidFile } from './stores/file-store.js';

/** A sealed file that lies where files are kept, and is nobody's until a transaction keeps it under its id. */
export type PreparedFile = LaidFile & { readonly dataKey: NewDataKey['row'] };

const subjectOf = (fileId: string) => `file:${fileId}`;
const bindingOf = (fileId: string) => `stored_files:content:${fileId}`;

/** Seals each file by a data key of its own and keeps it, wherever this installation keeps files. */
@Injectable()
export class FileVault {
  constructor(
    private readonly sealer: Sealer,
    @Inject(FILE_STORE) private readonly store: FileStore,
  ) {}

  /** Before the transaction: no lock waits for a store. @throws Problem 503 file-store-away */
  async prepare(contents: readonly Buffer[]): Promise<PreparedFile[]> {
    const sealed = contents.map((bytes) => {
      const fileId = uuidv7();
      const { key, row } = this.sealer.newDataKey(subjectOf(fileId));
      return { fileId, dataKey: row, content: key.sealBytes(bytes, bindingOf(fileId)) };
    });
    const laid = await this.store.lay(sealed.map(({ fileId, content }) => ({ fileId, content })));
    return laid.map((file, index) => ({ ...file, dataKey: sealed[index]!.dataKey }));
  }

  async keep(tx: Transaction, files: readonly PreparedFile[]): Promise<void> {
    const rows = files.map(({ dataKey }) => dataKey);
    await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
      JSON.stringify(rows),
      rows.map(({ subject }) => subject),
    ]);
    await this.store.put(tx, files);
  }

  /**
   * How to read it, after the transaction. Undefined where it was destroyed. The caller has found the id under the scope of who
   * asks. What is answered throws Problem 503 file-store-away.
   */
  async open(tx: Transaction, fileId: string): Promise<(() => Promise<Buffer>) | undefined> {
    const [{ key }] = (await tx.query<{ key: string | null }>(`select ${sealedKeyOf('$1')} as key`, [
      subjectOf(fileId),
    ])) as [{ key: string | null }];
    if (key === DESTROYED) return undefined;
    const read = await this.store.find(tx, fileId);
    if (!read) throw new Error(`The file ${fileId} is not where files are kept.`);
    const dataKey = this.sealer.dataKey(subjectOf(fileId), key);
    return async () => dataKey.openBytes(await read(), bindingOf(fileId));
  }

  /** For good, wherever copies lie. Those that are destroyed already are passed over. */
  async destroy(tx: Transaction, fileIds: readonly string[], destruction: Destruction): Promise<void> {
    if (fileIds.length === 0) return;
    await destroyDataKeys(tx, fileIds.map(subjectOf), destruction);
    await this.store.remove(tx, fileIds);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { DESTROYED, destroyDataKeys, type Destruction, insertDataKeys, sealedKeyOf, Sealer } from '#security';
import { FILE_STORE, type FileStore } from './stores/file-store.js';

/** A file to be kept under an id, by which a row that is under a policy names it. */
export interface KeptFile {
  readonly fileId: string;
  readonly bytes: Buffer;
}

const subjectOf = (fileId: string) => `file:${fileId}`;
const bindingOf = (fileId: string) => `stored_files:content:${fileId}`;

/** Seals each file by a data key of its own and keeps it, wherever this installation keeps files. */
@Injectable()
export class FileVault {
  constructor(
    private readonly sealer: Sealer,
    @Inject(FILE_STORE) private readonly store: FileStore,
  ) {}

  /** @param files under ids that are new */
  async keep(tx: Transaction, files: readonly KeptFile[]): Promise<void> {
    const sealed = files.map(({ fileId, bytes }) => {
      const { key, row } = this.sealer.newDataKey(subjectOf(fileId));
      return { fileId, row, content: key.sealBytes(bytes, bindingOf(fileId)) };
    });
    const subjects = sealed.map(({ row }) => row.subject);
    await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
      JSON.stringify(sealed.map(({ row }) => row)),
      subjects,
    ]);
    await this.store.put(tx, sealed);
  }

  /** Undefined where it was destroyed. The caller has found the id under the scope of who asks. */
  async open(tx: Transaction, fileId: string): Promise<Buffer | undefined> {
    const [{ key }] = (await tx.query<{ key: string | null }>(`select ${sealedKeyOf('$1')} as key`, [
      subjectOf(fileId),
    ])) as [{ key: string | null }];
    if (key === DESTROYED) return undefined;
    const content = await this.store.get(tx, fileId);
    if (!content) throw new Error(`The file ${fileId} is not where files are kept.`);
    return this.sealer.dataKey(subjectOf(fileId), key).openBytes(content, bindingOf(fileId));
  }

  /** For good, wherever copies lie. Those that are destroyed already are passed over. */
  async destroy(tx: Transaction, fileIds: readonly string[], destruction: Destruction): Promise<void> {
    if (fileIds.length === 0) return;
    await destroyDataKeys(tx, fileIds.map(subjectOf), destruction);
    await this.store.remove(tx, fileIds);
  }
}

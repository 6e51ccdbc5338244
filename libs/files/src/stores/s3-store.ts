import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { allSchools, type Transaction, type Transactions } from '#database';
import type { Jobs } from '#jobs';
import { fileStoreAway } from '../file-problems.js';
import { sweepObjects } from '../sweep-objects.js';
import type { FileStore, LaidFile, SealedFile } from './file-store.js';
import type { S3Client } from './s3-client.js';
import { StoredFiles } from './stored-files.js';

/** Requests of one piece of work that are under way together. */
const CONCURRENCY = 8;
/** In a step of the sweep, which has half a minute, also where the store is slow. */
const SWEPT_AT_ONCE = 50;

/**
 * New files as objects of a store that speaks S3, under random names. An object is noted as spare before it is sent, and no more
 * when a row names it: whatever fails in between, it is known and swept. Files in rows stay where they are.
 */
export class S3Store extends StoredFiles implements FileStore {
  constructor(
    private readonly objects: S3Client,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {
    super();
  }

  async lay(files: readonly SealedFile[]): Promise<readonly LaidFile[]> {
    const laid = files.map(({ fileId, content }) => ({ fileId, objectId: randomUUID(), content }));
    await this.transactions.run(allSchools, (tx) =>
      tx.query(
        `insert into spare_objects (object_id, remove_after) select unnest($1::uuid[]), now() + interval '1 day'`,
        [laid.map(({ objectId }) => objectId)],
      ),
    );
    await together(laid, ({ objectId, content }) => this.objects.put(objectId, content));
    return laid.map(({ fileId, objectId }) => ({ fileId, objectId }));
  }

  async put(tx: Transaction, files: readonly LaidFile[]): Promise<void> {
    const named = await tx.query(
      `with named as (delete from spare_objects where object_id = any($2) returning object_id)
       insert into stored_files (file_id, object_id)
       select file_id, object_id from unnest($1::uuid[], $2::uuid[]) as new (file_id, object_id) join named using (object_id)
       returning file_id`,
      [files.map(({ fileId }) => fileId), files.map(({ objectId }) => objectId)],
    );
    // Swept, since more than a day has gone by.
    if (named.length < files.length) throw fileStoreAway();
  }

  /** The objects go after the commit. */
  async remove(tx: Transaction, fileIds: readonly string[]): Promise<void> {
    if (await this.release(tx, fileIds))
      await this.jobs.enqueue(tx, sweepObjects, [{ payload: {}, schoolCode: null }]);
  }

  async sweep(tx: Transaction): Promise<boolean> {
    const spare = await tx.query<{ object_id: string }>(
      `delete from spare_objects where object_id in (
         select object_id from spare_objects where remove_after <= now()
         order by remove_after limit ${SWEPT_AT_ONCE} for update skip locked)
       returning object_id`,
    );
    await together(spare, (each) => this.objects.delete(each.object_id));
    return spare.length === SWEPT_AT_ONCE;
  }

  protected async read(objectId: string): Promise<Buffer> {
    const content = await this.objects.get(objectId);
    if (!content) throw new Error(`The object ${objectId} is not in the store of files.`);
    return content;
  }
}

/** After the first failure nothing more is begun. */
async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const inTurn = pLimit(CONCURRENCY);
  try {
    await Promise.all(items.map((item) => inTurn(work, item)));
  } finally {
    inTurn.clearQueue();
  }
}

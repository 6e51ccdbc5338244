import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { allSchools, type Transaction, Transactions } from '#database';
import { createStoredFilesTable, FileVault, letFilesLieOutside } from '#files';
import type { Jobs } from '#jobs';
import { createDataKeysTable, Sealer } from '#security';
import { createTestDatabase, type S3Server, startS3Server, type TestDatabase } from '#testing';
import type { FileStore } from '../src/stores/file-store.js';
import { PostgresStore } from '../src/stores/postgres-store.js';
import { S3Client } from '../src/stores/s3-client.js';
import { S3Store } from '../src/stores/s3-store.js';

class CreateFiles1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createDataKeysTable(runner);
    await createStoredFilesTable(runner);
    await letFilesLieOutside(runner);
  }

  async down() {}
}

const sealer = new Sealer({
  SEALING_KEYS: { current: 'k1', keys: { k1: Buffer.alloc(32, 1) }, index: Buffer.alloc(32, 2) },
});
const PAPER = Buffer.from('%PDF-1.7 诊断证明');
const destruction = { by: 'officer', legalGround: 'CONSENT_WITHDRAWN', reason: '本人申请' } as const;

let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;
let server: S3Server;
beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase('files'), startS3Server()]);
  await database.migrate([CreateFiles1732400000000]);
  dataSource = await new DataSource({ type: 'postgres', url: database.url, poolSize: 2 }).initialize();
  transactions = new Transactions(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
  await server?.close();
});

const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => transactions.run(allSchools, work);
/** Whether the job begins is the service's matter; here the sweep is called. */
const jobs = { enqueue: () => Promise.resolve() } as unknown as Jobs;
const s3Store = async (over: Partial<S3Server['settings']> = {}) =>
  new S3Store(await S3Client.of({ ...server.settings, ...over }), transactions, jobs);
const kept = async (vault: FileVault) => {
  const [file] = await vault.prepare([PAPER]);
  await inTransaction((tx) => vault.keep(tx, [file!]));
  return file!.fileId;
};
const opened = async (vault: FileVault, fileId: string) =>
  (await inTransaction((tx) => vault.open(tx, fileId)))?.();
const swept = (store: FileStore) => inTransaction((tx) => store.sweep(tx));
const spare = () => database.query('select object_id from spare_objects');
const AWAY = expect.objectContaining({
  status: 503,
  code: 'file-store-away',
  headers: { 'retry-after': '30' },
});

describe.each<[string, () => Promise<FileStore>]>([
  ['the database', async () => new PostgresStore()],
  ['a store that speaks S3', () => s3Store()],
])('A file in %s', (_, storeOf) => {
  let store: FileStore;
  let vault: FileVault;
  beforeAll(async () => {
    store = await storeOf();
    vault = new FileVault(sealer, store);
  });

  it('is sealed, opens as it was, and is gone with its key when it is destroyed', async () => {
    const fileId = await kept(vault);
    expect(await opened(vault, fileId)).toEqual(PAPER);
    await inTransaction((tx) => vault.destroy(tx, [fileId], destruction));
    expect(await opened(vault, fileId)).toBeUndefined();
    expect(await database.query('select from stored_files')).toEqual([]);
    expect(await database.query('select from data_keys where subject = $1 and sealed_key is null', [`file:${fileId}`])).toHaveLength(1); // prettier-ignore
    await inTransaction((tx) => vault.destroy(tx, [fileId], destruction));
    expect(await swept(store)).toBe(false);
    expect([server.objects(), await spare()]).toEqual([[], []]);
  });

  it('that nobody has kept is unknown', async () => {
    await expect(opened(vault, '01890000-0000-7000-8000-000000000000')).rejects.toThrow(
      'is not where files are kept',
    );
  });

  it('is not there where its transaction is rolled back, and nothing of it is left after a day', async () => {
    const [file] = await vault.prepare([PAPER]);
    const undone = inTransaction(async (tx) => {
      await vault.keep(tx, [file!]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const left = server.objects();
    await swept(store);
    // The transaction that keeps it may still be under way.
    expect(server.objects()).toEqual(left);
    await database.query(`update spare_objects set remove_after = remove_after - interval '1 day'`);
    await swept(store);
    expect([server.objects(), await spare(), await database.query('select from stored_files')]).toEqual([[], [], []]); // prettier-ignore
  });
});

describe('The store that speaks S3', () => {
  it('holds objects that nobody can read, under names that are those of no file', async () => {
    const store = await s3Store();
    const vault = new FileVault(sealer, store);
    const fileId = await kept(vault);
    const [row] = await database.query('select content, object_id from stored_files where file_id = $1', [
      fileId,
    ]);
    expect(row!.content).toBeNull();
    expect(server.objects()).toEqual([row!.object_id]);
    expect(row!.object_id).not.toBe(fileId);
    const object = await (await S3Client.of(server.settings)).get(String(row!.object_id));
    expect(object!.includes(PAPER.subarray(0, 8))).toBe(false);
    await inTransaction((tx) => vault.destroy(tx, [fileId], destruction));
    await swept(store);
  });

  it('leaves files in rows where they are, and they are read as before', async () => {
    const fileId = await kept(new FileVault(sealer, new PostgresStore()));
    expect(await opened(new FileVault(sealer, await s3Store()), fileId)).toEqual(PAPER);
    await database.query('delete from stored_files');
  });

  it('that is away refuses with what to do and leaves nothing by halves; what is to go is tried again', async () => {
    const store = await s3Store();
    const vault = new FileVault(sealer, store);
    const fileId = await kept(vault);
    await server.stop();
    await expect(vault.prepare([PAPER])).rejects.toThrow(AWAY);
    await expect(opened(vault, fileId)).rejects.toThrow(AWAY);
    await inTransaction((tx) => vault.destroy(tx, [fileId], destruction));
    expect(await opened(vault, fileId)).toBeUndefined();
    await expect(swept(store)).rejects.toThrow(AWAY);
    expect(await spare()).toHaveLength(2);
    await server.start();
    await database.query('update spare_objects set remove_after = now()');
    await swept(store);
    expect([server.objects(), await spare()]).toEqual([[], []]);
  });

  it.each([
    ['another secret', { FILES_S3_SECRET_ACCESS_KEY: 'guessed' }],
    ['a bucket that is not there', { FILES_S3_BUCKET: 'elsewhere' }],
  ])('refuses so with %s as well', async (_, over) => {
    const vault = new FileVault(sealer, await s3Store(over));
    await expect(vault.prepare([PAPER])).rejects.toThrow(AWAY);
    expect(server.objects()).toEqual([]);
    const client = await S3Client.of({ ...server.settings, ...over });
    await expect(client.get('anything')).rejects.toThrow(AWAY);
  });

  it('is asked again where it stumbles, three times at most', async () => {
    let asked = 0;
    const stumbling = createServer((request, response) => {
      request.resume();
      response.writeHead(++asked % 3 === 0 || asked > 3 ? 200 : 503).end();
    });
    await new Promise<void>((listening) => stumbling.listen(0, '127.0.0.1', listening));
    const { port } = stumbling.address() as AddressInfo;
    const client = await S3Client.of({ ...server.settings, FILES_S3_ENDPOINT: `http://127.0.0.1:${port}` });
    await client.put('anything', PAPER);
    expect(asked).toBe(3);
    stumbling.closeAllConnections();
    stumbling.close();
  });
});

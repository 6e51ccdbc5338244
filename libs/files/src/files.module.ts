import { Global, Module } from '@nestjs/common';
import { Transactions } from '#database';
import { Jobs } from '#jobs';
import { SETTINGS, type Settings } from '#runtime';
import { FileVault } from './file-vault.js';
import { FILE_STORE, type FileStore } from './stores/file-store.js';
import { PostgresStore } from './stores/postgres-store.js';
import { S3Client } from './stores/s3-client.js';
import { S3Store } from './stores/s3-store.js';
import { SweepObjects } from './sweep-objects.js';

/** For a service that keeps files; it needs data keys and jobs. */
@Global()
@Module({
  providers: [
    {
      provide: FILE_STORE,
      inject: [SETTINGS, Transactions, Jobs],
      useFactory: async (settings: Settings, transactions: Transactions, jobs: Jobs): Promise<FileStore> =>
        settings.FILES_S3_ENDPOINT === undefined
          ? new PostgresStore()
          : new S3Store(await S3Client.of(settings), transactions, jobs),
    },
    FileVault,
    SweepObjects,
  ],
  exports: [FileVault],
})
export class FilesModule {}

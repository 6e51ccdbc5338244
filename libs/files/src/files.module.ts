import { Global, Module } from '@nestjs/common';
import { FileVault } from './file-vault.js';
import { FILE_STORE } from './stores/file-store.js';
import { PostgresStore } from './stores/postgres-store.js';

/** For a service that keeps files; it needs data keys. */
@Global()
@Module({
  providers: [{ provide: FILE_STORE, useClass: PostgresStore }, FileVault],
  exports: [FileVault],
})
export class FilesModule {}

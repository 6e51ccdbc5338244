import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ForgetImports } from './jobs/forget-imports.js';
import type { ImportKind } from './jobs/import-kind.js';
import { IMPORT_KINDS, ImportSteps } from './jobs/import-steps.js';
import { ImportWorker } from './jobs/import-worker.js';

/** What moves the imports of a service on and forgets them. */
@Module({})
export class ImportingModule {
  static forRoot(...kinds: Type<ImportKind>[]): DynamicModule {
    return {
      module: ImportingModule,
      providers: [
        ...kinds,
        { provide: IMPORT_KINDS, inject: kinds, useFactory: (...each: ImportKind[]) => each },
        ImportSteps,
        ImportWorker,
        ForgetImports,
      ],
      exports: [...kinds, ImportWorker],
    };
  }
}

import { Global, Module } from '@nestjs/common';
import { Imports } from './imports.js';
import { ForgetImports } from './jobs/forget-imports.js';
import { ImportSteps } from './jobs/import-steps.js';
import { ImportWorker } from './jobs/import-worker.js';

/** Imports in a service: the module of the app lists it once, each kind is an `importController` of its own module. */
@Global()
@Module({
  providers: [Imports, ImportSteps, ImportWorker, ForgetImports],
  exports: [Imports],
})
export class ImportingModule {}

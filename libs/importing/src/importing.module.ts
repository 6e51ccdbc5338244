import { Global, Module } from '@nestjs/common';
import { Imports } from './imports.js';
import { ForgetImports } from './jobs/forget-imports.js';
import { ImportSteps } from './jobs/import-steps.js';
import { WorkOnImports } from './jobs/work-on-imports.js';

/** Imports in a service: the module of the app lists it once, each kind is an `importController` of its own module. */
@Global()
@Module({
  providers: [Imports, ImportSteps, WorkOnImports, ForgetImports],
  exports: [Imports],
})
export class ImportingModule {}

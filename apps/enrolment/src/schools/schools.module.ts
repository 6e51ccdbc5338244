import { Module } from '@nestjs/common';
import { ApplySchoolChanges } from './apply-school-changes.js';
import { ChangeSchool } from './change-school.js';
import { FindSchools } from './find-schools.js';
import { SchoolImport } from './import-schools.js';
import { RegisterSchool } from './register-school.js';
import { SchoolChangesController } from './school-changes.controller.js';
import { SchoolsController } from './schools.controller.js';

/** 院校 */
@Module({
  controllers: [SchoolImport, SchoolsController, SchoolChangesController],
  providers: [FindSchools, RegisterSchool, ChangeSchool, ApplySchoolChanges],
})
export class SchoolsModule {}

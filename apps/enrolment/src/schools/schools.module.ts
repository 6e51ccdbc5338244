import { Module } from '@nestjs/common';
import { FindSchools } from './find-schools.js';
import { RegisterSchool } from './register-school.js';
import { SchoolsController } from './schools.controller.js';

/** 院校 */
@Module({ controllers: [SchoolsController], providers: [FindSchools, RegisterSchool] })
export class SchoolsModule {}

import { Module } from '@nestjs/common';
import { ClassMembershipsController } from './class-memberships.controller.js';
import { ClassRoster } from './class-roster.js';
import { ClassRosterController } from './class-roster.controller.js';
import { ClassesController } from './classes.controller.js';
import { FindClasses } from './find-classes.js';
import { ClassImport } from './import-classes.js';
import { PlacingImport } from './import-placings.js';
import { OpenClass } from './open-class.js';

/** 班级 */
@Module({
  controllers: [
    ClassImport,
    PlacingImport,
    ClassesController,
    ClassRosterController,
    ClassMembershipsController,
  ],
  providers: [OpenClass, FindClasses, ClassRoster],
})
export class ClassesModule {}

import { Module } from '@nestjs/common';
import { FindHonours } from './find-honours.js';
import { HonoursController } from './honours.controller.js';
import { NominationImport } from './import-nominations.js';

/** 评优 */
@Module({ controllers: [HonoursController, NominationImport], providers: [FindHonours] })
export class HonoursModule {}

import { Module } from '@nestjs/common';
import { FindFormerGraduates } from './find-former-graduates.js';
import { FormerGraduatesController } from './former-graduates.controller.js';
import { GraduateImport } from './import-graduates.js';

/** 历届毕业生: who graduated before the system */
@Module({ controllers: [GraduateImport, FormerGraduatesController], providers: [FindFormerGraduates] })
export class FormerGraduatesModule {}

import { Module } from '@nestjs/common';
import { StudyTermsController } from './study-terms.controller.js';

/** 学制和培养方式 */
@Module({ controllers: [StudyTermsController] })
export class StudyTermsModule {}

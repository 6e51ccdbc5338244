import { Module } from '@nestjs/common';
import { CreditsController } from './credits.controller.js';
import { CreditImport } from './import-credits.js';

/** 学分 */
@Module({ controllers: [CreditsController, CreditImport] })
export class CreditsModule {}

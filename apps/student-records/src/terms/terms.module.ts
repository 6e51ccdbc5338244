import { Module } from '@nestjs/common';
import { FindConfirmations } from './find-confirmations.js';
import { ConfirmationImport } from './import-confirmations.js';
import { ListMissedConfirmations } from './list-missed.js';
import { OpenTerm } from './open-term.js';
import { TermConfirmationsController } from './term-confirmations.controller.js';
import { TermsController } from './terms.controller.js';

/** 学期注册 */
@Module({
  controllers: [TermsController, ConfirmationImport, TermConfirmationsController],
  providers: [OpenTerm, FindConfirmations, ListMissedConfirmations],
})
export class TermsModule {}

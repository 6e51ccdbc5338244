import { Module } from '@nestjs/common';
import { DraftQualification } from './draft-qualification.js';
import { ListPublishedQualifications } from './list-published.js';
import { QualificationsController } from './qualifications.controller.js';

/** 招生资质 */
@Module({
  controllers: [QualificationsController],
  providers: [DraftQualification, ListPublishedQualifications],
})
export class QualificationsModule {}

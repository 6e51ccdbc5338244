import { Module } from '@nestjs/common';
import { DraftQualification } from './draft-qualification.js';
import { FindQualifications } from './find-qualifications.js';
import { FollowQualificationDays } from './follow-days.js';
import { QualificationBatchesController } from './qualification-batches.controller.js';
import { QualificationsController } from './qualifications.controller.js';

/** 招生资质 */
@Module({
  controllers: [QualificationsController, QualificationBatchesController],
  providers: [DraftQualification, FindQualifications, FollowQualificationDays],
})
export class QualificationsModule {}

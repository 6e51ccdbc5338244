import { Module } from '@nestjs/common';
import { AdvanceGraduationsController } from '../advance-graduations/advance-graduations.controller.js';
import { GraduationRevocationsController } from '../graduation-revocations/graduation-revocations.controller.js';
import { ApproveGraduationBatch } from './approve-graduation-batch.js';
import { CheckGraduationBatch } from './check-graduation-batch.js';
import { CreateGraduationBatch } from './create-graduation-batch.js';
import { ExcludeFromGraduationBatch } from './exclude-from-graduation-batch.js';
import { FindGraduationBatches } from './find-graduation-batches.js';
import { GraduationBatchesController } from './graduation-batches.controller.js';
import { SubmitGraduationBatch } from './submit-graduation-batch.js';

/** 毕业批次, and what decides on single students of them */
@Module({
  controllers: [GraduationBatchesController, AdvanceGraduationsController, GraduationRevocationsController],
  providers: [
    FindGraduationBatches,
    CreateGraduationBatch,
    CheckGraduationBatch,
    ExcludeFromGraduationBatch,
    SubmitGraduationBatch,
    ApproveGraduationBatch,
  ],
})
export class GraduationBatchesModule {}

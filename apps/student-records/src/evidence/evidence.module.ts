import { Module } from '@nestjs/common';
import { EvidenceController } from './evidence.controller.js';
import { FindEvidence } from './find-evidence.js';
import { ForgetEvidence } from './forget-evidence.js';
import { UploadEvidence } from './upload-evidence.js';

/** 证明材料 */
@Module({
  controllers: [EvidenceController],
  providers: [FindEvidence, UploadEvidence, ForgetEvidence],
})
export class EvidenceModule {}

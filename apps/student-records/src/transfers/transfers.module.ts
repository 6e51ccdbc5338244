import { Module } from '@nestjs/common';
import { FollowTransfer, FollowTransfers } from './follow-transfers.js';
import { InwardTransfersController } from './inward-transfers.controller.js';
import { LapseInwardTransfers } from './lapse-inward-transfers.js';
import { RequestTransferIn } from './request-transfer-in.js';
import { TransfersController } from './transfers.controller.js';

/** 转学 */
@Module({
  controllers: [TransfersController, InwardTransfersController],
  providers: [RequestTransferIn, FollowTransfers, FollowTransfer, LapseInwardTransfers],
})
export class TransfersModule {}

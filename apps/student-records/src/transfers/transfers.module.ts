import { Module } from '@nestjs/common';
import { FollowTransfer, FollowTransfers } from './follow-transfers.js';
import { TransfersController } from './transfers.controller.js';

/** 转学 */
@Module({ controllers: [TransfersController], providers: [FollowTransfers, FollowTransfer] })
export class TransfersModule {}

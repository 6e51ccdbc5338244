import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { DeliverApplications } from './deliver-applications.js';
import { FindDeliveries } from './find-deliveries.js';
import { UnifiedPlatformController } from './unified-platform.controller.js';
import { WithdrawDeliveries } from './withdraw-deliveries.js';

/** 职业教育统一招生平台 */
@Module({
  imports: [ApplicationsModule],
  controllers: [UnifiedPlatformController],
  providers: [DeliverApplications, FindDeliveries, WithdrawDeliveries],
})
export class UnifiedPlatformModule {}

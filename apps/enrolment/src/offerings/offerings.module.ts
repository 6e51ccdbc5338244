import { Module } from '@nestjs/common';
import { CooperationShares } from './cooperation-shares.js';
import { CooperationsController } from './cooperations.controller.js';
import { OfferingImport } from './import-offerings.js';
import { ListOfferings } from './list-offerings.js';
import { OfferingsController } from './offerings.controller.js';
import { OpenOfferings } from './open-offerings.js';

/** 专业点, and their 校企合作 */
@Module({
  controllers: [OfferingImport, CooperationsController, OfferingsController],
  providers: [OpenOfferings, ListOfferings, CooperationShares],
})
export class OfferingsModule {}

import { Module } from '@nestjs/common';
import { ListOfferings } from './list-offerings.js';
import { OfferingsController } from './offerings.controller.js';
import { OpenOfferings } from './open-offerings.js';

/** 专业点 */
@Module({ controllers: [OfferingsController], providers: [OpenOfferings, ListOfferings] })
export class OfferingsModule {}

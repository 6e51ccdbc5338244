import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { KeepPartners } from './keep-partners.js';
import { RecruitingPartnersController } from './recruiting-partners.controller.js';

/** 市外合作单位 */
@Module({
  imports: [ApplicationsModule],
  controllers: [RecruitingPartnersController],
  providers: [KeepPartners],
})
export class RecruitingPartnersModule {}

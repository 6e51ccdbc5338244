import { Module } from '@nestjs/common';
import { ApproveIdentityChange } from './approve-identity-change.js';
import { IdentityChangesController } from './identity-changes.controller.js';
import { PersonChangesController } from './person-changes.controller.js';
import { RevealIdentityChange } from './reveal-identity-change.js';
import { RequestIdentityChange } from './request-identity-change.js';

/** 身份信息变更 */
@Module({
  controllers: [IdentityChangesController, PersonChangesController],
  providers: [RequestIdentityChange, ApproveIdentityChange, RevealIdentityChange],
})
export class IdentityChangesModule {}

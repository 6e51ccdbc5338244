import { Module } from '@nestjs/common';
import { ApplyDueChange, ApplyStatusChanges } from './apply-status-changes.js';
import { StatusChangeImport } from './import-status-changes.js';
import { StatusChangesController } from './status-changes.controller.js';

/** 学籍异动 */
@Module({
  controllers: [StatusChangesController, StatusChangeImport],
  providers: [ApplyStatusChanges, ApplyDueChange],
})
export class StatusChangesModule {}

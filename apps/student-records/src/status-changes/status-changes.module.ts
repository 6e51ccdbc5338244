import { Module } from '@nestjs/common';
import { StatusChangeImport } from './import-status-changes.js';
import { StatusChangesController } from './status-changes.controller.js';

/** 学籍异动 */
@Module({ controllers: [StatusChangesController, StatusChangeImport], providers: [] })
export class StatusChangesModule {}

import { Module } from '@nestjs/common';
import { DraftPlanLines } from './draft-plan-lines.js';
import { ListPlanUsage } from './list-usage.js';
import { PlansController } from './plans.controller.js';

/** 招生计划 */
@Module({ controllers: [PlansController], providers: [DraftPlanLines, ListPlanUsage] })
export class PlansModule {}

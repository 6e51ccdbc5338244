import { Module } from '@nestjs/common';
import { AnnualTargetsController } from './annual-targets.controller.js';
import { AnnualTargets } from './annual-targets.js';
import { ClosePastSeasons } from './close-past-seasons.js';
import { DraftPlanLines } from './draft-plan-lines.js';
import { ListPlanUsage } from './list-usage.js';
import { ReadPlanHistory } from './plan-history.js';
import { PlanImport } from './plan-import.js';
import { PlanStepsController } from './plan-steps.controller.js';
import { PlansController } from './plans.controller.js';
import { ReadPlanFigures } from './usage-figures.js';

/** 招生计划 */
@Module({
  controllers: [PlansController, PlanStepsController, PlanImport, AnnualTargetsController],
  providers: [
    AnnualTargets,
    ClosePastSeasons,
    DraftPlanLines,
    ListPlanUsage,
    ReadPlanFigures,
    ReadPlanHistory,
  ],
})
export class PlansModule {}

import { Module } from '@nestjs/common';
import { SupervisionFigures } from './figures.js';
import { FindingsController } from './findings.controller.js';
import { ListFindings } from './list-findings.js';
import { RuleDecisionsController } from './rule-decisions.controller.js';
import { DecideRule } from './rule-decisions.js';
import { SupervisionRuns } from './runs.js';
import { Supervise, SuperviseByRule, SuperviseNightly } from './supervise.js';
import { SupervisionController } from './supervision.controller.js';

/** 学籍监管 */
@Module({
  controllers: [SupervisionController, FindingsController, RuleDecisionsController],
  providers: [
    DecideRule,
    ListFindings,
    SupervisionFigures,
    SupervisionRuns,
    Supervise,
    SuperviseNightly,
    SuperviseByRule,
  ],
})
export class SupervisionModule {}

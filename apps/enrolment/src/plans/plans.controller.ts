import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { DraftPlanLines, NewPlanLines, PlanLines } from './draft-plan-lines.js';
import { ListPlanUsage, UsageFilter, UsagePage } from './list-usage.js';
import { PlanPublication, PublishPlanLines } from './publish-plan-lines.js';

@Tag('plans', '招生计划: seats by offering, year, season and scope')
@Controller('plans')
export class PlansController {
  constructor(
    private readonly draftPlanLines: DraftPlanLines,
    private readonly publishPlanLines: PublishPlanLines,
    private readonly listPlanUsage: ListPlanUsage,
  ) {}

  @Post('batch')
  @Roles('school-admissions')
  @Answers(200, PlanLines)
  draft(@Body({ schema: NewPlanLines }) lines: NewPlanLines, @CurrentActor() actor: Actor) {
    return this.draftPlanLines.run(lines, actor);
  }

  @Post('publish')
  @Roles('city-officer')
  @Answers(200, PlanLines)
  publish(@Body({ schema: PlanPublication }) publication: PlanPublication, @CurrentActor() actor: Actor) {
    return this.publishPlanLines.run(publication, actor);
  }

  @Get('usage')
  @Roles('school-admissions', 'school-principal', 'district-officer', 'city-officer', 'inspector', 'operator')
  @Answers(200, UsagePage)
  @Refuses(scopeProblems, 'other-school')
  usage(@Query({ schema: UsageFilter }) filter: UsageFilter, @CurrentActor() actor: Actor) {
    return this.listPlanUsage.run(filter, actor);
  }
}

import { Body, Controller, Get, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { DraftPlanLines, draftPlanLines } from './draft-plan-lines.js';
import { ListPlanUsage, UsageFilter, UsagePage } from './list-usage.js';
import { publishPlanLines } from './publish-plan-lines.js';

@Tag('plans', '招生计划: seats by offering, year, season and scope')
@Controller('plans')
export class PlansController {
  constructor(
    private readonly transitions: Transitions,
    private readonly drafting: DraftPlanLines,
    private readonly listPlanUsage: ListPlanUsage,
  ) {}

  @Command(draftPlanLines)
  draft(
    @Body({ schema: draftPlanLines.body }) lines: BodyOf<typeof draftPlanLines>,
    @CurrentActor() actor: Actor,
  ) {
    return this.drafting.draft(lines, actor);
  }

  @Batch(publishPlanLines)
  publish(
    @Body({ schema: publishPlanLines.body }) body: BodyOf<typeof publishPlanLines>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(publishPlanLines, body, { actor });
  }

  @Get('usage')
  @Summary({ zh: '查询招生计划使用情况', en: 'List the seats that are planned, reserved, used and free' })
  @Roles('school-admissions', 'school-principal', 'district-officer', 'city-officer', 'inspector', 'operator')
  @Answers(200, UsagePage)
  @Refuses(scopeProblems, 'other-school')
  usage(@Query({ schema: UsageFilter }) filter: UsageFilter, @CurrentActor() actor: Actor) {
    return this.listPlanUsage.list(filter, actor);
  }
}

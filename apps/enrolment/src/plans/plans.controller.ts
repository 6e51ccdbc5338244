import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { requestPlanAdjustment } from './adjust-plan-lines.js';
import { DraftPlanLines, draftPlanLines } from './draft-plan-lines.js';
import { ListPlanUsage, PlanUsage, UsageExport, UsageFilter, UsagePage } from './list-usage.js';
import { PlanHistory, ReadPlanHistory } from './plan-history.js';
import { FiguresFilter, PlanFigures, ReadPlanFigures } from './usage-figures.js';

export const VIEW_ROLES = [
  'school-admissions',
  'school-principal',
  'district-officer',
  'city-officer',
  'inspector',
  'operator',
] as const;

@Tag('plans', '招生计划: seats by offering, year, season and scope')
@Controller('plans')
export class PlansController {
  constructor(
    private readonly transitions: Transitions,
    private readonly drafting: DraftPlanLines,
    private readonly listPlanUsage: ListPlanUsage,
    private readonly figures: ReadPlanFigures,
    private readonly histories: ReadPlanHistory,
  ) {}

  @Command(draftPlanLines)
  draft(
    @Body({ schema: draftPlanLines.body }) lines: BodyOf<typeof draftPlanLines>,
    @CurrentActor() actor: Actor,
  ) {
    return this.drafting.draft(lines, actor);
  }

  @Single(requestPlanAdjustment, PlanUsage)
  requestAdjustment(
    @Param('planLineId', { schema: id }) planLineId: string,
    @Body({ schema: requestPlanAdjustment.body }) input: BodyOf<typeof requestPlanAdjustment>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(requestPlanAdjustment, planLineId, { input, actor }, (tx) =>
      this.listPlanUsage.one(tx, planLineId),
    );
  }

  @Get('usage')
  @Summary({ zh: '查询招生计划使用情况', en: 'List the seats that are planned, reserved, used and free' })
  @Roles(...VIEW_ROLES)
  @Answers(200, UsagePage)
  @Refuses(scopeProblems, 'other-school')
  usage(@Query({ schema: UsageFilter }) filter: UsageFilter, @CurrentActor() actor: Actor) {
    return this.listPlanUsage.list(filter, actor);
  }

  @Get('usage/figures')
  @Summary({
    zh: '统计招生计划执行情况',
    en: 'Sum up the seats by school, district, major and more, as of a day',
  })
  @Roles(...VIEW_ROLES)
  @Answers(200, PlanFigures)
  @Refuses(scopeProblems, 'other-school')
  sums(@Query({ schema: FiguresFilter }) filter: FiguresFilter, @CurrentActor() actor: Actor) {
    return this.figures.read(filter, actor);
  }

  @Get('export')
  @Summary({ zh: '导出招生计划', en: 'Export plan lines as a file that can be imported' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(@Query({ schema: UsageExport }) filter: UsageExport, @CurrentActor() actor: Actor) {
    return workbookFile('plan-lines', await this.listPlanUsage.workbook(filter, actor));
  }

  @Get(':planLineId/history')
  @Summary({ zh: '查看招生计划沿革', en: 'Read the history of a plan line' })
  @Roles(...VIEW_ROLES)
  @Answers(200, PlanHistory)
  @Refuses(problems, 'not-found')
  history(@Param('planLineId', { schema: id }) planLineId: string, @CurrentActor() actor: Actor) {
    return this.histories.read(planLineId, actor);
  }
}

import { Body, Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type BodyOf, Command } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import { Figures, FiguresFilter, SupervisionFigures } from './figures.js';
import { RuleCatalogue, RuleFilter, RunFilter, RunPage, SupervisionRuns } from './runs.js';
import { Supervise, supervise } from './supervise.js';

@Tag('supervision', '学籍监管: the rules, what they find, and what becomes of it')
@Controller('supervision')
export class SupervisionController {
  constructor(
    private readonly supervision: Supervise,
    private readonly runs: SupervisionRuns,
    private readonly figures: SupervisionFigures,
  ) {}

  @Get('rules')
  @Summary({ zh: '查询监管规则目录', en: 'List the rules of supervision' })
  @Roles(...VIEW_ROLES)
  @Answers(200, RuleCatalogue)
  rules(@Query({ schema: RuleFilter }) query: z.infer<typeof RuleFilter>, @CurrentActor() actor: Actor) {
    return this.runs.rules(query, actor);
  }

  @Command(supervise)
  begin(@Body({ schema: supervise.body }) body: BodyOf<typeof supervise>, @CurrentActor() actor: Actor) {
    return this.supervision.begin(body, actor);
  }

  @Get('runs')
  @Summary({ zh: '查询监管检查记录', en: 'List the runs of rules' })
  @Roles(...VIEW_ROLES)
  @Answers(200, RunPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: RunFilter }) query: z.infer<typeof RunFilter>, @CurrentActor() actor: Actor) {
    return this.runs.list(query, actor);
  }

  @Get('figures')
  @Summary({ zh: '统计学籍疑点', en: 'Count findings on a day, or over time' })
  @Roles(...VIEW_ROLES)
  @Answers(200, Figures)
  @Refuses(scopeProblems, 'other-school')
  count(
    @Query({ schema: FiguresFilter }) query: z.infer<typeof FiguresFilter>,
    @CurrentActor() actor: Actor,
  ) {
    return this.figures.count(query, actor);
  }
}

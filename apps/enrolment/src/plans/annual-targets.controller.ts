import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { AnnualTargets, setAnnualTarget, TargetHistory, targetList } from './annual-targets.js';

@Tag('annual-targets', '年度招生目标: how many the city wants to take in within a year')
@Controller('plans/targets')
export class AnnualTargetsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly targets: AnnualTargets,
  ) {}

  @Command(setAnnualTarget)
  set(
    @Body({ schema: setAnnualTarget.body }) body: BodyOf<typeof setAnnualTarget>,
    @CurrentActor() actor: Actor,
  ) {
    return this.targets.set(body, actor);
  }

  @Get()
  @Summary({ zh: '查询年度招生目标', en: 'List the annual targets' })
  @Roles(...STAFF_ROLES)
  @Answers(200, targetList.page)
  list(@Query({ schema: targetList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(targetList, query, actor);
  }

  @Get(':targetId/history')
  @Summary({ zh: '查看年度招生目标沿革', en: 'Read the history of an annual target' })
  @Roles(...STAFF_ROLES)
  @Answers(200, TargetHistory)
  @Refuses(problems, 'not-found')
  history(@Param('targetId', { schema: id }) targetId: string) {
    return this.targets.history(targetId);
  }
}

import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import { cancelRuleDecision, decideRule, DecideRule, decisionList } from './rule-decisions.js';

@Tag('supervision', '学籍监管: the rules, what they find, and what becomes of it')
@Controller('supervision/rule-decisions')
export class RuleDecisionsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly deciding: DecideRule,
  ) {}

  @Command(decideRule)
  decide(@Body({ schema: decideRule.body }) body: BodyOf<typeof decideRule>, @CurrentActor() actor: Actor) {
    return this.deciding.decide(body, actor);
  }

  @Get()
  @Summary({ zh: '查询监管规则设定', en: 'List the decisions on rules of supervision' })
  @Roles(...VIEW_ROLES)
  @Answers(200, decisionList.page)
  list(@Query({ schema: decisionList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(decisionList, query, actor);
  }

  @Single(cancelRuleDecision, decisionList.view)
  cancel(
    @Param('decisionId', { schema: id }) decisionId: string,
    @Body({ schema: cancelRuleDecision.body }) input: BodyOf<typeof cancelRuleDecision>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(cancelRuleDecision, decisionId, { input, actor }, (_, decision) =>
      Promise.resolve(decisionList.view.parse(decision)),
    );
  }
}

import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import { compensateCredits as compensate } from './compensate-credits.js';
import { creditList, creditPriorLearning as prior } from './credit-entries.js';

@Tag('credits', '学分: what students have earned, course by course')
@Controller('credits')
export class CreditsController {
  constructor(
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询学分', en: 'List entries of credits' })
  @Answers(200, creditList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: creditList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(creditList, query, actor);
  }

  @Batch(prior)
  creditPriorLearning(
    @Body({ schema: prior.body }) body: BodyOf<typeof prior>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(prior, body, { actor, given: { rules: this.rules } });
  }

  @Batch(compensate)
  compensate(
    @Body({ schema: compensate.body }) body: BodyOf<typeof compensate>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(compensate, body, { actor });
  }
}

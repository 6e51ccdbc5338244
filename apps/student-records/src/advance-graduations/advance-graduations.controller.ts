import { Body, Controller, Get, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import {
  advanceList,
  denyAdvances as deny,
  grantAdvances as grant,
  requestAdvances as request,
  withdrawAdvances as withdraw,
} from './advance-graduations.js';

@Tag('advance-graduations', '提前毕业: exceptions for single students, each by a decision of its own')
@Controller('advance-graduations')
export class AdvanceGraduationsController {
  constructor(private readonly transitions: Transitions) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询提前毕业申请', en: 'List advance graduations' })
  @Answers(200, advanceList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: advanceList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(advanceList, query, actor);
  }

  @Batch(request)
  request(@Body({ schema: request.body }) body: BodyOf<typeof request>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(request, body, { actor });
  }

  @Batch(grant)
  grant(@Body({ schema: grant.body }) body: BodyOf<typeof grant>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(grant, body, { actor });
  }

  @Batch(deny)
  deny(@Body({ schema: deny.body }) body: BodyOf<typeof deny>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(deny, body, { actor });
  }

  @Batch(withdraw)
  withdraw(@Body({ schema: withdraw.body }) body: BodyOf<typeof withdraw>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(withdraw, body, { actor });
  }
}

import { Body, Controller, Get, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import { FindFormerGraduates, FormerGraduateFilter, FormerGraduatePage } from './find-former-graduates.js';
import { revokeFormerGraduates as revoke } from './take-over-graduates.js';

@Tag('former-graduates', '历届毕业生: who graduated before the system, with the certificates of then')
@Controller('former-graduates')
export class FormerGraduatesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly found: FindFormerGraduates,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询历届毕业生', en: 'List former graduates' })
  @Answers(200, FormerGraduatePage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: FormerGraduateFilter }) query: FormerGraduateFilter, @CurrentActor() actor: Actor) {
    return this.found.list(query, actor);
  }

  @Batch(revoke)
  revoke(@Body({ schema: revoke.body }) body: BodyOf<typeof revoke>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(revoke, body, { actor });
  }
}

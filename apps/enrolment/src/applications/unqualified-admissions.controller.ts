import { Body, Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, Sealer } from '#security';
import { ApplicationPage } from './find-applications.js';
import { transferAdmissions } from './transfer-admissions.js';
import {
  honourAdmissions as honour,
  ListUnqualifiedAdmissions,
  UnqualifiedFilter,
} from './unqualified-admissions.js';

@Tag('applications', '报名、录取和报到: from the application of a student to their check-in')
@Controller('applications')
export class UnqualifiedAdmissionsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly unqualified: ListUnqualifiedAdmissions,
    private readonly sealer: Sealer,
  ) {}

  @Get('unqualified-admissions')
  @Summary({
    zh: '查询失去招生资质学校的录取',
    en: 'List the admissions of schools that have lost their qualification',
  })
  @Roles('city-officer')
  @Answers(200, ApplicationPage)
  list(@Query({ schema: UnqualifiedFilter }) query: z.infer<typeof UnqualifiedFilter>) {
    return this.unqualified.list(query);
  }

  @Batch(transferAdmissions)
  transfer(
    @Body({ schema: transferAdmissions.body }) body: BodyOf<typeof transferAdmissions>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(transferAdmissions, body, { actor, given: { sealer: this.sealer } });
  }

  @Batch(honour)
  honour(@Body({ schema: honour.body }) body: BodyOf<typeof honour>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(honour, body, { actor });
  }
}

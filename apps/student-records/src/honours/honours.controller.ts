import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import type { z } from 'zod';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import {
  FindHonours,
  HonourExport,
  HonourFilter,
  HonourPage,
  HonourQuotaQuery,
  HonourQuotas,
} from './find-honours.js';
import * as step from './honours.js';

@Tag(
  'honours',
  '评优: outstanding graduates and student cadres, nominated by schools and decided by the city',
)
@Controller('honours')
export class HonoursController {
  constructor(
    private readonly transitions: Transitions,
    private readonly findHonours: FindHonours,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Summary({ zh: '查询评优', en: 'List honours' })
  @Roles(...VIEW_ROLES)
  @Answers(200, HonourPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: HonourFilter }) query: HonourFilter, @CurrentActor() actor: Actor) {
    return this.findHonours.list(query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出评优名单', en: 'Export the list of honours' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(@Query({ schema: HonourExport }) query: HonourExport, @CurrentActor() actor: Actor) {
    return workbookFile('honours', await this.findHonours.workbook(query, actor));
  }

  @Get('quotas')
  @Summary({ zh: '查询评优名额', en: 'Tell how many honours of a year are left' })
  @Roles(...VIEW_ROLES)
  @Answers(200, HonourQuotas)
  quotas(
    @Query({ schema: HonourQuotaQuery }) { year }: z.infer<typeof HonourQuotaQuery>,
    @CurrentActor() actor: Actor,
  ) {
    return this.findHonours.quotas(year, this.rules, actor);
  }

  @Batch(step.nominateStudents)
  nominate(
    @Body({ schema: step.nominateStudents.body }) body: BodyOf<typeof step.nominateStudents>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.nominateStudents, body, { actor });
  }

  @Batch(step.cancelNominations)
  cancel(
    @Body({ schema: step.cancelNominations.body }) body: BodyOf<typeof step.cancelNominations>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.cancelNominations, body, { actor });
  }

  @Batch(step.awardHonours)
  award(
    @Body({ schema: step.awardHonours.body }) body: BodyOf<typeof step.awardHonours>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.awardHonours, body, { actor, given: { rules: this.rules } });
  }

  @Batch(step.declineHonours)
  decline(
    @Body({ schema: step.declineHonours.body }) body: BodyOf<typeof step.declineHonours>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.declineHonours, body, { actor });
  }

  @Batch(step.publishHonours)
  publish(
    @Body({ schema: step.publishHonours.body }) body: BodyOf<typeof step.publishHonours>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.publishHonours, body, { actor });
  }

  @Batch(step.withdrawHonours)
  withdraw(
    @Body({ schema: step.withdrawHonours.body }) body: BodyOf<typeof step.withdrawHonours>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(step.withdrawHonours, body, { actor });
  }
}

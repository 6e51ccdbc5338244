import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Batch, type Transition, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { changeEmployers, leaveEmployers } from './change-employer.js';
import { EmployerHistory, FindEmployers } from './employer-history.js';
import { PartTimeExport, PartTimeFilter, PartTimePage, PartTimeRegister } from './part-time-register.js';

@Tag('part-time-registrations', '非全日制学籍: the register of part-time students, and their employers')
@Controller('part-time-registrations')
export class PartTimeController {
  constructor(
    private readonly transitions: Transitions,
    private readonly register: PartTimeRegister,
    private readonly found: FindEmployers,
  ) {}

  @Get()
  @Summary({ zh: '查询非全日制学籍', en: 'List the register of part-time students' })
  @Roles(...VIEW_ROLES)
  @Answers(200, PartTimePage)
  @Refuses(scopeProblems, 'other-school')
  list(
    @Query({ schema: PartTimeFilter }) query: z.infer<typeof PartTimeFilter>,
    @CurrentActor() actor: Actor,
  ) {
    return this.register.list(query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出非全日制学籍名册', en: 'Export the register of part-time students' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(
    @Query({ schema: PartTimeExport }) query: z.infer<typeof PartTimeExport>,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('part-time-registrations', await this.register.workbook(query, actor));
  }

  @Get(':registrationId/employers')
  @Summary({ zh: '查看用人单位沿革', en: 'Show the employers of a student' })
  @Roles(...VIEW_ROLES)
  @Answers(200, EmployerHistory)
  @Refuses(problems, 'not-found')
  employers(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.found.history(registrationId, actor);
  }

  @Batch(changeEmployers)
  change(
    @Body({ schema: changeEmployers.body }) body: BodyOf<typeof changeEmployers>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(changeEmployers, body, actor);
  }

  @Batch(leaveEmployers)
  leave(
    @Body({ schema: leaveEmployers.body }) body: BodyOf<typeof leaveEmployers>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(leaveEmployers, body, actor);
  }

  private taken<Input>(step: Transition<any, Input>, body: Input, actor: Actor) {
    return this.transitions.batch(step, body, { actor });
  }
}

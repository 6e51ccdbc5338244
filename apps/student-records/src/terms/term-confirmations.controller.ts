import { Body, Controller, Get, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { schoolCode } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { z } from 'zod';
import { termCode } from '../domain/term.js';
import { VIEW_ROLES } from '../view-roles.js';
import { confirmTerm } from './confirm-term.js';
import {
  ConfirmationExport,
  ConfirmationFilter,
  ConfirmationPage,
  FindConfirmations,
  TermProgress,
} from './find-confirmations.js';

const ProgressQuery = z.strictObject({ term: termCode, schoolCode: schoolCode.optional() });

@Tag('term-confirmations', '学期注册: which students study in a term')
@Controller('term-confirmations')
export class TermConfirmationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly confirmations: FindConfirmations,
  ) {}

  @Get()
  @Summary({ zh: '查询学期注册', en: 'List who was confirmed in a term and who was not' })
  @Roles(...VIEW_ROLES)
  @Answers(200, ConfirmationPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: ConfirmationFilter }) query: ConfirmationFilter, @CurrentActor() actor: Actor) {
    return this.confirmations.list(query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出学期注册名单', en: 'Export who was confirmed in a term and who was not' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(
    @Query({ schema: ConfirmationExport }) query: ConfirmationExport,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('term-confirmations', await this.confirmations.workbook(query, actor));
  }

  @Get('progress')
  @Summary({ zh: '统计学期注册进度', en: 'Count by school how far the confirmation of a term is' })
  @Roles(...VIEW_ROLES)
  @Answers(200, TermProgress)
  @Refuses(scopeProblems, 'other-school')
  progress(
    @Query({ schema: ProgressQuery }) query: z.infer<typeof ProgressQuery>,
    @CurrentActor() actor: Actor,
  ) {
    return this.confirmations.progress(query, actor);
  }

  @Batch(confirmTerm)
  confirm(
    @Body({ schema: confirmTerm.body }) body: BodyOf<typeof confirmTerm>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(confirmTerm, body, { actor });
  }
}

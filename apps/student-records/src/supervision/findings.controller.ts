import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Batch, type Transition, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { acceptFindings, answerFindings, returnFindings } from './findings.js';
import { FindingExport, FindingFilter, FindingHistory, FindingPage, ListFindings } from './list-findings.js';

@Tag('supervision', '学籍监管: the rules, what they find, and what becomes of it')
@Controller('supervision/findings')
export class FindingsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly findings: ListFindings,
  ) {}

  @Get()
  @Summary({ zh: '查询学籍疑点', en: 'List findings' })
  @Roles(...VIEW_ROLES)
  @Answers(200, FindingPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: FindingFilter }) query: z.infer<typeof FindingFilter>, @CurrentActor() actor: Actor) {
    return this.findings.list(query, actor);
  }

  @Get('export')
  @Summary({ zh: '导出学籍疑点清单', en: 'Export the list of findings' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(
    @Query({ schema: FindingExport }) query: z.infer<typeof FindingExport>,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('findings', await this.findings.workbook(query, actor));
  }

  @Get(':findingId/history')
  @Summary({ zh: '查看学籍疑点处理过程', en: 'Show the history of a finding' })
  @Roles(...VIEW_ROLES)
  @Answers(200, FindingHistory)
  @Refuses(problems, 'not-found')
  history(@Param('findingId', { schema: id }) findingId: string, @CurrentActor() actor: Actor) {
    return this.findings.history(findingId, actor);
  }

  @Batch(answerFindings)
  answer(
    @Body({ schema: answerFindings.body }) body: BodyOf<typeof answerFindings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(answerFindings, body, actor);
  }

  @Batch(acceptFindings)
  accept(
    @Body({ schema: acceptFindings.body }) body: BodyOf<typeof acceptFindings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(acceptFindings, body, actor);
  }

  @Batch(returnFindings)
  return(
    @Body({ schema: returnFindings.body }) body: BodyOf<typeof returnFindings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(returnFindings, body, actor);
  }

  private taken<Input>(step: Transition<any, Input>, body: Input, actor: Actor) {
    return this.transitions.batch(step, body, { actor });
  }
}

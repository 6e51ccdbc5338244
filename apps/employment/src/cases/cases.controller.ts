import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { type BodyOf, Command } from '#commands';
import { Answers, AnswersWorkbook, commonProblems, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { CaseView, type OutcomeView } from './case-view.js';
import { CaseExport, CaseFilter, CasePage, FindCases } from './find-cases.js';
import { ReportOutcome, reportOutcome } from './report-outcome.js';

const RegistrationId = z.uuid();
const VIEW_ROLES = [
  'school-employment-officer',
  'school-registrar',
  'district-officer',
  'city-officer',
  'operator',
] as const;

@Tag('cases', '就业跟踪: one case for each graduate, with the outcomes that were reported')
@Controller('cases')
export class CasesController {
  constructor(
    private readonly findCases: FindCases,
    private readonly reporting: ReportOutcome,
  ) {}

  @Get()
  @Summary({ zh: '查询就业跟踪', en: 'List employment cases' })
  @Roles(...VIEW_ROLES)
  @Answers(200, CasePage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: CaseFilter }) filter: CaseFilter, @CurrentActor() actor: Actor): Promise<CasePage> {
    return this.findCases.list(filter, actor);
  }

  @Get('export')
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '导出就业跟踪', en: 'Export employment cases' })
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(@Query({ schema: CaseExport }) filter: CaseExport, @CurrentActor() actor: Actor) {
    return workbookFile('cases', await this.findCases.workbook(filter, actor));
  }

  @Get(':registrationId')
  @Summary({ zh: '查看就业跟踪', en: 'Show an employment case' })
  @Roles(...VIEW_ROLES)
  @Answers(200, CaseView)
  @Refuses(commonProblems, 'not-found')
  find(
    @Param('registrationId', { schema: RegistrationId }) registrationId: string,
    @CurrentActor() actor: Actor,
  ): Promise<CaseView> {
    return this.findCases.find(registrationId, actor);
  }

  @Command(reportOutcome)
  report(
    @Param('registrationId', { schema: RegistrationId }) registrationId: string,
    @Body({ schema: reportOutcome.body }) report: BodyOf<typeof reportOutcome>,
    @CurrentActor() actor: Actor,
  ): Promise<OutcomeView> {
    return this.reporting.report(actor, registrationId, report);
  }
}

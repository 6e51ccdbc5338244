import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { Answers, AnswersFile, commonProblems, Refuses, Summary, Tag, WORKBOOK_TYPE } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeOf, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { CaseView, OutcomeView } from './case-view.js';
import { CaseExport, CaseFilter, CasePage, FindCases } from './find-cases.js';
import { OutcomeReport, ReportOutcome } from './report-outcome.js';

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
    private readonly reportOutcome: ReportOutcome,
  ) {}

  @Get()
  @Summary({ zh: '查询就业跟踪', en: 'List employment cases' })
  @Roles(...VIEW_ROLES)
  @Answers(200, CasePage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: CaseFilter }) filter: CaseFilter, @CurrentActor() actor: Actor): Promise<CasePage> {
    return this.findCases.list(scopeOf(actor), filter);
  }

  @Get('export')
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '导出就业跟踪', en: 'Export employment cases' })
  @AnswersFile(WORKBOOK_TYPE, 'What the list shows of all that the filters leave')
  @Refuses(scopeProblems, 'other-school')
  @Refuses(commonProblems, 'too-many-to-export')
  async export(@Query({ schema: CaseExport }) filter: CaseExport, @CurrentActor() actor: Actor) {
    const bytes = await this.findCases.workbook(filter, actor);
    return new StreamableFile(bytes, {
      type: WORKBOOK_TYPE,
      disposition: 'attachment; filename="cases.xlsx"',
    });
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
    return this.findCases.find(scopeOf(actor), registrationId);
  }

  @Post(':registrationId/outcomes')
  @Summary({ zh: '登记毕业去向', en: 'Report an outcome' })
  @Roles('school-employment-officer')
  @Answers(201, OutcomeView)
  @Refuses(commonProblems, 'not-found')
  @Refuses(
    problems,
    'case-cancelled',
    'existing-job-is-part-time-only',
    'employer-uscc-required',
    'employer-uscc-invalid',
  )
  report(
    @Param('registrationId', { schema: RegistrationId }) registrationId: string,
    @Body({ schema: OutcomeReport }) report: OutcomeReport,
    @CurrentActor() actor: Actor,
  ): Promise<OutcomeView> {
    return this.reportOutcome.report(actor, registrationId, report);
  }
}

import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { Answers, AnswersFile, commonProblems, Refuses, Tag, WORKBOOK_TYPE } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeOf, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { CaseView, OutcomeView } from './case-view.js';
import { FindCase } from './find-case.js';
import { CaseExport, CaseFilter, CasePage, ListCases } from './list-cases.js';
import { OutcomeReport, ReportOutcome } from './report-outcome.js';

const RegistrationId = z.uuid();
const READERS = [
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
    private readonly listCases: ListCases,
    private readonly findCase: FindCase,
    private readonly reportOutcome: ReportOutcome,
  ) {}

  @Get()
  @Roles(...READERS)
  @Answers(200, CasePage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: CaseFilter }) filter: CaseFilter, @CurrentActor() actor: Actor): Promise<CasePage> {
    return this.listCases.run(scopeOf(actor), filter);
  }

  @Get('export')
  @Roles(...READERS)
  @AnswersFile(WORKBOOK_TYPE, 'What the list shows of all that the filters leave')
  @Refuses(scopeProblems, 'other-school')
  @Refuses(commonProblems, 'too-many-to-export')
  async export(@Query({ schema: CaseExport }) filter: CaseExport, @CurrentActor() actor: Actor) {
    const bytes = await this.listCases.workbook(filter, actor);
    return new StreamableFile(bytes, {
      type: WORKBOOK_TYPE,
      disposition: 'attachment; filename="cases.xlsx"',
    });
  }

  @Get(':registrationId')
  @Roles(...READERS)
  @Answers(200, CaseView)
  @Refuses(commonProblems, 'not-found')
  find(
    @Param('registrationId', { schema: RegistrationId }) registrationId: string,
    @CurrentActor() actor: Actor,
  ): Promise<CaseView> {
    return this.findCase.run(scopeOf(actor), registrationId);
  }

  @Post(':registrationId/outcomes')
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
    return this.reportOutcome.run(actor, registrationId, report);
  }
}

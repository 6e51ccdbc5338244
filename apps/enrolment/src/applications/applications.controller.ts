import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { id } from '#contracts';
import { Repeatable } from '#commands';
import { Answers, AnswersFile, commonProblems, Refuses, Tag, WORKBOOK_TYPE } from '#runtime';
import { type Actor, CurrentActor, ErasureOrder, RevealRequest, Roles, scopeProblems } from '#security';
import { problems } from '../problems.js';
import { Admission, AdmitApplicants } from './admit-applicants.js';
import { ApplicationBatchOutcome } from './application-batch.js';
import { ApplicationView } from './application-view.js';
import { CheckIn, CheckInApplicants } from './check-in-applicants.js';
import { EraseApplication } from './erase-application.js';
import {
  ApplicationExport,
  ApplicationFilter,
  ApplicationPage,
  FindApplications,
} from './find-applications.js';
import { NewApplication } from './new-application.js';
import { FullIdentity, RevealApplicant } from './reveal-applicant.js';
import { SubmitApplication } from './submit-application.js';

const READERS = [
  'school-admissions',
  'school-registrar',
  'school-principal',
  'district-officer',
  'city-officer',
  'inspector',
  'operator',
] as const;

@Tag('applications', '报名、录取和报到: from the application of a student to their check-in')
@Controller('applications')
export class ApplicationsController {
  constructor(
    private readonly submitApplication: SubmitApplication,
    private readonly admitApplicants: AdmitApplicants,
    private readonly checkInApplicants: CheckInApplicants,
    private readonly findApplications: FindApplications,
    private readonly eraseApplication: EraseApplication,
    private readonly revealApplicant: RevealApplicant,
  ) {}

  @Post()
  @Roles('school-admissions')
  @Answers(201, ApplicationView)
  @Refuses(problems, 'already-applied', 'offering-not-active', 'unknown-offering', 'application-incomplete')
  submit(@Body({ schema: NewApplication }) application: NewApplication, @CurrentActor() actor: Actor) {
    return this.submitApplication.run(application, actor);
  }

  @Post('batch-admit')
  @Roles('school-admissions', 'school-principal')
  @Answers(200, ApplicationBatchOutcome)
  admitAll(@Body({ schema: Admission }) admission: Admission, @CurrentActor() actor: Actor) {
    return this.admitApplicants.run(admission, actor);
  }

  @Post('batch-check-in')
  @Roles('school-admissions')
  @Answers(200, ApplicationBatchOutcome)
  @Refuses(problems, 'check-in-in-the-future')
  checkIn(@Body({ schema: CheckIn }) checkIn: CheckIn, @CurrentActor() actor: Actor) {
    return this.checkInApplicants.run(checkIn, actor);
  }

  @Post(':applicationId/admit')
  @Roles('school-admissions', 'school-principal')
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found', 'wrong-state', 'school-not-active', 'offering-not-active', 'not-qualified')
  @Refuses(problems, 'level-above-school-type', 'no-published-plan', 'quota-full', 'person-already-admitted')
  admit(@Param('applicationId', { schema: id }) applicationId: string, @CurrentActor() actor: Actor) {
    return this.admitApplicants.one(applicationId, actor);
  }

  @Post(':applicationId/reveal-identity')
  @Repeatable()
  @Roles('school-admissions', 'city-officer')
  @Answers(200, FullIdentity)
  @Refuses(problems, 'not-found', 'application-erased')
  reveal(
    @Param('applicationId', { schema: id }) applicationId: string,
    @Body({ schema: RevealRequest }) request: RevealRequest,
    @CurrentActor() actor: Actor,
  ) {
    return this.revealApplicant.run(applicationId, request, actor);
  }

  @Post(':applicationId/erase')
  @Roles('city-officer')
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found', 'admission-is-live', 'erased-by-student-records')
  erase(
    @Param('applicationId', { schema: id }) applicationId: string,
    @Body({ schema: ErasureOrder }) order: ErasureOrder,
    @CurrentActor() actor: Actor,
  ) {
    return this.eraseApplication.run(applicationId, order, actor);
  }

  @Get()
  @Roles(...READERS)
  @Answers(200, ApplicationPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: ApplicationFilter }) filter: ApplicationFilter, @CurrentActor() actor: Actor) {
    return this.findApplications.list(filter, actor);
  }

  @Get('export')
  @Roles(...READERS)
  @AnswersFile(WORKBOOK_TYPE, 'What the list shows of all that the filters leave')
  @Refuses(scopeProblems, 'other-school')
  @Refuses(commonProblems, 'too-many-to-export')
  async export(
    @Query({ schema: ApplicationExport }) filter: ApplicationExport,
    @CurrentActor() actor: Actor,
  ) {
    const bytes = await this.findApplications.workbook(filter, actor);
    return new StreamableFile(bytes, {
      type: WORKBOOK_TYPE,
      disposition: 'attachment; filename="applications.xlsx"',
    });
  }

  @Get(':applicationId')
  @Roles(...READERS)
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found')
  one(@Param('applicationId', { schema: id }) applicationId: string, @CurrentActor() actor: Actor) {
    return this.findApplications.one(applicationId, actor);
  }
}

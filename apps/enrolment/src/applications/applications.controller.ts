import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { id } from '#contracts';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { problems } from '../problems.js';
import { Admission, AdmitApplicants } from './admit-applicants.js';
import { ApplicationBatchOutcome } from './application-batch.js';
import { ApplicationView } from './application-view.js';
import { CheckIn, CheckInApplicants } from './check-in-applicants.js';
import { ApplicationFilter, ApplicationPage, FindApplications } from './find-applications.js';
import { NewApplication } from './new-application.js';
import { SubmitApplication } from './submit-application.js';

@Tag('applications', '报名、录取和报到: from the application of a student to their check-in')
@Controller('applications')
export class ApplicationsController {
  constructor(
    private readonly submitApplication: SubmitApplication,
    private readonly admitApplicants: AdmitApplicants,
    private readonly checkInApplicants: CheckInApplicants,
    private readonly findApplications: FindApplications,
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

  @Get()
  @Roles('school-admissions', 'school-registrar', 'school-principal', 'city-officer', 'inspector', 'operator')
  @Answers(200, ApplicationPage)
  list(@Query({ schema: ApplicationFilter }) filter: ApplicationFilter, @CurrentActor() actor: Actor) {
    return this.findApplications.list(filter, actor);
  }

  @Get(':applicationId')
  @Roles('school-admissions', 'school-registrar', 'school-principal', 'city-officer', 'inspector', 'operator')
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found')
  one(@Param('applicationId', { schema: id }) applicationId: string, @CurrentActor() actor: Actor) {
    return this.findApplications.one(applicationId, actor);
  }
}

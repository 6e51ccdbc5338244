import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { Batch, type BodyOf, Single, Transitions } from '#aggregates';
import { Repeatable } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersFile, commonProblems, Refuses, Summary, Tag, WORKBOOK_TYPE } from '#runtime';
import { type Actor, CurrentActor, RevealRequest, Roles, scopeProblems, Sealer } from '#security';
import { problems } from '../problems.js';
import { admitApplicants } from './admit-applicants.js';
import { ApplicationView, showApplication } from './application-view.js';
import { checkInApplicants } from './check-in-applicants.js';
import { eraseApplication } from './erase-application.js';
import {
  ApplicationExport,
  ApplicationFilter,
  ApplicationPage,
  FindApplications,
} from './find-applications.js';
import { NewApplication } from './new-application.js';
import { FullIdentity, RevealApplicant } from './reveal-applicant.js';
import { SubmitApplication } from './submit-application.js';

const VIEW_ROLES = [
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
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
    private readonly submitApplication: SubmitApplication,
    private readonly findApplications: FindApplications,
    private readonly revealApplicant: RevealApplicant,
  ) {}

  @Post()
  @Summary({ zh: '录入报名', en: 'Submit an application' })
  @Roles('school-admissions')
  @Answers(201, ApplicationView)
  @Refuses(problems, 'already-applied', 'offering-not-active', 'unknown-offering', 'application-incomplete')
  submit(@Body({ schema: NewApplication }) application: NewApplication, @CurrentActor() actor: Actor) {
    return this.submitApplication.submit(application, actor);
  }

  @Batch(admitApplicants)
  admitAll(
    @Body({ schema: admitApplicants.body }) body: BodyOf<typeof admitApplicants>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(admitApplicants, body, { actor });
  }

  @Batch(checkInApplicants)
  @Refuses(problems, 'check-in-in-the-future')
  checkIn(
    @Body({ schema: checkInApplicants.body }) body: BodyOf<typeof checkInApplicants>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(checkInApplicants, body, { actor, given: { sealer: this.sealer } });
  }

  @Post(':applicationId/admit')
  @Summary({ zh: '录取一名考生', en: 'Admit one applicant' })
  @Roles(...admitApplicants.roles)
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found', 'wrong-state', 'school-not-active', 'offering-not-active', 'not-qualified')
  @Refuses(problems, 'level-above-school-type', 'no-published-plan', 'quota-full', 'person-already-admitted')
  admit(@Param('applicationId', { schema: id }) applicationId: string, @CurrentActor() actor: Actor) {
    return this.transitions.one(admitApplicants, applicationId, { input: {}, actor }, (tx) =>
      showApplication(tx, this.sealer, applicationId),
    );
  }

  @Post(':applicationId/reveal-identity')
  @Summary({ zh: '查看完整身份信息', en: 'Look at the full identity' })
  @Repeatable()
  @Roles('school-admissions', 'city-officer')
  @Answers(200, FullIdentity)
  @Refuses(problems, 'not-found', 'application-erased')
  reveal(
    @Param('applicationId', { schema: id }) applicationId: string,
    @Body({ schema: RevealRequest }) request: RevealRequest,
    @CurrentActor() actor: Actor,
  ) {
    return this.revealApplicant.reveal(applicationId, request, actor);
  }

  @Single(eraseApplication, ApplicationView)
  erase(
    @Param('applicationId', { schema: id }) applicationId: string,
    @Body({ schema: eraseApplication.body }) input: BodyOf<typeof eraseApplication>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(eraseApplication, applicationId, { input, actor }, (tx) =>
      showApplication(tx, this.sealer, applicationId),
    );
  }

  @Get()
  @Summary({ zh: '查询报名', en: 'List the applications' })
  @Roles(...VIEW_ROLES)
  @Answers(200, ApplicationPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: ApplicationFilter }) filter: ApplicationFilter, @CurrentActor() actor: Actor) {
    return this.findApplications.list(filter, actor);
  }

  @Get('export')
  @Summary({ zh: '导出报名名单', en: 'Export the list of applications' })
  @Roles(...VIEW_ROLES)
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
  @Summary({ zh: '查看报名', en: 'Read an application' })
  @Roles(...VIEW_ROLES)
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found')
  one(@Param('applicationId', { schema: id }) applicationId: string, @CurrentActor() actor: Actor) {
    return this.findApplications.find(applicationId, actor);
  }
}

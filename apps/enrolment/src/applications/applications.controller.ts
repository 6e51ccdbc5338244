import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Batch, Single, Transitions } from '#aggregates';
import { type BodyOf, Command, Repeatable } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, RevealRequest, Roles, scopeProblems, Sealer } from '#security';
import { problems } from '../problems.js';
import { acknowledgeWarnings } from './acknowledge-warnings.js';
import { admitApplicants } from './admit-applicants.js';
import { ApplicationView, showApplication } from './application-view.js';
import { checkInApplicants } from './check-in-applicants.js';
import { CountWarnings, WarningCounts, WarningFilter } from './count-warnings.js';
import { CorrectApplication, correctApplication } from './correct-application.js';
import { eraseApplication } from './erase-application.js';
import {
  ApplicationExport,
  ApplicationFilter,
  ApplicationPage,
  FindApplications,
} from './find-applications.js';
import { RevealApplicant, revealIdentity } from './reveal-applicant.js';
import { SubmitApplication, submitApplication } from './submit-application.js';

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
    private readonly submission: SubmitApplication,
    private readonly correction: CorrectApplication,
    private readonly findApplications: FindApplications,
    private readonly revealApplicant: RevealApplicant,
    private readonly countWarnings: CountWarnings,
  ) {}

  @Command(submitApplication)
  submit(
    @Body({ schema: submitApplication.body }) application: BodyOf<typeof submitApplication>,
    @CurrentActor() actor: Actor,
  ) {
    return this.submission.submit(application, actor);
  }

  @Command(correctApplication)
  correct(
    @Param('applicationId', { schema: id }) applicationId: string,
    @Body({ schema: correctApplication.body }) correction: BodyOf<typeof correctApplication>,
    @CurrentActor() actor: Actor,
  ) {
    return this.correction.correct(applicationId, correction, actor);
  }

  @Batch(admitApplicants)
  admitAll(
    @Body({ schema: admitApplicants.body }) body: BodyOf<typeof admitApplicants>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(admitApplicants, body, { actor });
  }

  @Batch(checkInApplicants)
  checkIn(
    @Body({ schema: checkInApplicants.body }) body: BodyOf<typeof checkInApplicants>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(checkInApplicants, body, { actor, given: { sealer: this.sealer } });
  }

  @Batch(acknowledgeWarnings)
  acknowledge(
    @Body({ schema: acknowledgeWarnings.body }) body: BodyOf<typeof acknowledgeWarnings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(acknowledgeWarnings, body, { actor });
  }

  @Get('warnings')
  @Summary({ zh: '按院校统计报名信息提示', en: 'Count the warnings of applications by school' })
  @Roles(...VIEW_ROLES)
  @Answers(200, WarningCounts)
  @Refuses(scopeProblems, 'other-school')
  warnings(
    @Query({ schema: WarningFilter }) filter: z.infer<typeof WarningFilter>,
    @CurrentActor() actor: Actor,
  ) {
    return this.countWarnings.bySchool(filter, actor);
  }

  @Post(':applicationId/admit')
  @Summary({ zh: '录取一名考生', en: 'Admit one applicant' })
  @Roles(...admitApplicants.roles)
  @Answers(200, ApplicationView)
  @Refuses(problems, 'not-found', 'wrong-state', 'school-not-active', 'offering-not-active', 'not-qualified')
  @Refuses(
    problems,
    'level-above-school-type',
    'outside-window',
    'identity-in-conflict',
    'waitlist-goes-first',
    'no-published-plan',
    'plan-line-closed',
    'quota-full',
    'person-already-admitted',
  )
  admit(@Param('applicationId', { schema: id }) applicationId: string, @CurrentActor() actor: Actor) {
    return this.transitions.one(admitApplicants, applicationId, { input: {}, actor }, (tx) =>
      showApplication(tx, this.sealer, applicationId),
    );
  }

  @Command(revealIdentity)
  @Repeatable()
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
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(
    @Query({ schema: ApplicationExport }) filter: ApplicationExport,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('applications', await this.findApplications.workbook(filter, actor));
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

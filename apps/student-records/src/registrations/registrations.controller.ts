import { Body, Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import { type BodyOf, Command, Repeatable } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, RevealRequest, Roles, scopeProblems } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import { approveRegistrations } from './approve-registrations.js';
import { CorrectIdentity, correctIdentity } from './correct-identity.js';
import { FindByDocument, findByDocument } from './find-by-document.js';
import { FindRegistrations, RegistrationHistory } from './find-registrations.js';
import { RegistrationExport, RegistrationFilter, RegistrationPage } from './registration-list.js';
import { RegistrationView } from './registration-view.js';
import { rejectRegistrations } from './reject-registrations.js';
import { RevealIdentity, revealIdentity } from './reveal-identity.js';

@Tag('registrations', '学籍: the records of students')
@Controller('registrations')
export class RegistrationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly findRegistrations: FindRegistrations,
    private readonly documents: FindByDocument,
    private readonly identities: RevealIdentity,
    private readonly correction: CorrectIdentity,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Summary({ zh: '查询学籍', en: 'List registrations' })
  @Roles(...VIEW_ROLES)
  @Answers(200, RegistrationPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: RegistrationFilter }) filter: RegistrationFilter, @CurrentActor() actor: Actor) {
    return this.findRegistrations.list(filter, actor);
  }

  @Get('export')
  @Summary({ zh: '导出学籍名单', en: 'Export the list of registrations' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async export(
    @Query({ schema: RegistrationExport }) filter: RegistrationExport,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('registrations', await this.findRegistrations.workbook(filter, actor));
  }

  @Command(findByDocument)
  @Repeatable()
  findByDocument(
    @Body({ schema: findByDocument.body }) document: BodyOf<typeof findByDocument>,
    @CurrentActor() actor: Actor,
  ) {
    return this.documents.find(document, actor);
  }

  @Get(':registrationId')
  @Summary({ zh: '查看学籍', en: 'Show a registration' })
  @Roles(...VIEW_ROLES)
  @Answers(200, RegistrationView)
  @Refuses(problems, 'not-found')
  one(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.findRegistrations.find(registrationId, actor);
  }

  @Get(':registrationId/history')
  @Summary({ zh: '查看学籍历史', en: 'Show the history of a registration' })
  @Roles(...VIEW_ROLES)
  @Answers(200, RegistrationHistory)
  @Refuses(problems, 'not-found')
  history(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.findRegistrations.history(registrationId, actor);
  }

  @Command(revealIdentity)
  @Repeatable()
  reveal(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: RevealRequest }) request: RevealRequest,
    @CurrentActor() actor: Actor,
  ) {
    return this.identities.reveal(registrationId, request, actor);
  }

  @Command(correctIdentity)
  correct(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: correctIdentity.body }) correction: BodyOf<typeof correctIdentity>,
    @CurrentActor() actor: Actor,
  ) {
    return this.correction.correct(registrationId, correction, actor);
  }

  @Batch(approveRegistrations)
  approve(
    @Body({ schema: approveRegistrations.body }) body: BodyOf<typeof approveRegistrations>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(approveRegistrations, body, {
      actor,
      given: { rules: this.rules, vault: this.vault },
    });
  }

  @Batch(rejectRegistrations)
  reject(
    @Body({ schema: rejectRegistrations.body }) body: BodyOf<typeof rejectRegistrations>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(rejectRegistrations, body, { actor });
  }
}

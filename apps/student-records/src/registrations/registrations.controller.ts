import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { id } from '#contracts';
import { Repeatable } from '#commands';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, RevealRequest, Roles, scopeProblems } from '#security';
import { FullIdentity } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { READERS } from '../readers.js';
import { Approval, ApproveRegistrations } from './approve-registrations.js';
import { FindRegistration } from './find-registration.js';
import { ListRegistrations, RegistrationFilter, RegistrationPage } from './list-registrations.js';
import { RegistrationBatchOutcome } from './registration-batch.js';
import { RegistrationView } from './registration-view.js';
import { RejectRegistrations, Rejection } from './reject-registrations.js';
import { RevealIdentity } from './reveal-identity.js';
import { RevocationDecision, RevokeGraduation } from './revoke-graduation.js';

@Tag('registrations', '学籍: the records of students')
@Controller('registrations')
export class RegistrationsController {
  constructor(
    private readonly listRegistrations: ListRegistrations,
    private readonly findRegistration: FindRegistration,
    private readonly approveRegistrations: ApproveRegistrations,
    private readonly rejectRegistrations: RejectRegistrations,
    private readonly revokeGraduation: RevokeGraduation,
    private readonly revealIdentity: RevealIdentity,
  ) {}

  @Get()
  @Roles(...READERS)
  @Answers(200, RegistrationPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: RegistrationFilter }) filter: RegistrationFilter, @CurrentActor() actor: Actor) {
    return this.listRegistrations.run(filter, actor);
  }

  @Get(':registrationId')
  @Roles(...READERS)
  @Answers(200, RegistrationView)
  @Refuses(problems, 'not-found')
  one(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.findRegistration.run(registrationId, actor);
  }

  @Post(':registrationId/reveal-identity')
  @Repeatable()
  @Roles('school-registrar', 'city-officer')
  @Answers(200, FullIdentity)
  @Refuses(problems, 'not-found', 'person-erased')
  reveal(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: RevealRequest }) request: RevealRequest,
    @CurrentActor() actor: Actor,
  ) {
    return this.revealIdentity.run(registrationId, request, actor);
  }

  @Post('batch-approve')
  @Roles('district-officer', 'city-officer')
  @Answers(200, RegistrationBatchOutcome)
  approve(@Body({ schema: Approval }) approval: Approval, @CurrentActor() actor: Actor) {
    return this.approveRegistrations.run(approval, actor);
  }

  @Post('batch-reject')
  @Roles('district-officer', 'city-officer')
  @Answers(200, RegistrationBatchOutcome)
  reject(@Body({ schema: Rejection }) rejection: Rejection, @CurrentActor() actor: Actor) {
    return this.rejectRegistrations.run(rejection, actor);
  }

  @Post(':registrationId/revoke-graduation')
  @Roles('city-officer')
  @Answers(200, RegistrationView)
  @Refuses(problems, 'not-found', 'not-graduated')
  revoke(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: RevocationDecision }) decision: RevocationDecision,
    @CurrentActor() actor: Actor,
  ) {
    return this.revokeGraduation.run(registrationId, decision, actor);
  }
}

import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Batch, type BodyOf, Single, Transitions } from '#aggregates';
import { Repeatable } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, RevealRequest, Roles, scopeProblems } from '#security';
import type { z } from 'zod';
import type { RegistrationRules } from '../domain/rules.js';
import { FullIdentity, PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import { approveRegistrations } from './approve-registrations.js';
import {
  FindRegistrations,
  RegistrationFilter,
  RegistrationHistory,
  RegistrationPage,
  Stock,
  StockFilter,
} from './find-registrations.js';
import { RegistrationView, showRegistration } from './registration-view.js';
import { rejectRegistrations } from './reject-registrations.js';
import { RevealIdentity } from './reveal-identity.js';
import { revokeGraduation } from './revoke-graduation.js';

@Tag('registrations', '学籍: the records of students')
@Controller('registrations')
export class RegistrationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly findRegistrations: FindRegistrations,
    private readonly revealIdentity: RevealIdentity,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Answers(200, RegistrationPage)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: RegistrationFilter }) filter: RegistrationFilter, @CurrentActor() actor: Actor) {
    return this.findRegistrations.list(filter, actor);
  }

  @Get('stock')
  @Roles(...VIEW_ROLES)
  @Answers(200, Stock)
  stock(@Query({ schema: StockFilter }) filter: z.infer<typeof StockFilter>, @CurrentActor() actor: Actor) {
    return this.findRegistrations.stock(filter, actor);
  }

  @Get(':registrationId')
  @Roles(...VIEW_ROLES)
  @Answers(200, RegistrationView)
  @Refuses(problems, 'not-found')
  one(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.findRegistrations.find(registrationId, actor);
  }

  @Get(':registrationId/history')
  @Roles(...VIEW_ROLES)
  @Answers(200, RegistrationHistory)
  @Refuses(problems, 'not-found')
  history(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.findRegistrations.history(registrationId, actor);
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
    return this.revealIdentity.reveal(registrationId, request, actor);
  }

  @Batch(approveRegistrations)
  approve(
    @Body({ schema: approveRegistrations.body }) body: BodyOf<typeof approveRegistrations>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(approveRegistrations, body, { actor, given: { rules: this.rules } });
  }

  @Batch(rejectRegistrations)
  reject(
    @Body({ schema: rejectRegistrations.body }) body: BodyOf<typeof rejectRegistrations>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(rejectRegistrations, body, { actor });
  }

  @Single(revokeGraduation, RegistrationView)
  revoke(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: revokeGraduation.body }) input: BodyOf<typeof revokeGraduation>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(revokeGraduation, registrationId, { input, actor }, (tx) =>
      showRegistration(tx, this.vault, registrationId),
    );
  }
}

import { Body, Controller, Inject } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { setStudyTerms, stateProgrammes } from './study-terms.js';

@Tag('study-terms', '学制和培养方式: flexible duration, credits, alternation and what a programme rests on')
@Controller('registrations')
export class StudyTermsController {
  constructor(
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Batch(stateProgrammes)
  state(
    @Body({ schema: stateProgrammes.body }) body: BodyOf<typeof stateProgrammes>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(stateProgrammes, body, { actor });
  }

  @Batch(setStudyTerms)
  set(
    @Body({ schema: setStudyTerms.body }) body: BodyOf<typeof setStudyTerms>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(setStudyTerms, body, { actor, given: { rules: this.rules } });
  }
}

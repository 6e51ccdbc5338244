import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import {
  approveInwardTransfers as approve,
  cancelInwardTransfers as cancel,
  endorseInwardTransfers as endorse,
  rejectInwardTransfers as reject,
} from './decide-inward-transfers.js';
import { inwardTransferList } from './inward-transfers.js';
import { requestInwardTransfers as request } from './request-inward-transfers.js';

@Tag('inward-transfers', '市外转入: what students bring along from schools outside the city')
@Controller('inward-transfers')
export class InwardTransfersController {
  constructor(
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询市外转入', en: 'List transfers from outside the city' })
  @Answers(200, inwardTransferList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: inwardTransferList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(inwardTransferList, query, actor);
  }

  @Batch(request)
  request(@Body({ schema: request.body }) body: BodyOf<typeof request>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(request, body, { actor, given: { rules: this.rules } });
  }

  @Batch(endorse)
  endorse(@Body({ schema: endorse.body }) body: BodyOf<typeof endorse>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(endorse, body, { actor, given: { rules: this.rules } });
  }

  @Batch(approve)
  approve(@Body({ schema: approve.body }) body: BodyOf<typeof approve>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(approve, body, { actor });
  }

  @Batch(reject)
  reject(@Body({ schema: reject.body }) body: BodyOf<typeof reject>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(reject, body, { actor });
  }

  @Batch(cancel)
  cancel(@Body({ schema: cancel.body }) body: BodyOf<typeof cancel>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(cancel, body, { actor });
  }
}

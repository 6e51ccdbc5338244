import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { VIEW_ROLES } from '../view-roles.js';
import {
  acceptTransfers as accept,
  approveTransfers as approve,
  cancelTransfers as cancel,
  rejectTransfers as reject,
  releaseTransfers as release,
} from './decide-transfers.js';
import { RequestTransferIn, requestTransferIn } from './request-transfer-in.js';
import { requestTransfers as request } from './request-transfers.js';
import { transferList } from './transfers.js';

@Tag('transfers', '转学: from the request of one school to the record at the other')
@Controller('transfers')
export class TransfersController {
  constructor(
    private readonly transitions: Transitions,
    private readonly requests: RequestTransferIn,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询转学', en: 'List transfers' })
  @Answers(200, transferList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: transferList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(transferList, query, actor);
  }

  @Batch(request)
  request(@Body({ schema: request.body }) body: BodyOf<typeof request>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(request, body, this.by(actor));
  }

  @Command(requestTransferIn)
  requestIn(
    @Body({ schema: requestTransferIn.body }) body: BodyOf<typeof requestTransferIn>,
    @CurrentActor() actor: Actor,
  ) {
    return this.requests.request(body, actor);
  }

  @Batch(release)
  release(@Body({ schema: release.body }) body: BodyOf<typeof release>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(release, body, this.by(actor));
  }

  @Batch(accept)
  accept(@Body({ schema: accept.body }) body: BodyOf<typeof accept>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(accept, body, this.by(actor));
  }

  @Batch(approve)
  approve(@Body({ schema: approve.body }) body: BodyOf<typeof approve>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(approve, body, this.by(actor));
  }

  @Batch(reject)
  reject(@Body({ schema: reject.body }) body: BodyOf<typeof reject>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(reject, body, this.by(actor));
  }

  @Batch(cancel)
  cancel(@Body({ schema: cancel.body }) body: BodyOf<typeof cancel>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(cancel, body, this.by(actor));
  }

  private by(actor: Actor) {
    return { actor, given: { rules: this.rules } };
  }
}

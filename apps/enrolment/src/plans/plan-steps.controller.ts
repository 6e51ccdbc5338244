import { Body, Controller } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import {
  approvePlanAdjustments as approveAdjustments,
  recallPlanAdjustments as recallAdjustments,
  returnPlanAdjustments as returnAdjustments,
} from './adjust-plan-lines.js';
import {
  approvePlanLines as approve,
  closePlanLines as close,
  publishPlanLines as publish,
  recallPlanLines as recall,
  reopenPlanLines as reopen,
  returnPlanLines as returnLines,
  submitPlanLines as submit,
  takeBackPlanApprovals as takeBack,
} from './decide-plan-lines.js';

/** 招生计划 on its way: submitted, decided on, adjusted, closed. */
@Tag('plans', '招生计划: seats by offering, year, season and scope')
@Controller('plans')
export class PlanStepsController {
  constructor(private readonly transitions: Transitions) {}

  @Batch(submit)
  submitAll(@Body({ schema: submit.body }) body: BodyOf<typeof submit>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(submit, body, { actor });
  }

  @Batch(recall)
  recallAll(@Body({ schema: recall.body }) body: BodyOf<typeof recall>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(recall, body, { actor });
  }

  @Batch(approve)
  approveAll(@Body({ schema: approve.body }) body: BodyOf<typeof approve>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(approve, body, { actor });
  }

  @Batch(returnLines)
  sendBackAll(
    @Body({ schema: returnLines.body }) body: BodyOf<typeof returnLines>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(returnLines, body, { actor });
  }

  @Batch(takeBack)
  takeBackAll(@Body({ schema: takeBack.body }) body: BodyOf<typeof takeBack>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(takeBack, body, { actor });
  }

  @Batch(publish)
  publishAll(@Body({ schema: publish.body }) body: BodyOf<typeof publish>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(publish, body, { actor });
  }

  @Batch(close)
  closeAll(@Body({ schema: close.body }) body: BodyOf<typeof close>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(close, body, { actor });
  }

  @Batch(reopen)
  reopenAll(@Body({ schema: reopen.body }) body: BodyOf<typeof reopen>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(reopen, body, { actor });
  }

  @Batch(approveAdjustments)
  approveAdjustmentsAll(
    @Body({ schema: approveAdjustments.body }) body: BodyOf<typeof approveAdjustments>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(approveAdjustments, body, { actor });
  }

  @Batch(returnAdjustments)
  returnAdjustmentsAll(
    @Body({ schema: returnAdjustments.body }) body: BodyOf<typeof returnAdjustments>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(returnAdjustments, body, { actor });
  }

  @Batch(recallAdjustments)
  recallAdjustmentsAll(
    @Body({ schema: recallAdjustments.body }) body: BodyOf<typeof recallAdjustments>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(recallAdjustments, body, { actor });
  }
}

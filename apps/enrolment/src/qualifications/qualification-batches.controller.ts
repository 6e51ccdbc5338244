import { Body, Controller } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import * as move from './move-qualifications.js';

@Tag('qualifications', '招生资质: what a school may recruit for, from the draft to its end')
@Controller('qualifications')
export class QualificationBatchesController {
  constructor(private readonly transitions: Transitions) {}

  @Batch(move.reviewQualifications)
  review(
    @Body({ schema: move.reviewQualifications.body }) body: BodyOf<typeof move.reviewQualifications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.reviewQualifications, body, { actor });
  }

  @Batch(move.publishQualifications)
  publishAll(
    @Body({ schema: move.publishQualifications.body }) body: BodyOf<typeof move.publishQualifications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.publishQualifications, body, { actor });
  }

  @Batch(move.suspendQualifications)
  suspendAll(
    @Body({ schema: move.suspendQualifications.body }) body: BodyOf<typeof move.suspendQualifications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.suspendQualifications, body, { actor });
  }

  @Batch(move.resumeQualifications)
  resumeAll(
    @Body({ schema: move.resumeQualifications.body }) body: BodyOf<typeof move.resumeQualifications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.resumeQualifications, body, { actor });
  }

  @Batch(move.revokeQualifications)
  revokeAll(
    @Body({ schema: move.revokeQualifications.body }) body: BodyOf<typeof move.revokeQualifications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.revokeQualifications, body, { actor });
  }

  @Batch(move.withdrawQualifications)
  withdrawAll(
    @Body({ schema: move.withdrawQualifications.body }) body: BodyOf<typeof move.withdrawQualifications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.withdrawQualifications, body, { actor });
  }

  @Batch(move.cancelQualificationActs)
  cancelActs(
    @Body({ schema: move.cancelQualificationActs.body }) body: BodyOf<typeof move.cancelQualificationActs>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.cancelQualificationActs, body, { actor });
  }
}

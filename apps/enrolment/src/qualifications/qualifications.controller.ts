import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, type Transition, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import type { Qualification } from '../domain/qualification.js';
import { problems } from '../problems.js';
import { DraftQualification, draftQualification } from './draft-qualification.js';
import {
  FindQualifications,
  QualificationFilter,
  QualificationHistory,
  QualificationPage,
} from './find-qualifications.js';
import * as move from './move-qualifications.js';
import { QualificationView } from './qualifications.js';

@Tag('qualifications', '招生资质: what a school may recruit for, from the draft to its end')
@Controller('qualifications')
export class QualificationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly drafting: DraftQualification,
    private readonly found: FindQualifications,
  ) {}

  @Get()
  @Summary({ zh: '查询招生资质', en: 'List the qualifications, also those to be reviewed' })
  @Roles(...STAFF_ROLES)
  @Answers(200, QualificationPage)
  list(@Query({ schema: QualificationFilter }) filter: QualificationFilter) {
    return this.found.list(filter);
  }

  @Get(':qualificationId/history')
  @Summary({ zh: '查看招生资质沿革', en: 'Read the history of a qualification' })
  @Roles('city-officer', 'inspector', 'operator')
  @Answers(200, QualificationHistory)
  @Refuses(problems, 'not-found')
  history(@Param('qualificationId', { schema: id }) qualificationId: string) {
    return this.found.history(qualificationId);
  }

  @Command(draftQualification)
  draft(
    @Body({ schema: draftQualification.body }) qualification: BodyOf<typeof draftQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.drafting.draft(qualification, actor);
  }

  @Single(move.correctQualification, QualificationView)
  correct(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.correctQualification.body }) input: BodyOf<typeof move.correctQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.correctQualification, qualificationId, input, actor);
  }

  @Single(move.withdrawQualification, QualificationView)
  withdraw(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.withdrawQualification.body }) input: BodyOf<typeof move.withdrawQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.withdrawQualification, qualificationId, input, actor);
  }

  @Single(move.publishQualification, QualificationView)
  publish(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.publishQualification.body.prefault({}) })
    input: BodyOf<typeof move.publishQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.publishQualification, qualificationId, input, actor);
  }

  @Single(move.suspendQualification, QualificationView)
  suspend(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.suspendQualification.body }) input: BodyOf<typeof move.suspendQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.suspendQualification, qualificationId, input, actor);
  }

  @Single(move.resumeQualification, QualificationView)
  resume(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.resumeQualification.body }) input: BodyOf<typeof move.resumeQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.resumeQualification, qualificationId, input, actor);
  }

  @Single(move.revokeQualification, QualificationView)
  revoke(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.revokeQualification.body }) input: BodyOf<typeof move.revokeQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.revokeQualification, qualificationId, input, actor);
  }

  @Single(move.cancelQualificationAct, QualificationView)
  cancelAct(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: move.cancelQualificationAct.body }) input: BodyOf<typeof move.cancelQualificationAct>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(move.cancelQualificationAct, qualificationId, input, actor);
  }

  private moved<Input>(
    act: Transition<Qualification, Input>,
    qualificationId: string,
    input: Input,
    actor: Actor,
  ) {
    return this.transitions.one(act, qualificationId, { input, actor }, (_, qualification) =>
      Promise.resolve(QualificationView.parse(qualification)),
    );
  }
}

import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Public, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import type { Qualification } from '../domain/qualification.js';
import { DraftQualification, draftQualification } from './draft-qualification.js';
import { ListPublishedQualifications, PublicFilter, PublicQualificationPage } from './list-published.js';
import { publishQualification, suspendQualification } from './move-qualification.js';
import { QualificationView } from './qualifications.js';

@Tag('qualifications', '招生资质: what a school may recruit for, published for everybody')
@Controller()
export class QualificationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly drafting: DraftQualification,
    private readonly listPublished: ListPublishedQualifications,
  ) {}

  @Command(draftQualification)
  draft(
    @Body({ schema: draftQualification.body }) qualification: BodyOf<typeof draftQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.drafting.draft(qualification, actor);
  }

  @Single(publishQualification, QualificationView)
  publish(@Param('qualificationId', { schema: id }) qualificationId: string, @CurrentActor() actor: Actor) {
    return this.transitions.one(publishQualification, qualificationId, { input: {}, actor }, shown);
  }

  @Single(suspendQualification, QualificationView)
  suspend(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: suspendQualification.body }) input: BodyOf<typeof suspendQualification>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(suspendQualification, qualificationId, { input, actor }, shown);
  }

  @Get('public/qualifications')
  @Summary({ zh: '公开查询招生资质', en: 'List the qualifications that are in force' })
  @Public()
  @Answers(200, PublicQualificationPage)
  published(@Query({ schema: PublicFilter }) filter: PublicFilter) {
    return this.listPublished.list(filter);
  }
}

const shown = (_: unknown, qualification: Qualification) =>
  Promise.resolve(QualificationView.parse(qualification));

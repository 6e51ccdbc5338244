import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type BodyOf, Single, Transitions } from '#aggregates';
import { id } from '#contracts';
import { Answers, Public, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import type { Qualification } from '../domain/qualification.js';
import { problems } from '../problems.js';
import { DraftQualification, NewQualification } from './draft-qualification.js';
import { ListPublishedQualifications, PublicFilter, PublicQualificationPage } from './list-published.js';
import { publishQualification, suspendQualification } from './move-qualification.js';
import { QualificationView } from './qualifications.js';

@Tag('qualifications', '招生资质: what a school may recruit for, published for everybody')
@Controller()
export class QualificationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly draftQualification: DraftQualification,
    private readonly listPublished: ListPublishedQualifications,
  ) {}

  @Post('qualifications')
  @Summary({ zh: '起草招生资质', en: 'Draft a qualification' })
  @Roles('city-officer')
  @Answers(201, QualificationView)
  @Refuses(problems, 'unknown-school', 'level-above-school-type')
  draft(@Body({ schema: NewQualification }) qualification: NewQualification, @CurrentActor() actor: Actor) {
    return this.draftQualification.draft(qualification, actor);
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

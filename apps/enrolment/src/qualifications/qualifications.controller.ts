import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { id } from '#contracts';
import { Answers, Public, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { problems } from '../problems.js';
import { DraftQualification, NewQualification } from './draft-qualification.js';
import { ListPublishedQualifications, PublicFilter, PublicQualificationPage } from './list-published.js';
import { MoveQualification, Suspension } from './move-qualification.js';
import { QualificationView } from './qualification-row.js';

@Tag('qualifications', '招生资质: what a school may recruit for, published for everybody')
@Controller()
export class QualificationsController {
  constructor(
    private readonly draftQualification: DraftQualification,
    private readonly moveQualification: MoveQualification,
    private readonly listPublished: ListPublishedQualifications,
  ) {}

  @Post('qualifications')
  @Roles('city-officer')
  @Answers(201, QualificationView)
  @Refuses(problems, 'unknown-school', 'level-above-school-type')
  draft(@Body({ schema: NewQualification }) qualification: NewQualification, @CurrentActor() actor: Actor) {
    return this.draftQualification.run(qualification, actor);
  }

  @Post('qualifications/:qualificationId/publish')
  @Roles('city-officer')
  @Answers(200, QualificationView)
  @Refuses(problems, 'not-found', 'wrong-state', 'approver-is-submitter')
  publish(@Param('qualificationId', { schema: id }) qualificationId: string, @CurrentActor() actor: Actor) {
    return this.moveQualification.publish(qualificationId, actor);
  }

  @Post('qualifications/:qualificationId/suspend')
  @Roles('city-officer')
  @Answers(200, QualificationView)
  @Refuses(problems, 'not-found', 'wrong-state')
  suspend(
    @Param('qualificationId', { schema: id }) qualificationId: string,
    @Body({ schema: Suspension }) suspension: Suspension,
    @CurrentActor() actor: Actor,
  ) {
    return this.moveQualification.suspend(qualificationId, suspension, actor);
  }

  @Get('public/qualifications')
  @Public()
  @Answers(200, PublicQualificationPage)
  published(@Query({ schema: PublicFilter }) filter: PublicFilter) {
    return this.listPublished.run(filter);
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { Answers, Public, Summary, Tag } from '#runtime';
import { ListRecruiting, PublicQualificationPage, RecruitingFilter } from './list-recruiting.js';
import { ListReviews, PublicReviewPage, ReviewFilter } from './list-reviews.js';

@Tag('public', '招生资质公示: what everybody may know of who recruits, without a login')
@Public()
@Controller('public')
export class PublicController {
  constructor(
    private readonly recruiting: ListRecruiting,
    private readonly reviews: ListReviews,
  ) {}

  @Get('qualifications')
  @Summary({ zh: '公开查询招生资质', en: 'List the qualifications by which schools recruit today' })
  @Answers(200, PublicQualificationPage)
  qualifications(@Query({ schema: RecruitingFilter }) filter: RecruitingFilter) {
    return this.recruiting.list(filter);
  }

  @Get('qualification-reviews')
  @Summary({ zh: '公开查询招生资质复核结果', en: 'List what came of the reviews of qualifications' })
  @Answers(200, PublicReviewPage)
  reviewed(@Query({ schema: ReviewFilter }) filter: ReviewFilter) {
    return this.reviews.list(filter);
  }
}

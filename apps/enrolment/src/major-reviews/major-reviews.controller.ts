import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, type Transition, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import * as reviews from './major-reviews.js';
import { MakeReview, makeReview } from './make-review.js';

const { view } = reviews.reviewList;

@Tag('major-reviews', '专业年度评议: which majors and offerings to close, to grow or to keep')
@Controller('major-reviews')
export class MajorReviewsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly making: MakeReview,
  ) {}

  @Command(makeReview)
  make(@Body({ schema: makeReview.body }) body: BodyOf<typeof makeReview>, @CurrentActor() actor: Actor) {
    return this.making.make(body, actor);
  }

  @Get()
  @Summary({ zh: '查询专业年度评议', en: 'List the reviews of majors' })
  @Roles('city-officer', 'inspector')
  @Answers(200, reviews.reviewList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: reviews.reviewList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(reviews.reviewList, query, actor);
  }

  @Single(reviews.concludeReview, view)
  conclude(@Param('reviewId', { schema: id }) reviewId: string, @CurrentActor() actor: Actor) {
    return this.taken(reviews.concludeReview, reviewId, {}, actor);
  }

  @Single(reviews.reopenReview, view)
  reopen(
    @Param('reviewId', { schema: id }) reviewId: string,
    @Body({ schema: reviews.reopenReview.body }) input: BodyOf<typeof reviews.reopenReview>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(reviews.reopenReview, reviewId, input, actor);
  }

  @Single(reviews.cancelReview, view)
  cancel(
    @Param('reviewId', { schema: id }) reviewId: string,
    @Body({ schema: reviews.cancelReview.body }) input: BodyOf<typeof reviews.cancelReview>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(reviews.cancelReview, reviewId, input, actor);
  }

  private taken<Input>(step: Transition<any, Input>, reviewId: string, input: Input, actor: Actor) {
    return this.transitions.one(step, reviewId, { input, actor }, (_, review) =>
      Promise.resolve(view.parse(review)),
    );
  }
}

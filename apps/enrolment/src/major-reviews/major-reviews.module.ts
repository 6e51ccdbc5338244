import { Module } from '@nestjs/common';
import { ListReviewItems } from './list-review-items.js';
import { MajorReviewsController } from './major-reviews.controller.js';
import { MakeReview } from './make-review.js';
import { ReviewItemsController } from './review-items.controller.js';

/** 专业动态调整 */
@Module({
  controllers: [MajorReviewsController, ReviewItemsController],
  providers: [MakeReview, ListReviewItems],
})
export class MajorReviewsModule {}

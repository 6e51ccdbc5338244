import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, id, schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { listOf, pageOf, range } from '#runtime';
import { REVIEW_DECISIONS } from '../domain/qualification.js';

const decision = z.enum(REVIEW_DECISIONS).describe('复核结论: 保留, 暂停, 撤销');

const reviews = listOf({
  filters: {
    schoolCode: ['"schoolCode"', schoolCode],
    decision: ['decision', decision],
    reviewedOn: range('"reviewedOn"', day),
  },
  sorts: { reviewedOn: ['"reviewedOn"', '"qualificationId"'] },
  defaultSort: '-reviewedOn',
});
export const ReviewFilter = reviews.query;
export type ReviewFilter = z.infer<typeof ReviewFilter>;

const PublicReview = z
  .object({
    qualificationId: id,
    schoolCode,
    schoolName: z.string(),
    publicationNo: z.string(),
    reviewedOn: day,
    decision,
    reason: z.string(),
  })
  .meta({ id: 'PublicReview' });
export const PublicReviewPage = pageOf(PublicReview);

/** 定期清理: what came of the last review of each qualification, for everybody to see. */
@Injectable()
export class ListReviews {
  constructor(private readonly transactions: Transactions) {}

  list(query: ReviewFilter) {
    return this.transactions.run(allSchools, (tx) =>
      reviews.page(tx, query, {
        select: `
          select qualification_id as "qualificationId", school_code as "schoolCode", s.name as "schoolName",
            publication_no as "publicationNo", review_on as "reviewedOn", review_decision as decision,
            review_reason as reason
          from qualifications join schools s using (school_code) where review_on is not null`,
        itemOf: (row: z.infer<typeof PublicReview>) => row,
      }),
    );
  }
}

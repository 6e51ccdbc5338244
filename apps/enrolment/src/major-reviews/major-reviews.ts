import { aggregate, aggregateList, transition } from '#aggregates';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import { z } from 'zod';
import * as rules from '../domain/major-review.js';

/** 专业年度评议 in their table, which the city alone reads. */
export const majorReviews = aggregate({
  name: 'major-review',
  table: 'major_reviews',
  id: 'reviewId',
  school: null,
  states: rules.MajorReview,
});

export const reviewList = aggregateList(majorReviews, {
  component: 'MajorReview',
  filters: { year: ['year', z.coerce.number().int().min(2000).max(2100)] },
});

const officer = { roles: ['city-officer'], refuses: rules.reviewRefusals } as const;

/** 办结 */
export const concludeReview = transition(majorReviews, {
  ...officer,
  name: 'conclude-major-review',
  path: ':reviewId/conclude',
  sentence: { zh: '办结了专业年度评议', en: 'concluded the review of majors' },
  input: {},
  context: async (tx, reviews) => ({ undecided: await countUndecided(tx, reviews) }),
  decide: (each, _input, { undecided }) => rules.conclude(each, { undecided }),
});

async function countUndecided(tx: Transaction, reviews: readonly rules.MajorReview[]): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from major_review_items where review_id = any($1) and state = 'LISTED'`,
    [reviews.map(({ reviewId }) => reviewId)],
  );
  return row!.n;
}

/** 重新评议 */
export const reopenReview = transition(majorReviews, {
  ...officer,
  name: 'reopen-major-review',
  path: ':reviewId/reopen',
  sentence: { zh: '重新打开了专业年度评议', en: 'reopened the review of majors' },
  input: { reason: accountableReason.meta({ example: '需求数据更新' }) },
  decide: rules.reopen,
});

/** 撤销评议: the year may be reviewed anew. */
export const cancelReview = transition(majorReviews, {
  ...officer,
  name: 'cancel-major-review',
  path: ':reviewId/cancel',
  sentence: { zh: '撤销了专业年度评议', en: 'cancelled the review of majors' },
  input: { reason: accountableReason.meta({ example: '招生尚未结束' }) },
  decide: rules.cancel,
});

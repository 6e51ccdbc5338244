import { aggregate, batchTransition } from '#aggregates';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import { z } from 'zod';
import * as rules from '../domain/major-review.js';

/** The majors and offerings on the list of a review. Whoever locks takes them first, then their review. */
export const reviewItems = aggregate({
  name: 'major-review-item',
  table: 'major_review_items',
  id: 'itemId',
  school: null,
  states: rules.MajorReviewItem,
});

/** Which reviews are open; held until the end of the transaction, so that none is concluded meanwhile. */
async function openReviews(tx: Transaction, items: readonly rules.MajorReviewItem[]) {
  const rows = await tx.query<{ review_id: string; state: string }>(
    'select review_id, state from major_reviews where review_id = any($1) order by review_id for share',
    [[...new Set(items.map(({ reviewId }) => reviewId))]],
  );
  const open = new Set(rows.filter(({ state }) => state === 'OPEN').map((row) => row.review_id));
  return { isOpen: ({ reviewId }: rules.MajorReviewItem) => open.has(reviewId) };
}

const officer = { roles: ['city-officer'], refuses: rules.itemRefusals, context: openReviews } as const;

/** 评议决定; what follows of it is done by the commands on offerings and plans. */
export const decideItems = batchTransition(reviewItems, {
  ...officer,
  name: 'decide-major-review-items',
  path: 'batch-decide',
  sentence: { zh: '作出了专业评议决定', en: 'decided on the major or offering' },
  input: {
    decision: z.enum(rules.MAJOR_DECISIONS).meta({ description: '撤并, 扩大, 保留', example: 'CLOSE' }),
    reason: accountableReason.meta({ example: '连续三年招生不足' }),
  },
  decide: (each, input, { isOpen, ...asked }) =>
    rules.decideItem(each, input, { ...asked, isOpen: isOpen(each) }),
});

/** 撤回决定 */
export const undecideItems = batchTransition(reviewItems, {
  ...officer,
  name: 'undecide-major-review-items',
  path: 'batch-undecide',
  sentence: { zh: '撤回了专业评议决定', en: 'took the decision on the major or offering back' },
  input: { reason: accountableReason.meta({ example: '决定有误' }) },
  decide: (each, _input, { isOpen }) => rules.undecideItem(each, { isOpen: isOpen(each) }),
});

import { z } from 'zod';
import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id } from '#contracts';
import { MAJOR_RULES, YearFigures } from './major-rules.js';
import { wrongState } from './refusals.js';

/** 专业动态调整: which majors the city looks at in a year, whether to close or to grow them (T7 [S]), and what it decided. */

const review = { reviewId: id, year: z.int(), version: z.int() };
export const MajorReview = z.discriminatedUnion('state', [
  z.object({ ...review, state: z.literal('OPEN') }),
  z.object({ ...review, state: z.literal('CONCLUDED') }),
  /** made too early or by mistake: the year may be reviewed anew */
  z.object({ ...review, state: z.literal('CANCELLED') }),
]);
export type MajorReview = z.infer<typeof MajorReview>;

/** What is looked at: a major in the whole city, or one offering of it. */
export const SUBJECTS = ['MAJOR', 'OFFERING'] as const;
/** 撤并, 扩大, 保留 */
export const MAJOR_DECISIONS = ['CLOSE', 'GROW', 'KEEP'] as const;

const item = {
  itemId: id,
  reviewId: id,
  year: z.int(),
  subject: z.enum(SUBJECTS),
  majorCode: z.string(),
  majorName: z.string(),
  offeringId: id.optional(),
  /** of the year and those before it, newest first */
  figures: z.array(YearFigures),
  rules: z.array(z.enum(MAJOR_RULES)),
  version: z.int(),
};
/** A major or an offering on the list of a review. */
export const MajorReviewItem = z.discriminatedUnion('state', [
  z.object({ ...item, state: z.literal('LISTED') }),
  z.object({
    ...item,
    state: z.literal('DECIDED'),
    decision: z.enum(MAJOR_DECISIONS),
    decisionReason: z.string(),
    decidedBy: z.string(),
    decidedOn: day,
  }),
]);
export type MajorReviewItem = z.infer<typeof MajorReviewItem>;

/** A year that has begun, and not longer ago than a decision may still matter [D]. */
export const isReviewable = (year: number, today: string): boolean =>
  year <= Number(today.slice(0, 4)) && year >= Number(today.slice(0, 4)) - 5;

export const itemRefusals = {
  ...wrongState,
  'review-not-open': {
    status: 409,
    title: '该年度专业评议已办结或已撤销',
    detail: 'The review of the year is concluded or cancelled.',
    remedy: 'Reopen the review with a reason, then decide.',
  },
} as const satisfies Record<string, RefusalWords>;
type ItemDecision = Decision<MajorReviewItem, CodeOf<typeof itemRefusals>>;
interface OfReview {
  readonly isOpen: boolean;
}

/** Also a second time: the last decision holds. */
export function decideItem(
  known: MajorReviewItem,
  { decision, reason }: { readonly decision: (typeof MAJOR_DECISIONS)[number]; readonly reason: string },
  { isOpen, subject, today }: Asked & OfReview,
): ItemDecision {
  if (!isOpen) return refuse('review-not-open');
  const decided = { decision, decisionReason: reason, decidedBy: subject, decidedOn: today };
  return accept({ ...known, ...decided, state: 'DECIDED' });
}

/** Takes a decision back. */
export function undecideItem(known: MajorReviewItem, { isOpen }: OfReview): ItemDecision {
  if (!isOpen) return refuse('review-not-open');
  if (known.state !== 'DECIDED') return refuse('wrong-state');
  const { decision: _1, decisionReason: _2, decidedBy: _3, decidedOn: _4, ...listed } = known;
  return accept({ ...listed, state: 'LISTED' });
}

export const reviewRefusals = {
  ...wrongState,
  'review-undecided': {
    status: 409,
    title: '尚有未作出决定的专业或专业点，不能办结',
    detail: 'Items of the review are not decided yet.',
    remedy: 'List them by `GET /major-review-items?state=LISTED` and decide on each.',
  },
  'review-exists': {
    status: 409,
    title: '该年度已有专业评议',
    detail: 'The year has a review that is not cancelled.',
    remedy: 'Go on with it, reopen it, or cancel it and make it anew.',
  },
  'review-year-not-possible': {
    status: 409,
    title: '评议年度须为本年或近五年',
    detail: 'The year has not begun, or is more than five years back.',
    remedy: 'Correct the year.',
  },
} as const satisfies Record<string, RefusalWords>;
type ReviewDecision = Decision<MajorReview, CodeOf<typeof reviewRefusals>>;

export function conclude(known: MajorReview, { undecided }: { readonly undecided: number }): ReviewDecision {
  if (known.state !== 'OPEN') return refuse('wrong-state');
  return undecided > 0 ? refuse('review-undecided') : accept({ ...known, state: 'CONCLUDED' });
}

export const reopen = (known: MajorReview): ReviewDecision =>
  known.state === 'CONCLUDED' ? accept({ ...known, state: 'OPEN' }) : refuse('wrong-state');

export const cancel = (known: MajorReview): ReviewDecision =>
  known.state === 'OPEN' ? accept({ ...known, state: 'CANCELLED' }) : refuse('wrong-state');

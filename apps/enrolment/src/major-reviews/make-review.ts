import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { id } from '#contracts';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { isReviewable } from '../domain/major-review.js';
import { problems } from '../problems.js';
import { majorReviews } from './major-reviews.js';
import { itemsOf } from './review-figures.js';
import { reviewItems } from './review-items.js';

const MajorReviewMade = z
  .object({ reviewId: id, year: z.int(), items: z.int().describe('Majors and offerings on the list') })
  .meta({ id: 'MajorReviewMade' });

export const makeReview = command({
  name: 'make-major-review',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '编制了专业年度评议清单', en: 'made the review of majors' },
  body: z.strictObject({ year: z.int().min(2000).max(2100) }),
  answers: [201, MajorReviewMade],
  refuses: [problems, 'review-exists', 'review-year-not-possible'],
});

/** Makes the list of a year, by the figures of this moment: to make it anew, it is cancelled first. */
@Injectable()
export class MakeReview {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409 */
  make({ year }: BodyOf<typeof makeReview>, actor: Actor): Promise<z.infer<typeof MajorReviewMade>> {
    return this.commands.run(actor, makeReview.action, async (tx) => {
      if (!isReviewable(year, dayInChina(tx.at))) throw new Problem(problems['review-year-not-possible']);
      const reviewId = uuidv7();
      const review = { reviewId, year, state: 'OPEN' as const, version: 1 };
      const made = await this.transitions.save(tx, majorReviews, makeReview, [{ after: review }], {
        actor,
        unless: 'year',
      });
      if (made.length === 0) throw new Problem(problems['review-exists']);
      const items = await itemsOf(tx, year);
      const listed = items.map((each) => ({
        after: { ...each, itemId: uuidv7(), reviewId, year, state: 'LISTED' as const, version: 1 },
      }));
      await this.transitions.save(tx, reviewItems, makeReview, listed, { actor, follows: true });
      return { reviewId, year, items: items.length };
    });
  }
}

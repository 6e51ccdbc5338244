import { z } from 'zod';
import { stateNames } from '#aggregates';
import { day, id, Level, schoolCode, StudyMode } from '#contracts';
import { MAJOR_RULES, YearFigures } from '../domain/major-rules.js';
import { MAJOR_DECISIONS, MajorReviewItem, SUBJECTS } from '../domain/major-review.js';
import { Offering } from '../domain/offering.js';
import { reviewItems } from './review-items.js';

export const ITEM_STATES = stateNames(MajorReviewItem);

export const ReviewItemView = z
  .object({
    itemId: id,
    reviewId: id,
    year: z.int(),
    state: z.enum(ITEM_STATES),
    subject: z.enum(SUBJECTS),
    majorCode: z.string(),
    majorName: z.string(),
    offeringId: id.optional(),
    schoolCode: schoolCode.optional().describe('School of the offering, as it is today'),
    level: Level.optional(),
    mode: StudyMode.optional(),
    offeringStatus: Offering.shape.status.optional(),
    planned: z.int(),
    applications: z.int(),
    intake: z.int(),
    figures: z.array(YearFigures).describe('Of the year and those before it, newest first'),
    rules: z.array(z.enum(MAJOR_RULES)).describe('What put it on the list'),
    decision: z.enum(MAJOR_DECISIONS).optional(),
    decisionReason: z.string().optional(),
    decidedOn: day.optional(),
    carriedOut: z
      .boolean()
      .optional()
      .describe(
        'CLOSE: all of it is closed. GROW: a later year has more seats. KEEP: there is nothing to do',
      ),
    version: z.int(),
  })
  .meta({ id: 'MajorReviewItem' });

/** The offering of an item, or all of its major. */
const THEIRS = `offerings theirs where (theirs.offering_id = major_review_items.offering_id
  or major_review_items.offering_id is null and theirs.major_code = major_review_items.major_code)`;

const MOST_SEATS_LATER = `
  select max(seats) from (
    select sum(planned) as seats from plan_lines
    where plan_lines.year > major_review_items.year and status in ('PUBLISHED', 'CLOSED')
      and offering_id in (select theirs.offering_id from ${THEIRS})
    group by plan_lines.year) later`;

/** What became of a decision is read from offerings and plans as they are: nobody has to report it. */
export const itemSource = {
  select: `
    select ${reviewItems.selected}, school_code, level, mode, o.status as offering_status,
      case decision
        when 'CLOSE' then not exists (select from ${THEIRS} and theirs.status <> 'CLOSED')
        when 'GROW' then coalesce((${MOST_SEATS_LATER}) > (figures -> 0 ->> 'planned')::int, false)
      end as carried_out
    from major_review_items left join offerings o using (offering_id)`,
  itemOf: (row: Record<string, unknown>) => {
    const item = reviewItems.stateOf(row);
    const { year: _year, ...figures } = item.figures[0]!;
    return ReviewItemView.parse({
      ...item,
      ...figures,
      schoolCode: row.school_code ?? undefined,
      level: row.level ?? undefined,
      mode: row.mode ?? undefined,
      offeringStatus: row.offering_status ?? undefined,
      carriedOut: row.carried_out ?? undefined,
    });
  },
};

import { step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { type OfSeason, windowsOf } from '../calendar/calendars.js';
import { close, isOver } from '../domain/plan-decisions.js';
import { wrongState } from '../domain/refusals.js';
import { planLines } from './plan-lines.js';

/**
 * Every midnight in China: plan lines whose season is over. The cut-off of registrations is the last day on which seats move: until
 * then student records may send somebody back.
 */
export const closePastSeasons = jobKind({
  name: 'close-past-seasons',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

/** Lines of one step of the job: a fraction of its 30 s. */
const MAX_AT_ONCE = 1_000;

const closePastSeason = step(planLines, {
  name: 'close-past-season',
  refuses: wrongState,
  decide: (each) => close(each, 'TIME'),
});

@HandlesJob(closePastSeasons)
export class ClosePastSeasons {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const over = await seasonsOver(tx, dayInChina(tx.at));
    const due = await planLines.find(
      tx,
      `status = 'PUBLISHED' and (school_code, year, season) in (select * from unnest($1::text[], $2::int[], $3::text[]))
       order by plan_line_id limit ${MAX_AT_ONCE} for update`,
      [over.map((each) => each.schoolCode), over.map((each) => each.year), over.map((each) => each.season)],
    );
    await this.transitions.take(tx, closePastSeason, due, {});
    if (due.length === MAX_AT_ONCE) return {};
  }
}

/** The seasons of schools that are over although lines of theirs are open. */
async function seasonsOver(tx: Transaction, today: string): Promise<OfSeason[]> {
  const open = await tx.query<OfSeason>(
    `select distinct school_code as "schoolCode", year, season from plan_lines where status = 'PUBLISHED'`,
  );
  const windowsFor = await windowsOf(tx, open);
  return open.filter((each) => isOver(windowsFor(each), today));
}

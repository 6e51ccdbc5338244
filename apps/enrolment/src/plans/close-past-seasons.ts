import { step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { seasonsOver } from '../calendar/calendars.js';
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
    const today = dayInChina(tx.at);
    const over = await seasonsOver(tx, `plan_lines where status = 'PUBLISHED'`, (windows) =>
      isOver(windows, today),
    );
    const due = await planLines.find(
      tx,
      `status = 'PUBLISHED' and (school_code, year, season) in (select * from unnest($1::text[], $2::int[], $3::text[]))
       order by plan_line_id limit ${MAX_AT_ONCE} for update`,
      over,
    );
    await this.transitions.take(tx, closePastSeason, due, {});
    if (due.length === MAX_AT_ONCE) return {};
  }
}

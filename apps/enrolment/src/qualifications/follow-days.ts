import { step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { followDay } from '../domain/qualification-acts.js';
import type { Qualification } from '../domain/qualification.js';
import { publishSchoolsOf } from '../schools/schools.js';
import { dayOf } from './move-qualifications.js';
import { qualifications } from './qualifications.js';

/** Every midnight in China. */
export const followQualificationDays = jobKind({
  name: 'follow-qualification-days',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

/** Of one step of the job: a fraction of its 30 s. */
const MAX_AT_ONCE = 1_000;

/** What was decided for the day takes effect, and what has passed its last day expires: nobody else does it. */
const follow = step(qualifications, {
  name: 'follow-qualification-day',
  decide: followDay,
  noted: (after, { next }: Qualification) => ({ effectiveOn: dayOf(after), reason: next?.reason }),
  saved: (tx, moved, { save }) => publishSchoolsOf(tx, moved, save),
});

const DUE = `next_effective_on <= $1 or state in ('PUBLISHED', 'SUSPENDED') and valid_to < $1
  order by qualification_id limit ${MAX_AT_ONCE} for update`;

@HandlesJob(followQualificationDays)
export class FollowQualificationDays {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const due = await qualifications.find(tx, DUE, [dayInChina(tx.at)]);
    await this.transitions.take(tx, follow, due, (each) => each);
    if (due.length > 0) return {};
  }
}

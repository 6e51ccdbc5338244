import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { EXPECTED_STATES, missed } from '../domain/term-confirmation.js';
import { termConfirmations } from './terms.js';

/** Every midnight in China: who was not confirmed in a term whose window is over. */
export const listMissedConfirmations = jobKind({
  name: 'list-missed-confirmations',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

/** Students of one step of the job: a fraction of its 30 s. */
const MAX_AT_ONCE = 1_000;

/** How long after a term an outage may have lasted. [D] */
const LATE_DAYS = 60;

/**
 * Who studied while the window was open, was on record before it closed, and of whom the school has said nothing; a school for
 * which the term was reopened has until its own day.
 */
const UNSAID = `
  select registration.registration_id as "registrationId", term.term_id as "termId", registration.school_code as "schoolCode"
  from terms term
  join registrations registration on registration.state = any($2)
    and (registration.approved_at at time zone 'Asia/Shanghai')::date <= term.confirmation_closes_on
    and coalesce(registration.state_since, registration.start_on) <= term.confirmation_closes_on
  where term.state = 'OPEN' and term.confirmation_closes_on < $1 and $1 <= term.end_on + ${LATE_DAYS}
    and not exists (select from term_reopenings reopening where reopening.term_id = term.term_id
      and reopening.school_code = registration.school_code and reopening.confirmation_closes_on >= $1)
    and not exists (select from term_confirmations known
      where known.registration_id = registration.registration_id and known.term_id = term.term_id)
  order by registration.registration_id limit ${MAX_AT_ONCE}`;

type Unsaid = Parameters<typeof missed>[0];

@HandlesJob(listMissedConfirmations)
export class ListMissedConfirmations {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const today = dayInChina(tx.at);
    const unsaid = await tx.query<Omit<Unsaid, 'confirmationId'> & Record<string, unknown>>(UNSAID, [
      today,
      EXPECTED_STATES,
    ]);
    const versions = unsaid.map((each) => ({ after: missed({ ...each, confirmationId: uuidv7() }, today) }));
    const options = { unless: 'registration_id, term_id' };
    await this.transitions.save(
      tx,
      termConfirmations,
      { name: listMissedConfirmations.name },
      versions,
      options,
    );
    if (unsaid.length === MAX_AT_ONCE) return {};
  }
}

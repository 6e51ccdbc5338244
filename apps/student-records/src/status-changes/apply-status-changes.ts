import { step, Transitions } from '#aggregates';
import { accept, refuse } from '#aggregates/rules';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { isReturnOverdue } from '../domain/status-change.js';
import { registrations } from '../registrations/registrations.js';
import { applyDueChanges, statusChanges } from './status-changes.js';

/** Every midnight in China. */
export const applyStatusChanges = jobKind({
  name: 'apply-status-changes',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

/** Of one step of the job: a fraction of its 30 s. */
const MAX_AT_ONCE = 1_000;

/** 逾期未复学: it stands in the registration and its history from then on, and in the list that the school filters. */
const noteOverdueReturn = step(registrations, {
  name: 'note-overdue-return',
  decide: (each, _input, { today }) =>
    isReturnOverdue(each, today) ? accept({ ...each, returnOverdueNotedOn: today }) : refuse('not-found'),
});

/** Approved changes take effect on their day; then overdue returns are noted, each once. */
@HandlesJob(applyStatusChanges)
export class ApplyStatusChanges {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const today = dayInChina(tx.at);
    const due = await idsOf(
      tx,
      `select change_id as id from status_changes where state = 'APPROVED' and effective_on <= $1
       order by effective_on, change_id limit ${MAX_AT_ONCE}`,
      today,
    );
    if (due.length > 0) {
      await applyDueChanges(tx, this.transitions, await statusChanges.lock(tx, due));
      return {};
    }
    const overdue = await idsOf(
      tx,
      `select registration_id as id from registrations
       where state = 'ON_LEAVE' and return_expected_on < $1 and return_overdue_noted_on is null
       order by registration_id limit ${MAX_AT_ONCE}`,
      today,
    );
    await this.transitions.take(tx, noteOverdueReturn, await registrations.lock(tx, overdue), {});
    if (overdue.length === MAX_AT_ONCE) return {};
  }
}

async function idsOf(tx: Transaction, sql: string, today: string): Promise<string[]> {
  return (await tx.query<{ id: string }>(sql, [today])).map(({ id }) => id);
}

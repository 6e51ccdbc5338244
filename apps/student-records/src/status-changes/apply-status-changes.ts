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
    const inTurn = (id: string) => `order by ${id} limit ${MAX_AT_ONCE} for update`;
    const due = `state = 'APPROVED' and effective_on <= $1 ${inTurn('change_id')}`;
    const changes = await statusChanges.find(tx, due, [today]);
    await applyDueChanges(tx, this.transitions, changes);
    if (changes.length > 0) return {};
    const overdue = `state = 'ON_LEAVE' and return_expected_on < $1 and return_overdue_noted_on is null
      ${inTurn('registration_id')}`;
    const away = await registrations.find(tx, overdue, [today]);
    await this.transitions.take(tx, noteOverdueReturn, away, {});
    if (away.length === MAX_AT_ONCE) return {};
  }
}

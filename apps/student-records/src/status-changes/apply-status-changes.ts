import { z } from 'zod';
import { step, Transitions } from '#aggregates';
import { accept, refuse } from '#aggregates/rules';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, Jobs, type NextStep, NOTHING } from '#jobs';
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

/** Of one change: one that fails holds up no other, and operators see which it is. */
const applyDueChange = jobKind({
  name: 'apply-status-change',
  payload: z.object({ changeId: id }),
  attempts: 3,
});

/** Overdue returns of one step of the job: a fraction of its 30 s. */
const MAX_AT_ONCE = 1_000;

/** 逾期未复学: it stands in the registration and its history from then on, and in the list that the school filters. */
const noteOverdueReturn = step(registrations, {
  name: 'note-overdue-return',
  decide: (each, _input, { today }) =>
    isReturnOverdue(each, today) ? accept({ ...each, returnOverdueNotedOn: today }) : refuse('not-found'),
});

/** Each approved change gets a job on its day; then overdue returns are noted, each once. */
@HandlesJob(applyStatusChanges)
export class ApplyStatusChanges {
  constructor(
    private readonly transitions: Transitions,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const today = dayInChina(tx.at);
    const due = await statusChanges.find(tx, `state = 'APPROVED' and effective_on <= $1`, [today]);
    const jobs = due.map(({ changeId, schoolCode }) => ({
      jobId: changeId,
      schoolCode,
      payload: { changeId },
    }));
    await this.jobs.enqueue(tx, applyDueChange, jobs);
    const overdue = `state = 'ON_LEAVE' and return_expected_on < $1 and return_overdue_noted_on is null
      order by registration_id limit ${MAX_AT_ONCE} for update`;
    const away = await registrations.find(tx, overdue, [today]);
    await this.transitions.take(tx, noteOverdueReturn, away, {});
    if (away.length === MAX_AT_ONCE) return {};
  }
}

/** A change that is still approved takes effect, or lapses. */
@HandlesJob(applyDueChange)
export class ApplyDueChange {
  constructor(private readonly transitions: Transitions) {}

  async handle({ changeId }: { changeId: string }, tx: Transaction): Promise<void> {
    const approved = `change_id = $1 and state = 'APPROVED' for update`;
    await applyDueChanges(tx, this.transitions, await statusChanges.find(tx, approved, [changeId]));
  }
}

import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { step, Transitions } from '#aggregates';
import { accept, refuse } from '#aggregates/rules';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, Jobs, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { isReturnOverdue } from '../domain/change-effect.js';
import type { RegistrationRules } from '../domain/rules.js';
import { WAITING_STATES } from '../domain/status-change.js';
import { PersonVault } from '../persons/person-vault.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { registrations } from '../registrations/registrations.js';
import { applyDueChanges } from './apply-due-changes.js';
import { statusChanges } from './status-changes.js';

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

/** Each change that is decided on gets a job on its day; then overdue returns are noted, each once. */
@HandlesJob(applyStatusChanges)
export class ApplyStatusChanges {
  constructor(
    private readonly transitions: Transitions,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const today = dayInChina(tx.at);
    const due = await statusChanges.find(tx, `state = any($1) and effective_on <= $2`, [
      WAITING_STATES,
      today,
    ]);
    const jobs = due.map(({ changeId, schoolCode }) => ({
      jobId: changeId,
      schoolCode,
      payload: { changeId },
    }));
    await this.jobs.enqueue(tx, applyDueChange, jobs);
    const overdue = `state in ('ON_LEAVE', 'RETAINED') and return_expected_on < $1 and return_overdue_noted_on is null
      order by registration_id limit ${MAX_AT_ONCE} for update`;
    const away = await registrations.find(tx, overdue, [today]);
    await this.transitions.take(tx, noteOverdueReturn, away, {});
    if (away.length === MAX_AT_ONCE) return {};
  }
}

/** A change that still waits for its day takes effect, or lapses. */
@HandlesJob(applyDueChange)
export class ApplyDueChange {
  constructor(
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
    private readonly vault: PersonVault,
  ) {}

  async handle({ changeId }: { changeId: string }, tx: Transaction): Promise<void> {
    const due = await statusChanges.lock(tx, [changeId]);
    await applyDueChanges(tx, this.transitions, due, {
      given: { rules: this.rules, vault: this.vault },
    });
  }
}

import { Inject } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { step, Transitions } from '#aggregates';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, Jobs, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import type { RegistrationRules } from '../domain/rules.js';
import { lapseTransfer } from '../domain/transfer.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { applyDueTransfers } from './apply-transfers.js';
import { keepStudents } from './decide-transfers.js';
import { transfers } from './transfers.js';

/** Every midnight in China. */
export const followTransfers = jobKind({
  name: 'follow-transfers',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

/** Of one transfer: one that fails holds up no other, and operators see which it is. */
export const followTransfer = jobKind({
  name: 'follow-transfer',
  payload: z.object({ transferId: id }),
  attempts: 3,
});

const lapse = step(transfers, { name: 'lapse-transfer', decide: lapseTransfer });

/** Each transfer gets a job whose day has come, or whose step was not taken in time. */
@HandlesJob(followTransfers)
export class FollowTransfers {
  constructor(private readonly jobs: Jobs) {}

  async handle(_: object, tx: Transaction): Promise<void> {
    const due = await transfers.find(
      tx,
      `state = 'APPROVED' and effective_on <= $1 or due_on < $1 order by transfer_id`,
      [dayInChina(tx.at)],
    );
    // A step that is taken before the job comes to it leaves a job that did nothing: the next one is of another version.
    const jobs = due.map(({ transferId, schoolCode, version }) => ({
      jobId: uuidv5(String(version), transferId),
      schoolCode,
      payload: { transferId },
    }));
    await this.jobs.enqueue(tx, followTransfer, jobs);
  }
}

/** An approved transfer takes effect on its day; one that waits beyond its deadline lapses, and the student stays. */
@HandlesJob(followTransfer)
export class FollowTransfer {
  constructor(
    private readonly transitions: Transitions,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  async handle({ transferId }: { transferId: string }, tx: Transaction): Promise<void> {
    const locked = await transfers.lock(tx, [transferId]);
    const { transitions, rules } = this;
    const { saved } = await transitions.take(tx, lapse, locked, {});
    await keepStudents(tx, saved, { transitions });
    await applyDueTransfers(tx, locked, { transitions, given: { rules } });
  }
}

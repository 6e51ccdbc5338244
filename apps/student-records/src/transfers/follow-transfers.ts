import { Inject } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { step, Transitions } from '#aggregates';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, Jobs, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import type { RegistrationRules } from '../domain/rules.js';
import { lapseTransfer } from '../domain/transfer-end.js';
import { whyNotReceived } from '../domain/transfer-receiving.js';
import { isDue } from '../domain/transfer-states.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { applyDueTransfers } from './apply-transfers.js';
import { keepStudents } from './decide-transfers.js';
import { receivingContext } from './transfer-context.js';
import { OPEN, transfers } from './transfers.js';

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

const lapse = step(transfers, {
  name: 'lapse-transfer',
  context: receivingContext,
  decide: lapseTransfer,
});

/** Each transfer gets a job whose day has come, whose step was not taken in time, or whose receiving end is no more. */
@HandlesJob(followTransfers)
export class FollowTransfers {
  constructor(private readonly jobs: Jobs) {}

  async handle(_: object, tx: Transaction): Promise<void> {
    const today = dayInChina(tx.at);
    const open = await transfers.find(tx, `${OPEN} order by transfer_id`, []);
    const { receivingOf } = await receivingContext(tx, open);
    const due = open.filter(
      (each) =>
        (each.state === 'APPROVED' && each.effectiveOn <= today) ||
        (isDue(each) && each.dueOn < today) ||
        whyNotReceived(each, receivingOf(each), today) !== undefined,
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

/** An approved transfer takes effect on its day; one that waits beyond its deadline, or leads nowhere, lapses, and the student stays. */
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
    const goOn = locked.filter((each) => !saved.some((one) => one.transferId === each.transferId));
    await applyDueTransfers(tx, goOn, { transitions, given: { rules } });
  }
}

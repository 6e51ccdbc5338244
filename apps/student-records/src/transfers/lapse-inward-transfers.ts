import { step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { lapseInwardTransfer } from '../domain/inward-transfer.js';
import { inwardTransfers } from './inward-transfers.js';

/** Every midnight in China. */
export const lapseInwardTransfers = jobKind({
  name: 'lapse-inward-transfers',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

const MAX_AT_ONCE = 500;
const lapse = step(inwardTransfers, { name: 'lapse-inward-transfer', decide: lapseInwardTransfer });

/** A transfer from outside that waits beyond its deadline lapses; the registration may then be decided on, or asked for anew. */
@HandlesJob(lapseInwardTransfers)
export class LapseInwardTransfers {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const due = await inwardTransfers.find(
      tx,
      `due_on < $1 order by inward_transfer_id limit ${MAX_AT_ONCE}`,
      [dayInChina(tx.at)],
    );
    const locked = await inwardTransfers.lock(tx, due.map((each) => each.inwardTransferId)); // prettier-ignore
    await this.transitions.take(tx, lapse, locked, {});
    if (due.length === MAX_AT_ONCE) return {};
  }
}

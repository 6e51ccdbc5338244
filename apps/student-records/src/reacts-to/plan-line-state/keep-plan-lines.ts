import { PlanLineState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { keepPlanLines } from '../../offerings/plan-lines.js';

/** Keeps what the plans give: a change of major takes a seat of its year, and supervision counts who is over the plan. */
@ReactsTo(PlanLineState)
export class KeepPlanLines {
  handle(states: Received<typeof PlanLineState>[], tx: Transaction): Promise<void> {
    return keepPlanLines(tx, states);
  }
}

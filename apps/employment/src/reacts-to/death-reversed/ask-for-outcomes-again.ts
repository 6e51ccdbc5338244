import { Transitions } from '#aggregates';
import { DeathReversed } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { noteDeathsHeard } from '../../cases/note-deaths.js';

/** 撤销死亡登记 */
@ReactsTo(DeathReversed)
export class AskForOutcomesAgain {
  constructor(private readonly transitions: Transitions) {}

  handle(reversals: Received<typeof DeathReversed>[], tx: Transaction): Promise<void> {
    return noteDeathsHeard(tx, this.transitions, reversals, () => undefined);
  }
}

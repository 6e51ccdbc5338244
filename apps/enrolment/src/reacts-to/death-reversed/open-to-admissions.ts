import { Transitions } from '#aggregates';
import { DeathReversed } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { follow } from '../../applications/follow-registration.js';

/** 撤销死亡登记: the person may be admitted as before. */
@ReactsTo(DeathReversed)
export class OpenToAdmissions {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof DeathReversed>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data: { studentNo, state, endedOn: on } }) => ({
      studentNo,
      state,
      on,
      diedOn: null,
    }));
  }
}

import { Transitions } from '#aggregates';
import { DeathRecorded } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { follow } from '../../applications/follow-registration.js';

/** 离校后死亡: nobody admits the person again. */
@ReactsTo(DeathRecorded)
export class CloseToAdmissions {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof DeathRecorded>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data: { studentNo, state, endedOn: on, diedOn } }) => ({
      studentNo,
      state,
      on,
      diedOn,
    }));
  }
}

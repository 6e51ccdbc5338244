import { Transitions } from '#aggregates';
import { GraduationRevoked } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { dayInChina } from '#national-codes';
import { follow } from '../../applications/follow-registration.js';

/** 撤销毕业: no next stage rests on this graduation any more. */
@ReactsTo(GraduationRevoked)
export class NoteRevocation {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof GraduationRevoked>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data }) => ({
      state: 'GRADUATION_REVOKED',
      on: dayInChina(data.revokedAt),
    }));
  }
}

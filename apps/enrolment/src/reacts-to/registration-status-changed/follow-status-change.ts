import { Transitions } from '#aggregates';
import { RegistrationStatusChanged } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { follow } from '../../applications/follow-registration.js';

/** 学籍异动: who leaves the school for good may apply again, and who comes back is held again. */
@ReactsTo(RegistrationStatusChanged)
export class FollowStatusChange {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof RegistrationStatusChanged>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data }) => ({ state: data.to, on: data.effectiveOn }));
  }
}

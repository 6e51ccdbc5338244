import { Transitions } from '#aggregates';
import { RegistrationApproved } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { dayInChina } from '#national-codes';
import { follow } from '../../applications/follow-registration.js';

/** 注册: the application has reached its end. */
@ReactsTo(RegistrationApproved)
export class MarkRegistered {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof RegistrationApproved>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data }) => ({
      studentNo: data.studentNo,
      state: 'ACTIVE',
      on: dayInChina(data.approvedAt),
    }));
  }
}

import { Transitions } from '#aggregates';
import { StudentTransferred } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { follow } from '../../applications/follow-registration.js';

/** 转学: the application goes on with the record at the other school, and holds the person without a gap. */
@ReactsTo(StudentTransferred)
export class FollowTransfer {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof StudentTransferred>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data }) => ({
      studentNo: data.studentNo,
      state: 'ACTIVE',
      on: data.transferredOn,
    }));
  }
}

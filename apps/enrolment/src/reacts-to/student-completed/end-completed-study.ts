import { Transitions } from '#aggregates';
import { StudentCompleted } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { follow } from '../../applications/follow-registration.js';

/** 结业: the study has ended, and the person may apply again. */
@ReactsTo(StudentCompleted)
export class EndCompletedStudy {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof StudentCompleted>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data }) => ({
      studentNo: data.studentNo,
      state: 'COMPLETED',
      on: data.completedOn,
    }));
  }
}

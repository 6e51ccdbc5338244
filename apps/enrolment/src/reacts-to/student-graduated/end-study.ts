import { Transitions } from '#aggregates';
import { StudentGraduated } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { follow } from '../../applications/follow-registration.js';

/** 毕业: the person may apply for the next stage. */
@ReactsTo(StudentGraduated)
export class EndStudy {
  constructor(private readonly transitions: Transitions) {}

  handle(events: Received<typeof StudentGraduated>[], tx: Transaction): Promise<void> {
    return follow(tx, this.transitions, events, ({ data }) => ({
      studentNo: data.studentNo,
      state: 'GRADUATED',
      on: data.graduatedOn,
    }));
  }
}

import { step, Transitions } from '#aggregates';
import { type DataOf, RegistrationApproved } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { applications } from '../../applications/applications.js';
import { register } from '../../domain/application.js';
import { wrongState } from '../../domain/refusals.js';

const markRegistered = step(applications, {
  name: 'mark-registered',
  refuses: wrongState,
  decide: (each, approved: DataOf<typeof RegistrationApproved>) => register(each, approved),
});

/** 注册: the application has reached its end. An application that was returned or is unknown stays as it is. */
@ReactsTo(RegistrationApproved)
export class MarkRegistered {
  constructor(private readonly transitions: Transitions) {}

  async handle(approvals: Received<typeof RegistrationApproved>[], tx: Transaction): Promise<void> {
    const last = new Map(approvals.map((event) => [event.data.applicationId, event]));
    const states = await applications.lock(tx, [...last.keys()]);
    await this.transitions.take(tx, markRegistered, states, (each) => last.get(each.applicationId)!.data, {
      causeOf: (id) => last.get(id),
    });
  }
}

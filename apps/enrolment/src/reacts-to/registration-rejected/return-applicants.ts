import { step, Transitions } from '#aggregates';
import { type DataOf, RegistrationRejected } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { applications } from '../../applications/applications.js';
import { admissionReleased } from '../../applications/close-applications.js';
import { releasePersons } from '../../applications/live-admissions.js';
import type { Returned } from '../../domain/application.js';
import { giveBack } from '../../domain/following.js';
import { wrongState } from '../../domain/refusals.js';
import { moveSeats } from '../../plans/plan-lines.js';

const returnApplicants = step(applications, {
  name: 'return-applicants',
  refuses: wrongState,
  decide: (each, rejected: DataOf<typeof RegistrationRejected>) => giveBack(each, rejected),
  saved: async (tx, returned, taken) => {
    await moveSeats(tx, returned as readonly Returned[], { reserved: 0, used: -1 }, taken);
    await releasePersons(tx, returned.map(({ applicationId }) => applicationId)); // prettier-ignore
  },
  publishes: admissionReleased,
});

/** 退回: the registration was refused; the seat is free again, and so is the person for another admission. */
@ReactsTo(RegistrationRejected)
export class ReturnApplicants {
  constructor(private readonly transitions: Transitions) {}

  async handle(rejections: Received<typeof RegistrationRejected>[], tx: Transaction): Promise<void> {
    const last = new Map(rejections.map((event) => [event.data.applicationId, event]));
    const states = await applications.lock(tx, [...last.keys()]);
    await this.transitions.take(tx, returnApplicants, states, (each) => last.get(each.applicationId)!.data, {
      causeOf: (id) => last.get(id),
    });
  }
}

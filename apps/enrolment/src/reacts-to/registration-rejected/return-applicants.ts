import { RegistrationRejected } from '#contracts';
import type { Transaction } from '#database';
import { Outbox, type Received, ReactsTo } from '#messaging';
import { lockApplications } from '../../applications/application-batch.js';
import type { ApplicationRow } from '../../applications/application-row.js';
import { releasePersons } from '../../applications/live-admissions.js';
import { countByLine } from '../../domain/seats.js';
import { lockPlanLines, moveSeats } from '../../plans/move-seats.js';
import { planLineState } from '../../plans/plan-line-row.js';

/** 退回: the registration was refused; the seat is free again, and so is the person for another admission. */
@ReactsTo(RegistrationRejected)
export class ReturnApplicants {
  constructor(private readonly outbox: Outbox) {}

  async handle(rejections: Received<typeof RegistrationRejected>[], tx: Transaction): Promise<void> {
    const last = new Map(rejections.map(({ data }) => [data.applicationId, data]));
    await lockApplications(tx, [...last.keys()]);
    const returned = await saveReturned(tx, [...last.values()]);
    if (returned.length === 0) return;
    const counts = countByLine(returned.map((row) => ({ planLineId: row.plan_line_id! })));
    await lockPlanLines(tx, [...counts.keys()]);
    const lines = await moveSeats(tx, counts, { reserved: 0, used: -1 });
    await releasePersons(
      tx,
      returned.map((row) => row.application_id),
    );
    await this.outbox.publish(tx, lines.map(planLineState));
  }
}

/** Only who waits for the registration is returned: a late rejection does not touch who is registered. */
const saveReturned = (
  tx: Transaction,
  rejections: { applicationId: string; registrationId: string; reason: string }[],
) =>
  tx.query<ApplicationRow>(
    `update applications application
     set state = 'RETURNED', registration_id = rejected.registration_id, return_reason = rejected.reason,
       version = version + 1
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as rejected(application_id, registration_id, reason)
     where application.application_id = rejected.application_id and application.state = 'CHECKED_IN'
     returning application.*`,
    [
      rejections.map((each) => each.applicationId),
      rejections.map((each) => each.registrationId),
      rejections.map((each) => each.reason),
    ],
  );

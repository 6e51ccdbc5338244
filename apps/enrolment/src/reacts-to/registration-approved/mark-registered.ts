import { RegistrationApproved } from '#contracts';
import type { Transaction } from '#database';
import { type Received, ReactsTo } from '#messaging';
import { lockApplications } from '../../applications/application-batch.js';

/** 注册: the application has reached its end. An application that was returned or is unknown stays as it is. */
@ReactsTo(RegistrationApproved)
export class MarkRegistered {
  async handle(approvals: Received<typeof RegistrationApproved>[], tx: Transaction): Promise<void> {
    const last = new Map(approvals.map(({ data }) => [data.applicationId, data]));
    const registrations = [...last.values()];
    await lockApplications(
      tx,
      registrations.map(({ applicationId }) => applicationId),
    );
    await tx.query(
      `update applications application
       set state = 'REGISTERED', registration_id = approved.registration_id, student_no = approved.student_no,
         version = version + 1
       from unnest($1::uuid[], $2::uuid[], $3::text[]) as approved(application_id, registration_id, student_no)
       where application.application_id = approved.application_id and application.state = 'CHECKED_IN'`,
      [
        registrations.map(({ applicationId }) => applicationId),
        registrations.map(({ registrationId }) => registrationId),
        registrations.map(({ studentNo }) => studentNo),
      ],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import { type Registered, VERSION_OF_APPROVAL } from '../domain/registration.js';
import { registrationApproved, registrationRejected } from './registration-events.js';
import { registrationOf, type RegistrationRow } from './registration-row.js';

/**
 * Approvals of registrations, whatever has become of these since, and rejections: each is of one application, and moves
 * it only where it still waits.
 */
@Injectable()
export class RepublishRegistrations implements Republisher {
  readonly topic = 'student-records.registrations.v1';
  readonly id = id;

  constructor(registry: Republishers) {
    registry.register(this);
  }

  async page(tx: Transaction, request: PageRequest) {
    const rows = await tx.query<RegistrationRow>(
      `select * from registrations
       where state <> 'SUBMITTED' and ($1::uuid is null or registration_id > $1)
         and ($2::text is null or school_code = $2)
       order by registration_id limit $3 for share`,
      [request.after, request.schoolCode, request.limit],
    );
    return republishedPage(
      rows,
      request,
      (row) => row.registration_id,
      (row) => [decisionOn(row)],
    );
  }
}

function decisionOn(row: RegistrationRow) {
  const registration = registrationOf(row);
  if (registration.state === 'REJECTED')
    return registrationRejected(registration, row.rejected_at!.toISOString());
  const approved = { ...(registration as Registered), version: VERSION_OF_APPROVAL };
  return registrationApproved(approved, row.approved_at!.toISOString());
}

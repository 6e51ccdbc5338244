import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import { Sealer } from '#security';
import { APPLICATION_COLUMNS, type ApplicationRow } from './application-row.js';
import { offeringsOf, studentCheckedIn } from './student-checked-in.js';

/** Check-ins that still wait for their registration: what student records has, it does not take a second time. */
@Injectable()
export class RepublishCheckIns implements Republisher {
  readonly topic = 'enrolment.applications.v1';
  readonly id = id;

  constructor(
    registry: Republishers,
    private readonly sealer: Sealer,
  ) {
    registry.register(this);
  }

  async page(tx: Transaction, request: PageRequest) {
    const rows = await tx.query<ApplicationRow>(
      `select ${APPLICATION_COLUMNS} from applications
       where state = 'CHECKED_IN' and ($1::uuid is null or application_id > $1)
         and ($2::text is null or school_code = $2)
       order by application_id limit $3 for share of applications`,
      [request.after, request.schoolCode, request.limit],
    );
    const offerings = await offeringsOf(tx, rows);
    return republishedPage(
      rows,
      request,
      (row) => row.application_id,
      (row) => [studentCheckedIn(row, offerings.get(row.offering_id)!, this.sealer)],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import { trackingCancelled, trackingOpened } from './case-events.js';
import { caseOf, type CaseRow } from './case-row.js';

/** Whether a case is open or cancelled, with the version that it has. Outcomes are not told again. */
@Injectable()
export class RepublishCases implements Republisher {
  readonly topic = 'employment.outcomes.v1';
  readonly id = id;

  constructor(registry: Republishers) {
    registry.register(this);
  }

  async page(tx: Transaction, request: PageRequest) {
    const rows = await tx.query<CaseRow>(
      `select * from cases
       where ($1::uuid is null or registration_id > $1) and ($2::text is null or school_code = $2)
       order by registration_id limit $3 for share`,
      [request.after, request.schoolCode, request.limit],
    );
    return republishedPage(
      rows,
      request,
      (row) => row.registration_id,
      (row) => {
        const known = caseOf(row);
        return [known.state === 'CANCELLED' ? trackingCancelled(known) : trackingOpened(known)];
      },
    );
  }
}

import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import { type ErasureRow, erasureState } from './erasure-row.js';

/** Erasures as they are: for services that were restored from a backup of before them. */
@Injectable()
export class RepublishErasures implements Republisher {
  readonly topic = 'student-records.erasures.v1';
  readonly id = id;

  constructor(registry: Republishers) {
    registry.register(this);
  }

  async page(tx: Transaction, request: PageRequest) {
    const rows = await tx.query<ErasureRow>(
      `select * from erasures
       where ($1::uuid is null or person_id > $1) and ($2::text is null or exists (
         select from registrations where registrations.person_id = erasures.person_id and school_code = $2))
       order by person_id limit $3 for share`,
      [request.after, request.schoolCode, request.limit],
    );
    return republishedPage(
      rows,
      request,
      (row) => row.person_id,
      (row) => [erasureState(row)],
    );
  }
}

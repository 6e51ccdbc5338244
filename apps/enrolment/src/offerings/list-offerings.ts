import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { OFFERINGS, OfferingView, offeringView } from './offering-row.js';

const offerings = listOf({
  filters: { schoolCode: ['school_code', schoolCode] },
  sorts: { offeringId: ['offering_id'] },
});
export const OfferingFilter = offerings.query;
export type OfferingFilter = z.infer<typeof OfferingFilter>;
export const OfferingPage = pageOf(OfferingView);

@Injectable()
export class ListOfferings {
  constructor(private readonly transactions: Transactions) {}

  run(query: OfferingFilter) {
    return this.transactions.run(allSchools, (tx) =>
      offerings.page(tx, query, { select: `select * from ${OFFERINGS}`, itemOf: offeringView }),
    );
  }
}

import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { listOf, pageOf, several } from '#runtime';
import { majorCode } from '../catalogue/catalogue.js';
import { Offering } from '../domain/offering.js';
import { offerings, OfferingView, viewsOf } from './offerings.js';

const listed = listOf({
  filters: {
    schoolCode: ['school_code', schoolCode],
    majorCode: ['major_code', majorCode],
    offeringStatus: several('status', Offering.shape.status.describe('Open, stopped or closed')),
  },
  sorts: { offeringId: ['offering_id'] },
});
export const OfferingFilter = listed.query;
export type OfferingFilter = z.infer<typeof OfferingFilter>;
export const OfferingPage = pageOf(OfferingView);

@Injectable()
export class ListOfferings {
  constructor(private readonly transactions: Transactions) {}

  list(query: OfferingFilter) {
    return this.transactions.run(allSchools, async (tx) => {
      const page = await listed.page(tx, query, {
        select: `select ${offerings.selected} from offerings`,
        itemOf: offerings.stateOf,
      });
      return { ...page, items: await viewsOf(tx, page.items) };
    });
  }
}

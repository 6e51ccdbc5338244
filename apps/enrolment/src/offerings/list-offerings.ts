import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { OFFERINGS, type OfferingRow, OfferingView, offeringView } from './offering-row.js';

export const OfferingFilter = z.strictObject({
  ...pageFilter,
  cursor: z.uuid().optional(),
  schoolCode: schoolCode.optional(),
});
export type OfferingFilter = z.infer<typeof OfferingFilter>;
export const OfferingPage = pageOf(OfferingView);

@Injectable()
export class ListOfferings {
  constructor(private readonly transactions: Transactions) {}

  run({ limit, cursor, ...filter }: OfferingFilter) {
    return this.transactions.run(allSchools, async (tx) => {
      const rows = await tx.query<OfferingRow>(
        `select * from ${OFFERINGS}
         where ($1::text is null or school_code = $1) and ($2::uuid is null or offering_id > $2)
         order by offering_id limit $3`,
        [filter.schoolCode ?? null, cursor ?? null, limit + 1],
      );
      return page(rows, limit, (row) => row.offering_id, offeringView);
    });
  }
}

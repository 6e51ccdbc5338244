import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Scope, Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { expectOwnSchool } from '#security';
import { CaseView, SELECT_SHOWN_CASES, type ShownCaseRow, viewOf } from './case-view.js';

export const CaseFilter = z.strictObject({
  ...pageFilter,
  cursor: z.uuid().optional(),
  state: z.enum(['OPEN', 'REPORTED', 'CANCELLED']).optional(),
  schoolCode: z.string().max(20).optional(),
});
export type CaseFilter = z.infer<typeof CaseFilter>;

export const CasePage = pageOf(CaseView).meta({ id: 'CasePage' });
export type CasePage = z.infer<typeof CasePage>;

@Injectable()
export class ListCases {
  constructor(private readonly transactions: Transactions) {}

  /** In order of registration id; the cursor is the last id shown. */
  async run(scope: Scope, filter: CaseFilter): Promise<CasePage> {
    expectOwnSchool(scope, filter.schoolCode);
    const rows = await this.transactions.run(scope, (tx) =>
      tx.query<ShownCaseRow>(
        `${SELECT_SHOWN_CASES}
         where ($1::text is null or cases.state = $1) and ($2::text is null or cases.school_code = $2)
           and ($3::uuid is null or cases.registration_id > $3)
         order by cases.registration_id limit $4`,
        [filter.state, filter.schoolCode, filter.cursor, filter.limit + 1],
      ),
    );
    return page(rows, filter.limit, (row) => row.registration_id, viewOf);
  }
}

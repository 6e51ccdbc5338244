import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Scope, Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { expectOwnSchool } from '#security';
import { CaseView, SELECT_SHOWN_CASES, viewOf } from './case-view.js';

const cases = listOf({
  filters: {
    state: ['state', z.enum(['OPEN', 'REPORTED', 'CANCELLED'])],
    schoolCode: ['school_code', z.string().max(20)],
  },
  sorts: { registrationId: ['registration_id'], approvedOn: ['approved_on', 'registration_id'] },
});
export const CaseFilter = cases.query;
export type CaseFilter = z.infer<typeof CaseFilter>;

export const CasePage = pageOf(CaseView).meta({ id: 'CasePage' });
export type CasePage = z.infer<typeof CasePage>;

@Injectable()
export class ListCases {
  constructor(private readonly transactions: Transactions) {}

  async run(scope: Scope, query: CaseFilter): Promise<CasePage> {
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      cases.page(tx, query, { select: SELECT_SHOWN_CASES, itemOf: viewOf }),
    );
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry, selectedBy, stateNames } from '#aggregates';
import { id, schoolCode } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { listOf, pageOf, Problem, several } from '#runtime';
import { Qualification } from '../domain/qualification.js';
import { problems } from '../problems.js';
import { qualifications, QualificationView } from './qualifications.js';

/** Due for review are those published, once in each calendar year [D]. */
const withReviewDue = ({ at }: Pick<Transaction, 'at'>) => ({
  select: `select ${qualifications.selected},
    state = 'PUBLISHED' and valid_to >= $1 and coalesce(review_on < date_trunc('year', $1::date), true) as review_due
    from qualifications`,
  parameters: [dayInChina(at)],
});

const listed = listOf({
  filters: {
    schoolCode: ['school_code', schoolCode],
    state: several('state', z.enum(stateNames(Qualification))),
    reviewDue: ['review_due', z.stringbool().describe('true: published, and not reviewed in this year yet')],
  },
  sorts: { qualificationId: ['qualification_id'], validTo: ['valid_to', 'qualification_id'] },
});
selectedBy(qualifications, listed, withReviewDue);
export const QualificationFilter = listed.query;
export type QualificationFilter = z.infer<typeof QualificationFilter>;
export const QualificationPage = pageOf(QualificationView);

export const QualificationHistory = z
  .object({ qualificationId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'QualificationHistory' });

/** The register of qualifications; what was drafted is no secret among those who work with it. */
@Injectable()
export class FindQualifications {
  constructor(private readonly transactions: Transactions) {}

  list(query: QualificationFilter) {
    return this.transactions.run(allSchools, (tx) =>
      listed.page(tx, query, {
        ...withReviewDue(tx),
        itemOf: (row: Record<string, unknown>) => QualificationView.parse(qualifications.stateOf(row)),
      }),
    );
  }

  /** @throws Problem 404 */
  async history(qualificationId: string): Promise<z.infer<typeof QualificationHistory>> {
    const entries = await this.transactions.run(allSchools, (tx) =>
      historyEntries(tx, qualifications, qualificationId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { qualificationId, entries };
  }
}
